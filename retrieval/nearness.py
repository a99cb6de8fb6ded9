"""Which products are nearest to a vector, under any filter.

Decides between the vector store's graph, for a query without conditions, and comparing in
memory: all that is allowed, or what a sketch picks out of it. Knows nothing of words or
conditions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.sketch import Sketch

__all__ = ["Nearest", "Nearness"]

Floats = npt.NDArray[np.float32]
Positions = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Nearest = Callable[[Floats, int], Positions]
"""Asks a vector store for the positions of about the k nearest to a unit vector."""

_GATHERED = 0.1
"""Up to this share of all rows it is quickest to gather the allowed ones and compare them
(docs/decisions/0007-nearness.md)."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """Finds nearest rows of unit `vectors`, shape (products, dimensions).

    `store`, where given, is asked for unfiltered queries; `sketch` says what to compare where
    many are allowed.
    """

    vectors: Floats
    store: Nearest | None = None
    sketch: Sketch | None = None

    def top(self, vector: Floats, count: int, *, allowed: Mask, filtered: bool) -> Positions:
        """Return the positions of the `count` nearest allowed products, in no order.

        `filtered` says that `allowed` leaves out more than what the store leaves out itself.
        """
        if not filtered and self.store is not None:
            near = self.store(vector, count)
            return near[allowed[near]]
        positions = np.flatnonzero(allowed)
        if self.sketch is not None and len(positions) > _GATHERED * len(allowed):
            positions = self.sketch.pool(vector, positions, count)
        if len(positions) <= count:
            return positions
        scores = self._cosines(vector, positions)
        return positions[np.argpartition(-scores, count - 1)[:count]]

    def _cosines(self, vector: Floats, positions: Positions) -> Floats:
        if len(positions) <= _GATHERED * len(self.vectors):
            return np.asarray(self.vectors[positions] @ vector)
        return np.asarray((self.vectors @ vector)[positions])
