"""Builds an index generation beside the serving one, verifies it, swaps; and opens the latest.

A build that fails, is stopped or is killed at any point leaves the serving generation as it
was. Knows nothing of feeds or of searching.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from pydantic import ValidationError

from retrieval.catalogue import CatalogueError, Product
from retrieval.documents import product_vectors
from retrieval.embedding import embedder_name
from retrieval.manifest import MANIFEST, Manifest, digest_of, read_manifest
from retrieval.search import Index
from retrieval.storage import IndexFolder, sync, write_atomically
from retrieval.vectors import Neighbours, write_store

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["Progress", "build_index", "open_index"]

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, how much of it is done, and of how much."""

_CATALOGUE, _VECTORS, _STORE = "catalogue.jsonl", "vectors.npy", "chroma"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def build_index(
    products: Iterable[Product],
    folder: Path | str,
    embeddings: Embeddings,
    *,
    progress: Progress = lambda _step, _done, _total: None,
    wait_s: float = 5.0,
) -> str:
    """Build a new generation from `products`, let it serve, and return its id.

    The serving generation and the one before it are kept. `wait_s` is how long to wait for
    another builder.

    Raises:
        CatalogueError: nothing to index, repeated ids, another builder, or no room on disk;
            the generation that served before serves on.
    """
    ordered = sorted(products, key=lambda product: product.id)
    _check(ordered)
    place = IndexFolder(Path(folder))
    try:
        with place.building(wait_s):
            generation = place.begin()
            try:
                _write(place.generation(generation), generation, ordered, embeddings, progress)
                place.publish(generation)
            except BaseException:
                place.discard(generation)
                raise
    except OSError as error:
        raise _no_room(place.path, error) from error
    return generation


def open_index(folder: Path | str, embeddings: Embeddings) -> Index:
    """Open the serving generation for searching; any number of processes may.

    Raises:
        CatalogueError: there is no index, it is damaged, or another embedder built it.
    """
    place = IndexFolder(Path(folder))
    for _ in range(3):
        generation = place.current()
        if generation is None:
            raise CatalogueError(f"there is no index in {folder}: run `aisle index FEED` first")
        try:
            return _open(place.generation(generation), embeddings)
        except FileNotFoundError:
            continue  # two builds went by since the pointer was read
    raise CatalogueError(
        f"the index in {folder} points to {generation}, which is not there: run `aisle index` again"
    )


def _check(ordered: Sequence[Product]) -> None:
    if not any(product.status == "active" for product in ordered):
        raise CatalogueError("there is no active product to index: check the feed's report")
    for before, after in pairwise(ordered):
        if before.id == after.id:
            raise CatalogueError(f"two products have the id {after.id!r}: ids must differ")


def _write(
    folder: Path,
    generation: str,
    products: Sequence[Product],
    embeddings: Embeddings,
    progress: Progress,
) -> None:
    with (folder / _CATALOGUE).open("wb") as file:
        for product in products:
            file.write(product.model_dump_json().encode("utf-8") + b"\n")
        file.flush()
        os.fsync(file.fileno())
    vectors = product_vectors(
        products, embeddings, lambda done, total: progress("embedding", done, total)
    )
    with (folder / _VECTORS).open("wb") as file:
        np.save(file, vectors, allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())
    active = [at for at, product in enumerate(products) if product.status == "active"]
    write_store(
        folder / _STORE,
        generation,
        [products[at].id for at in active],
        vectors[active],
        lambda done, total: progress("storing", done, total),
    )
    manifest = Manifest(
        generation=generation,
        created=datetime.now(UTC),
        embedder=embedder_name(embeddings),
        dimensions=vectors.shape[1],
        products=len(products),
        active=len(active),
        digests=_seal(folder),
    )
    write_atomically(folder / MANIFEST, manifest.model_dump_json(indent=1).encode())
    sync(folder)


def _seal(folder: Path) -> dict[str, str]:
    """Force all files to disk; digest those that never change again (SQLite's may)."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files:
        sync(path)
    fixed = [path for path in files if "sqlite" not in path.name]
    return {path.relative_to(folder).as_posix(): digest_of(path) for path in fixed}


def _open(folder: Path, embeddings: Embeddings) -> Index:
    manifest = read_manifest(folder)
    name = embedder_name(embeddings)
    if manifest.embedder != name:
        raise CatalogueError(
            f"this index was built by the embedder {manifest.embedder!r} and {name!r} is in "
            "force: run `aisle index` again, or set the embedder back"
        )
    damaged = manifest.damaged(folder)
    if unfit := [file for file in damaged if not file.startswith(_STORE)]:
        raise CatalogueError(f"{folder / unfit[0]} is damaged: run `aisle index` again")
    try:
        with (folder / _CATALOGUE).open("rb") as lines:
            products = [Product.model_validate_json(line) for line in lines]
    except ValidationError as error:
        raise CatalogueError(f"{folder / _CATALOGUE} cannot be read: {error}") from error
    vectors = np.asarray(np.load(folder / _VECTORS, mmap_mode="r", allow_pickle=False))
    positions = {p.id: at for at, p in enumerate(products) if p.status == "active"}
    nearest = Neighbours(
        folder / _STORE, manifest.generation, positions, vectors, sound=not damaged
    )
    return Index(
        products,
        vectors,
        embeddings,
        generation=manifest.generation,
        nearest=nearest,
        close=nearest.close,
    )


def _no_room(folder: Path, error: OSError) -> CatalogueError:
    if error.errno in _FULL:
        return CatalogueError(
            f"the disk is full while indexing into {folder}: make room and run `aisle index` "
            "again; the index that served before still serves"
        )
    return CatalogueError(f"the index cannot be written into {folder}: {error}")
