"""Products like a given one: of its kind, and reading the same.

Knows nothing of conditions or of queries.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from retrieval.ranking import Candidates

__all__ = ["alike"]

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

_KIND = 0.2
"""What being of the same category adds to the cosine (0 to 1) of two products' texts."""
_CLOSE = 0.7
"""A cosine from which products of different categories, or without any, count as alike."""


def alike(
    vectors: Floats, kind_of: npt.NDArray[np.int32], at: int, allowed: Mask
) -> tuple[Candidates, Mask]:
    """Rank the allowed products by likeness to the one at `at`, and mark those that are alike.

    `vectors` are unit vectors, shape (products, dimensions); `kind_of` numbers the category of
    each product. Scores are from 0 to 1, ties go by position.
    """
    positions = np.flatnonzero(allowed)
    cosines = np.asarray((vectors @ vectors[at])[positions])
    same = kind_of[positions] == kind_of[at]
    scores = (np.maximum(cosines, 0) + _KIND * same) / (1 + _KIND)
    scores = np.round(scores, 6).astype(np.float32)
    order = np.lexsort((positions, -scores))
    matched = np.zeros(len(allowed), dtype=bool)
    matched[positions[same | (cosines >= _CLOSE)]] = True
    return Candidates(positions[order], scores[order], cosines[order]), matched
