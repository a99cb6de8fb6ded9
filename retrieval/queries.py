"""From what a person typed to what is looked up: cleaned, spelt, and made a unit vector.

Knows nothing of products.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from retrieval.errors import CatalogueError
from retrieval.spelling import Speller
from retrieval.text import clean
from retrieval.unwrapping import unwrapped

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["QueryReader"]

Floats = npt.NDArray[np.float32]

_LONGEST = 1_000  # characters; the embedder reads about 128 words
_REMEMBERED = 256


class QueryReader:
    """Reads queries for one index; keeps the vectors of the latest ones.

    `dimensions` is the length of the index's vectors.
    """

    def __init__(self, embeddings: Embeddings, dimensions: int, speller: Speller) -> None:
        self._embeddings = embeddings
        self._dimensions = dimensions
        self._speller = speller
        self._vector = lru_cache(maxsize=_REMEMBERED)(self._embed)

    def read(self, query: str) -> str:
        """Clean a query, cut it to a sane length, take the conversation around it away and mend
        words this catalogue nearly has.
        """
        return self._speller.correct(unwrapped(clean(query)[:_LONGEST].strip()))

    def vector(self, text: str) -> Floats:
        """Return the unit vector of a text, shape (dimensions,).

        Raises:
            CatalogueError: the embedder's vectors are of another length than the index's.
        """
        return self._vector(clean(text)[:_LONGEST])

    def _embed(self, text: str) -> Floats:
        vector = np.asarray(self._embeddings.embed_query(text), dtype=np.float32)
        if vector.shape != (self._dimensions,):
            raise CatalogueError(
                f"this index holds vectors of {self._dimensions} numbers and the embedder makes "
                f"{vector.size}: run `aisle index` again with the embedder in force"
            )
        vector /= max(float(np.linalg.norm(vector)), 1e-12)
        vector.setflags(write=False)
        return vector
