"""Opens one finished generation for searching. Knows nothing of pointers or of building."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from retrieval.building import TABLES, VECTORS
from retrieval.embedding import embedder_name
from retrieval.errors import CatalogueError
from retrieval.manifest import Manifest, read_manifest
from retrieval.product_file import StoredProducts
from retrieval.recipes import package_digest
from retrieval.search import Index
from retrieval.soundness import STORE, store_fault
from retrieval.synonyms import Synonyms
from retrieval.tables import Tables
from retrieval.vectors import Neighbours

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["open_generation"]

_LOG = logging.getLogger(__name__)


def open_generation(
    folder: Path, embeddings: Embeddings, synonyms: Synonyms | None = None
) -> Index:
    """Open the generation in `folder`; `synonyms` are the shop's words, None the general ones.

    Raises:
        FileNotFoundError: it is not there, or was never finished.
        CatalogueError: it is damaged, or another embedder built it.
    """
    manifest = read_manifest(folder)
    name = embedder_name(embeddings)
    if manifest.embedder != name:
        raise CatalogueError(
            f"this index was built by the embedder {manifest.embedder!r} and {name!r} is in "
            "force: run `aisle index` again, or set the embedder back"
        )
    damaged = [file for file in manifest.damaged(folder) if not file.startswith(STORE)]
    if damaged:
        raise CatalogueError(f"{folder / damaged[0]} is damaged: run `aisle index` again")
    products = StoredProducts(folder)
    vectors = np.asarray(np.load(folder / VECTORS, mmap_mode="r", allow_pickle=False))
    active = np.flatnonzero(products.active).tolist()
    nearest = Neighbours(
        folder / STORE,
        manifest.store.collection,
        {products.ids[at]: at for at in active},
        vectors,
        lambda: store_fault(folder, manifest),
    )
    return Index(
        products,
        vectors,
        embeddings,
        generation=manifest.generation,
        nearest=nearest,
        synonyms=synonyms,
        close=nearest.close,
        tables=_tables(folder, manifest, products, vectors),
    )


def _tables(
    folder: Path, manifest: Manifest, products: StoredProducts, vectors: npt.NDArray[np.float32]
) -> Tables:
    """Map the tables that this very code made, and make them anew where other code did."""
    kept = folder / TABLES
    if manifest.code == package_digest() and kept.is_dir():
        return Tables.open(kept)
    _LOG.info(
        "another release built the index in %s: its tables are made anew at each opening until "
        "`aisle index --rebuild`",
        folder,
    )
    return Tables.of(products, vectors)
