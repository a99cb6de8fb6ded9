"""Builds an index generation beside the serving one and swaps, swaps back, and opens.

A build that fails, is stopped or is killed at any point leaves the serving generation as it
was. Knows nothing of feeds or of searching.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from retrieval.building import Built, Elder, Progress, write_generation
from retrieval.catalogue import Product
from retrieval.errors import CatalogueError
from retrieval.opening import open_generation
from retrieval.product_file import StoredProducts
from retrieval.storage import IndexFolder
from retrieval.synonyms import Synonyms

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from retrieval.search import Index

__all__ = [
    "Accept",
    "Built",
    "Progress",
    "build_index",
    "open_index",
    "rebuild_index",
    "roll_back",
    "serving_products",
]

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_Found = TypeVar("_Found")

Accept = Callable[["Index"], bool]
"""Looks at a new index and says whether it may serve."""


def build_index(
    products: Collection[Product],
    folder: Path | str,
    embeddings: Embeddings,
    *,
    progress: Progress = lambda _step, _done, _total: None,
    wait_s: float = 5.0,
) -> Built:
    """Build a new generation from `products`, in ascending order of id, and let it serve.

    Only products whose text changed are embedded. The serving generation is kept beside the
    new one; where the two would be the same, it serves on. `wait_s` is how long to wait for
    another builder.

    Raises:
        CatalogueError: nothing to index, ids that repeat or do not ascend, another builder, or
            no room on disk; the generation that served before serves on.
    """
    place = IndexFolder(Path(folder))
    with _holding(place, wait_s):
        return _build(place, products, embeddings, progress)


def rebuild_index(
    folder: Path | str,
    embeddings: Embeddings,
    *,
    accept: Accept | None = None,
    progress: Progress = lambda _step, _done, _total: None,
    wait_s: float = 5.0,
) -> Built:
    """Build again from the serving generation's own products, without their feed.

    It mends a damaged vector store, and makes an index fit another embedder or release. The
    new generation is shown to `accept` before it serves, and thrown away where that says no.

    Raises:
        CatalogueError: as `build_index`, or there is no index to begin with.
    """
    place = IndexFolder(Path(folder))
    with _holding(place, wait_s):
        products = _serving(place, StoredProducts)
        return _build(place, products, embeddings, progress, accept)


def roll_back(folder: Path | str, embeddings: Embeddings, *, wait_s: float = 5.0) -> str:
    """Let the generation before the serving one serve again; return its id.

    The two change places, so that rolling back twice changes nothing.

    Raises:
        CatalogueError: there is none, it is damaged, or another embedder built it; the
            serving generation serves on.
    """
    place = IndexFolder(Path(folder))
    with _holding(place, wait_s):
        if (previous := place.previous()) is not None:
            try:
                open_generation(place.generation(previous), embeddings).close()
            except FileNotFoundError as error:
                raise CatalogueError(
                    f"the generation {previous} is not whole and cannot serve: run `aisle index` "
                    "again; the present one serves on"
                ) from error
        return place.swap_back()


def open_index(
    folder: Path | str, embeddings: Embeddings, synonyms: Synonyms | None = None
) -> Index:
    """Open the serving generation for searching; any number of processes may.

    `synonyms` are the shop's words for things; None is the general table alone.

    Raises:
        CatalogueError: there is no index, it is damaged, or another embedder built it.
    """
    place = IndexFolder(Path(folder))
    place.tidy()
    return _serving(place, lambda path: open_generation(path, embeddings, synonyms))


def serving_products(folder: Path | str) -> Iterable[Product]:
    """Give the products of the serving generation, read one by one; none without an index.

    Raises:
        CatalogueError: the index is damaged.
    """
    place = IndexFolder(Path(folder))
    return () if place.current() is None else _serving(place, StoredProducts)


def _build(
    place: IndexFolder,
    products: Collection[Product],
    embeddings: Embeddings,
    progress: Progress,
    accept: Accept | None = None,
) -> Built:
    serving = _pointer(place)
    elder = Elder.open(place.generation(serving)) if serving else None
    generation = place.begin()
    try:
        folder = place.generation(generation)
        built = write_generation(folder, products, embeddings, elder, progress)
        if built is not None and (accept is None or _shown(folder, embeddings, accept)):
            place.publish(generation)
            return built
    except BaseException:
        place.discard(generation)
        raise
    place.discard(generation)
    if built is not None:
        return replace(built, generation=serving or "", refused=True)
    count = len(products)
    return Built(serving or "", count, embedded=0, reused=count, removed=0, unchanged=True)


def _shown(folder: Path, embeddings: Embeddings, accept: Accept) -> bool:
    index = open_generation(folder, embeddings)
    try:
        return accept(index)
    finally:
        index.close()


def _pointer(place: IndexFolder) -> str | None:
    try:
        return place.current()
    except CatalogueError:  # a broken pointer is what a new generation mends
        return None


def _serving(place: IndexFolder, open_: Callable[[Path], _Found]) -> _Found:
    """Open the serving generation in some way, and again where it is replaced meanwhile."""
    for _ in range(3):
        generation = place.current()
        if generation is None:
            raise CatalogueError(f"there is no index in {place.path}: run `aisle index FEED` first")
        try:
            return open_(place.generation(generation))
        except FileNotFoundError:
            continue  # two builds went by since the pointer was read
    raise CatalogueError(
        f"the index in {place.path} points to {generation}, which is not there: run "
        "`aisle index` again"
    )


@contextmanager
def _holding(place: IndexFolder, wait_s: float) -> Iterator[None]:
    """Hold the folder for writing, and tell what the disk says in plain words."""
    try:
        with place.building(wait_s):
            yield
    except OSError as error:
        if error.errno in _FULL:
            raise CatalogueError(
                f"the disk is full while indexing into {place.path}: make room and run "
                "`aisle index` again; the index that served before still serves"
            ) from error
        raise CatalogueError(f"the index cannot be written into {place.path}: {error}") from error
