"""Different products first: for a shopper who wants ideas, not ten of the same.

Knows nothing of where scores and vectors come from.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from retrieval.hits import Matches

__all__ = ["diversified", "mixed"]

Floats = npt.NDArray[np.float32]

_POOL = 60
"""Candidates chosen among: what is further down fits too little to be an idea."""

_RELEVANCE = 0.6


def diversified(scores: Floats, vectors: Floats, count: int) -> list[int]:
    """Choose `count` of the candidates so that each fits and differs from those before it.

    Maximal marginal relevance (Carbonell and Goldstein, The use of MMR, 1998): `scores` (0 to
    1) say how well each fits, `vectors` are their unit vectors, shape (candidates,
    dimensions). Returns places in `scores`; ties go to the earlier one, so that the same
    candidates always give the same choice.
    """
    chosen: list[int] = []
    likeness = np.zeros(len(scores), dtype=np.float32)
    free = np.ones(len(scores), dtype=bool)
    for _ in range(min(count, len(scores))):
        worth = np.round(_RELEVANCE * scores - (1 - _RELEVANCE) * likeness, 6)
        best = int(np.argmax(np.where(free, worth, -np.inf)))
        chosen.append(best)
        free[best] = False
        likeness = np.maximum(likeness, vectors @ vectors[best])
    return chosen


def mixed(matches: Matches, vectors: Floats, limit: int) -> Matches:
    """Reorder the best candidates so that the first `limit` differ; only among what matches.

    `vectors` are those of all products, shape (products, dimensions).
    """
    found, matched = matches.found, matches.matched
    pool = np.flatnonzero(matched[found.positions])[: max(_POOL, limit)]
    order = pool[diversified(found.scores[pool], vectors[found.positions[pool]], limit)]
    rest = np.setdiff1d(np.arange(len(found.positions)), order)
    return matches.reordered(np.concatenate((order, rest)))
