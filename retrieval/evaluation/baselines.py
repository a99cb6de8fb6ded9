"""What a search is compared with: plain BM25, plain vectors, and the two fused by rank.

Standing apart from our own ranking on purpose, so that it is no yardstick of itself: no
stemming, no field weights, one vector of the full text. Knows nothing of judgements.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from retrieval.catalogue import Product
from retrieval.embedding import embed_texts

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["PlainVectors", "PlainWords", "full_text", "reciprocal_rank_fusion"]

Positions = npt.NDArray[np.int64]

_K = 60
"""The constant of Cormack, Clarke and Büttcher, Reciprocal rank fusion outperforms Condorcet
and individual rank learning methods (2009)."""


def full_text(product: Product) -> str:
    """Write a product down as one text: title, brand, then the description."""
    return " ".join(filter(None, (product.title, product.brand, product.description)))


class PlainWords:
    """BM25 with bm25s' defaults over lower-cased words, without English stopwords."""

    def __init__(self, products: Sequence[Product]) -> None:
        import bm25s

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to debug
        texts = [full_text(product) for product in products]
        self._bm25 = bm25s.BM25()
        self._bm25.index(
            bm25s.tokenize(texts, stopwords="en", show_progress=False), show_progress=False
        )

    def rank(self, query: str, count: int) -> Positions:
        """Return the positions of the best products that hold a word of the query."""
        import bm25s

        words = bm25s.tokenize([query], stopwords="en", return_ids=False, show_progress=False)[0]
        known = [word for word in words if word in self._bm25.vocab_dict]
        if not known:
            return np.zeros(0, dtype=np.int64)
        return _best(np.asarray(self._bm25.get_scores(known)), count, above=0.0)


class PlainVectors:
    """The cosine of a query with one vector of each product's full text."""

    def __init__(self, products: Sequence[Product], embeddings: Embeddings) -> None:
        self._embeddings = embeddings
        self._vectors = embed_texts(embeddings, [full_text(product) for product in products])

    def rank(self, query: str, count: int) -> Positions:
        """Return the positions of the nearest products."""
        vector = np.asarray(self._embeddings.embed_query(query), dtype=np.float32)
        return _best(self._vectors @ vector, count)


def reciprocal_rank_fusion(rankings: Sequence[Positions]) -> Positions:
    """Fuse rankings of positions: every list gives 1 / (60 + rank) to what it holds."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, at in enumerate(ranking.tolist(), 1):
            scores[at] = scores.get(at, 0.0) + 1 / (_K + rank)
    return np.array(sorted(scores, key=lambda at: (-scores[at], at)), dtype=np.int64)


def _best(scores: npt.NDArray[np.float32], count: int, *, above: float = -np.inf) -> Positions:
    order = np.lexsort((np.arange(len(scores)), -scores))[:count]
    return order[scores[order] > above]
