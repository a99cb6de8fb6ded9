"""A generation's vectors on disk: one npy file, written row after row in bounded memory.

Written with plain writes, not through a memory map: on a full disk a map kills the process,
and a write raises. Knows nothing of where the generation lies.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from retrieval.catalogue import Product
from retrieval.documents import product_vectors
from retrieval.errors import CatalogueError
from retrieval.reuse import Digests, KnownVectors

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["write_vectors"]

Floats = npt.NDArray[np.float32]

_BLOCK = 2_048  # products embedded together, so that texts of like length meet


def write_vectors(
    path: Path,
    products: Sequence[Product],
    digests: Digests,
    known: KnownVectors,
    embeddings: Embeddings,
    *,
    progress: Callable[[int, int], None],
) -> int:
    """Write one unit vector a product; return how many had to be embedded.

    `digests` are those of the products' texts. `progress` is told how many of the products
    without a known vector are done, and of how many.

    Raises:
        CatalogueError: the embedder's vectors change their length on the way.
    """
    news = np.array([known.get(digest.tobytes()) is None for digest in digests], dtype=bool)
    todo, done, dimensions = int(news.sum()), 0, 0 if news.all() else known.dimensions

    def told(before: int, count: int, texts: int, of: int) -> None:
        progress(before + count * texts // of, todo)

    with path.open("wb") as file:
        for start in range(0, len(products), _BLOCK):
            block = slice(start, min(start + _BLOCK, len(products)))
            new = [products[start + at] for at in np.flatnonzero(news[block]).tolist()]
            made = product_vectors(new, embeddings, partial(told, done, len(new)))
            done += len(new)
            dimensions = _one_length(dimensions, made)
            rows = _merged(made.reshape(-1, dimensions), news[block], digests[block], known)
            if start == 0:
                header = {"descr": "<f4", "fortran_order": False, "shape": (len(news), dimensions)}
                np.lib.format.write_array_header_1_0(file, header)
            file.write(rows.astype("<f4").tobytes())
        file.flush()
        os.fsync(file.fileno())
    return todo


def _one_length(dimensions: int, made: Floats) -> int:
    if not made.size or not dimensions or made.shape[1] == dimensions:
        return dimensions or made.shape[1]
    raise CatalogueError(
        f"the embedder makes vectors of {made.shape[1]} numbers, and made {dimensions} before: "
        "index with an embedder that keeps to one length"
    )


def _merged(
    made: Floats, news: npt.NDArray[np.bool_], digests: Digests, known: KnownVectors
) -> Floats:
    """Put new vectors and known ones into their places, shape (rows, dimensions)."""
    rows = np.empty((len(news), made.shape[1]), dtype=np.float32)
    rows[news] = made
    for at in np.flatnonzero(~news).tolist():
        rows[at] = known.get(digests[at].tobytes())
    return rows
