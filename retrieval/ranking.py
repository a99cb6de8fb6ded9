"""Relevance: which products a query means, by vectors and words fused.

Takes a mask of what may be found, so that hard conditions hold before anything is ranked.
Knows nothing of conditions, variants or how the query came to be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.lexical import LexicalIndex

__all__ = ["DENSE_WEIGHT", "PULL", "Candidates", "Ranker", "fuse"]

Floats = npt.NDArray[np.float32]
Positions = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Nearest = Callable[[Floats, int], Positions]

DENSE_WEIGHT = 0.5
"""Share of the dense score in the fusion: docs/decisions/0006-ranking.md has what was measured."""

PULL = 0.4
"""How far a query's vector is moved towards the first products, of 1."""

_LIKED = 5  # first products that it is moved towards


@dataclass(frozen=True, slots=True)
class Candidates:
    """Products in order of relevance: positions, fused scores (0 to 1), cosines with the query."""

    positions: Positions
    scores: Floats
    cosines: Floats


@dataclass(frozen=True, slots=True)
class Ranker:
    """Ranks products by their unit vectors (products, dimensions) and by their words."""

    vectors: Floats
    lexical: LexicalIndex
    dense_weight: float = DENSE_WEIGHT
    pull: float = PULL

    def rank(
        self,
        vector: Floats,
        terms: Sequence[str],
        allowed: Mask,
        depth: int,
        *,
        nearest: Nearest | None = None,
    ) -> Candidates:
        """Rank the union of the `depth` best by vector and by words, all scored exactly.

        Only what `allowed` marks is ranked. `nearest`, where given, names the positions of
        about the `depth` nearest from a vector store, which suits an unfiltered query;
        without it every allowed product is compared.
        """
        if nearest is None:
            positions = np.flatnonzero(allowed)
            near = positions[_top(self.cosines(vector, positions), depth)]
        else:
            near = nearest(vector, depth)
            near = near[allowed[near]]
        words = np.where(allowed, self.lexical.scores(terms), np.float32(0))
        worded = _top(words, depth)
        union = np.union1d(near, worded[words[worded] > 0]).astype(np.int64)
        cosines = self.cosines(vector, union)
        first = fuse(cosines, words[union], self.dense_weight)
        moved = self._towards(vector, union[np.lexsort((union, -first))[:_LIKED]])
        fused = fuse(self.cosines(moved, union), words[union], self.dense_weight)
        order = np.lexsort((union, -fused))
        return Candidates(union[order], fused[order], cosines[order])

    def _towards(self, vector: Floats, liked: Positions) -> Floats:
        """Move a query's vector towards the products that were found first.

        Pseudo-relevance feedback after Rocchio, Relevance feedback in information retrieval
        (1971): vectors know what words found, and the other way round.
        """
        if not liked.size:
            return vector
        centre = self.vectors[liked].mean(axis=0)
        return np.asarray((1 - self.pull) * vector + self.pull * centre, dtype=np.float32)

    def cosines(self, vector: Floats, positions: Positions) -> Floats:
        """Compare a unit vector with the products at `positions`, exactly."""
        if len(positions) == len(self.vectors):
            return np.asarray(self.vectors @ vector)
        return np.asarray(self.vectors[positions] @ vector)


def fuse(dense: Floats, words: Floats, dense_weight: float = DENSE_WEIGHT) -> Floats:
    """Add min-max scaled scores, `dense_weight` to the first and the rest to the second.

    Convex combination after Bruch, Gai and Ingber, An analysis of fusion functions for hybrid
    retrieval (2023). Rounded to six places, so that ties are ties on every machine.
    """
    mixed = dense_weight * _scaled(dense) + (1 - dense_weight) * _scaled(words)
    return np.round(mixed, 6).astype(np.float32)


def _scaled(scores: Floats) -> Floats:
    if not scores.size:
        return scores
    low, high = scores.min(), scores.max()
    if high - low < 1e-12:
        return np.zeros_like(scores)
    return np.asarray((scores - low) / (high - low), dtype=np.float32)


def _top(scores: Floats, count: int) -> Positions:
    if len(scores) <= count:
        return np.arange(len(scores))
    return np.argpartition(-scores, count - 1)[:count]
