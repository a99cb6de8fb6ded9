"""What a search gives: hits, and what they were chosen from. Knows nothing of searching."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from retrieval.catalogue import Product, Variant
from retrieval.errors import CatalogueError
from retrieval.ranking import Candidates

__all__ = ["Hit", "Matches", "Results", "check_limit"]

Mask = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hit:
    """One product found, and its variant that fits best (in stock first, then the cheapest).

    `score` orders the hits of one query (0 to 1) and means nothing across queries; `matches`
    is False for a hit that is merely the nearest there is (see `retrieval.matching`).
    """

    product: Product
    variant: Variant
    score: float
    matches: bool = True


@dataclass(frozen=True, slots=True)
class Results:
    """The first hits, and how many products of the whole catalogue meet the request."""

    hits: tuple[Hit, ...]
    match_count: int


@dataclass(frozen=True, slots=True)
class Matches:
    """Everything that a request meets: `rows` (variants) and `allowed` products meet its
    conditions, `matched` products its words too; `found` are the best ones in their order,
    `by_words` or, where nothing was said that could rank them, by popularity.
    """

    rows: Mask
    allowed: Mask
    found: Candidates
    matched: Mask
    by_words: bool = True

    def reordered(self, order: Positions) -> Matches:
        """Give the same with the candidates in another order."""
        found = self.found
        ordered = Candidates(found.positions[order], found.scores[order], found.cosines[order])
        return replace(self, found=ordered)

    def reranked(self, order: Positions) -> Matches:
        """Give the same in another order, with the scores as they stood: falling, 0 to 1."""
        ordered = self.reordered(order)
        return replace(ordered, found=replace(ordered.found, scores=self.found.scores))


def check_limit(limit: int) -> None:
    """Refuse a number of hits below zero; 0 counts only.

    Raises:
        CatalogueError: it is below zero.
    """
    if limit < 0:
        raise CatalogueError(f"a limit of {limit} hits is below zero: ask for 1 or more")
