"""Opens one finished generation for searching. Knows nothing of pointers or of building."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from retrieval.building import VECTORS
from retrieval.catalogue import CatalogueError
from retrieval.embedding import embedder_name
from retrieval.manifest import read_manifest
from retrieval.product_file import StoredProducts
from retrieval.search import Index
from retrieval.soundness import STORE, store_fault
from retrieval.synonyms import Synonyms
from retrieval.vectors import Neighbours

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["open_generation"]


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
    vectors = np.load(folder / VECTORS, mmap_mode="r", allow_pickle=False)
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
    )
