"""The searches that can be compared, by name, each built when it is asked for.

Knows nothing of judgements.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.catalogue import Product
from retrieval.documents import product_vectors
from retrieval.errors import CatalogueError
from retrieval.evaluation.baselines import (
    PlainVectors,
    PlainWords,
    Positions,
    reciprocal_rank_fusion,
)
from retrieval.evaluation.scores import DEPTH
from retrieval.ranking import PULL
from retrieval.reranking import Reranker
from retrieval.search import Index

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["GRID", "SYSTEMS", "Ranking", "Systems"]

Ranking = Callable[[str], Sequence[str]]
"""Gives the ids of the best products for a query, best first."""

SYSTEMS = {
    "bm25": "plain BM25 over the full text",
    "dense": "plain sentence vectors of the full text",
    "rrf": "bm25 and dense fused by reciprocal rank, k = 60",
    "hybrid": "the search of this program; hybrid@0.3 gives the vectors that weight, 0 to 1, and "
    "hybrid@0.3:0.2 the first hits that pull, 0 to 1",
}
_RERANKER = "reranker:"  # and a folder: hybrid, its first hits reordered by that one

GRID = tuple(f"hybrid@{w}:{pull}" for w in (0.3, 0.4, 0.5, 0.6, 0.7) for pull in (0, 0.2, 0.4))
"""Named "grid" where systems are asked for: to choose in folds what a table would flatter."""

_FUSED = 1_000  # products that each list gives to the fusion by rank


class Systems:
    """Systems over the same products (in ascending order of id) and the same embedder.

    `progress` is called with how many texts are embedded, and of how many.
    """

    def __init__(
        self,
        products: Sequence[Product],
        embeddings: Embeddings,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> None:
        self._products = products
        self._embeddings = embeddings
        self._progress = progress

    def ranking(self, name: str) -> Ranking:
        """Return the system of that name (see `SYSTEMS`).

        Raises:
            CatalogueError: there is no such system.
        """
        plain = {"bm25": self._rank_words, "dense": self._rank_vectors, "rrf": self._fuse}
        if name in plain:
            rank = plain[name]
            return lambda query: [self._products[at].id for at in rank(query)[:DEPTH]]
        if name.startswith(_RERANKER):
            return self._reranked(Path(name.removeprefix(_RERANKER)))
        kind, _, numbers = name.partition("@")
        if kind != "hybrid":
            raise CatalogueError(f"there is no system {name!r}: take {', '.join(SYSTEMS)}")
        index = self._tuned(numbers) if numbers else self.index
        return lambda query: [hit.product.id for hit in index.search(query, limit=DEPTH).hits]

    @cached_property
    def index(self) -> Index:
        """The searchable catalogue, as the program builds it."""
        vectors = product_vectors(self._products, self._embeddings, self._progress)
        return Index(self._products, vectors, self._embeddings)

    @cached_property
    def _words(self) -> PlainWords:
        return PlainWords(self._products)

    @cached_property
    def _vectors(self) -> PlainVectors:
        return PlainVectors(self._products, self._embeddings)

    def _reranked(self, folder: Path) -> Ranking:
        index = copy(self.index)
        index.reranker = Reranker(folder)
        return lambda query: [hit.product.id for hit in index.search(query, limit=DEPTH).hits]

    def _tuned(self, text: str) -> Index:
        """Copy the index with a ranker of its own: "0.3" or "0.3:0.2"."""
        first, _, second = text.partition(":")
        try:
            weight, pull = float(first), float(second or PULL)
        except ValueError:
            weight = pull = -1.0
        if not (0 <= weight <= 1 and 0 <= pull <= 1):
            raise CatalogueError(
                f"hybrid@{text}: the vectors' weight, and the pull behind a colon, are numbers "
                "from 0 to 1"
            )
        index = copy(self.index)
        index.ranker = replace(index.ranker, dense_weight=weight, pull=pull)
        return index

    def _rank_words(self, query: str) -> Positions:
        return self._words.rank(query, _FUSED)

    def _rank_vectors(self, query: str) -> Positions:
        return self._vectors.rank(query, _FUSED)

    def _fuse(self, query: str) -> Positions:
        return reciprocal_rank_fusion([self._rank_words(query), self._rank_vectors(query)])
