"""Embeddings without a model: every word a fixed direction, a text the sum of its words.

For tests and for trying things out where no weights can be loaded: texts that share words are
near, others are not. Knows no meaning.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

from retrieval.text import content_terms

__all__ = ["WordEmbeddings"]


class WordEmbeddings(Embeddings):
    """Hashes stemmed words into unit vectors of `dimensions` numbers, the same everywhere."""

    def __init__(self, dimensions: int = 64) -> None:
        self.dimensions = dimensions
        self.name = f"words-{dimensions}"

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts; returns unit vectors, all zeros for a text without content words."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Embed one text, exactly as a document is."""
        total = np.zeros(self.dimensions)
        for term in content_terms(text):
            total += _direction(term, self.dimensions)
        length = float(np.linalg.norm(total))
        return [float(number) for number in (total / length if length else total)]


@lru_cache(maxsize=50_000)
def _direction(term: str, dimensions: int) -> npt.NDArray[np.float64]:
    seed = int.from_bytes(blake2b(term.encode(), digest_size=8).digest())
    return np.random.default_rng(seed).standard_normal(dimensions)
