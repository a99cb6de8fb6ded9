"""Writes the files of one generation, taking from the serving one whatever still holds.

Products stream through: memory holds their ids and digests, a block of vectors, and Chroma's
graph. Knows nothing of locks and pointers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from retrieval.catalogue import Product
from retrieval.embedding import embedder_name
from retrieval.errors import CatalogueError
from retrieval.manifest import MANIFEST, Manifest, StoreRecord, digest_of, read_manifest
from retrieval.product_file import CATALOGUE, StoredProducts, write_products
from retrieval.recipes import package_digest
from retrieval.reuse import DIGEST_SIZE, Digests, KnownVectors, text_digest
from retrieval.soundness import DATABASE, STORE, store_fault
from retrieval.storage import sync, write_atomically
from retrieval.store_reuse import Contents, make_store
from retrieval.tables import Tables
from retrieval.vector_file import write_vectors

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["TABLES", "TEXTS", "VECTORS", "Built", "Elder", "Progress", "write_generation"]

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, how much of it is done, and of how much."""

VECTORS, TEXTS, TABLES = "vectors.npy", "texts.npy", "tables"
_TOLD = 500  # products between two reports of progress


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: the generation that serves now, and how it differs from its elder.

    Counts are products. `embedded` had their vectors made, `reused` kept them, `removed` were
    in the elder and are gone. Where `unchanged`, the elder still serves: nothing differed.
    """

    generation: str
    products: int
    embedded: int
    reused: int
    removed: int
    unchanged: bool = False
    refused: bool = False


class Elder:
    """The generation that served when a build began, as far as it can be used."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder, self.manifest = folder, manifest
        self.products = StoredProducts(folder)
        self.digests: Digests = np.load(folder / TEXTS, allow_pickle=False)
        vectors = np.load(folder / VECTORS, mmap_mode="r", allow_pickle=False)
        self.known = KnownVectors(self.digests, vectors)

    @classmethod
    def open(cls, folder: Path) -> Elder | None:
        """Open a generation; None where it is not there, not of this format, or damaged."""
        try:
            manifest = read_manifest(folder)
            damaged = [file for file in manifest.damaged(folder) if not file.startswith(STORE)]
            return None if damaged else cls(folder, manifest)
        except (CatalogueError, OSError, ValueError):
            return None

    def contents(self) -> Contents:
        """Say what its vector store holds."""
        return Contents.of(self.products, self.digests)


def write_generation(
    folder: Path,
    products: Collection[Product],
    embeddings: Embeddings,
    elder: Elder | None,
    progress: Progress,
) -> Built | None:
    """Write a whole generation into its empty folder; None where the elder is the same.

    Raises:
        CatalogueError: products out of order or none active, or a store that fails.
        OSError: no room.
    """
    name = embedder_name(embeddings)
    digests = _write_catalogue(folder, products, name, progress)
    if elder is not None and _same(folder, name, elder):
        return None
    stored = StoredProducts(folder)
    known = elder.known if elder else KnownVectors.none()
    tell = partial(progress, "embedding")
    embedded = write_vectors(folder / VECTORS, stored, digests, known, embeddings, progress=tell)
    vectors = np.load(folder / VECTORS, mmap_mode="r", allow_pickle=False)
    Tables.of(stored, vectors, partial(progress, "tabulating")).save(folder / TABLES)
    contents = Contents.of(stored, digests)
    store = make_store(folder, contents, vectors, elder, partial(progress, "storing"))
    _seal(folder, name, vectors.shape[1], stored, store)
    gone = len(set(elder.products.ids).difference(stored.ids)) if elder else 0
    return Built(folder.name, len(stored), embedded, len(stored) - embedded, gone)


def _write_catalogue(
    folder: Path, products: Collection[Product], name: str, progress: Progress
) -> Digests:
    """Write products as they come; digest their texts, and keep the digests too."""

    def told() -> Iterator[bytes]:
        for done, product in enumerate(write_products(folder, products), start=1):
            if done % _TOLD == 0:
                progress("reading", done, len(products))
            yield text_digest(product, name)

    joined = b"".join(told())
    digests = np.frombuffer(joined, dtype=np.uint8).reshape(-1, DIGEST_SIZE)
    np.save(folder / TEXTS, digests, allow_pickle=False)
    return digests


def _same(folder: Path, name: str, elder: Elder) -> bool:
    """Whether a build would make again what serves: products, embedder, code, a sound store."""
    manifest = elder.manifest
    return (
        manifest.embedder == name
        and manifest.code == package_digest()
        and manifest.digests.get(CATALOGUE) == digest_of(folder / CATALOGUE)
        and manifest.digests.get(TEXTS) == digest_of(folder / TEXTS)
        and not store_fault(elder.folder, manifest)
    )


def _seal(
    folder: Path, name: str, dimensions: int, products: StoredProducts, store: StoreRecord
) -> None:
    """Force all files to disk, digest those that never change again, and sign last."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files:
        sync(path)
    fixed = [path for path in files if path.name != DATABASE]
    manifest = Manifest(
        generation=folder.name,
        created=datetime.now(UTC),
        embedder=name,
        dimensions=dimensions,
        products=len(products),
        active=int(products.active.sum()),
        code=package_digest(),
        store=store,
        digests={path.relative_to(folder).as_posix(): digest_of(path) for path in fixed},
    )
    write_atomically(folder / MANIFEST, manifest.model_dump_json(indent=1).encode())
    sync(folder)
