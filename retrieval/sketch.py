"""Vectors cut short, to find in a large catalogue what is worth comparing in full.

Unit vectors are turned so that their first numbers tell the most (principal components), and
only those are kept: a quarter of the memory, which a search goes through whole. Knows nothing
of products or of conditions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.parts import Parts

__all__ = ["Sketch"]

Floats = npt.NDArray[np.float32]
Positions = npt.NDArray[np.int64]

_WORTH_IT = 20_000  # rows; fewer are compared in full just as quickly
_WIDTHS = (96, 192)  # numbers kept, tried in this order
_POOL = 5  # candidates compared in full, for each one that is wanted
_RECALL = 0.995
_PROBES, _NEAREST = 64, 100
_SAMPLE, _BLOCK = 10_000, 8_192  # rows


@dataclass(frozen=True, slots=True)
class Sketch:
    """`axes` turns a vector, shape (dimensions, kept); `rows` are the turned ones, cut short."""

    axes: Floats
    rows: Floats

    @classmethod
    def of(cls, vectors: Floats) -> Sketch | None:
        """Make the narrowest one that finds the nearest; None where none does, or for few rows.

        That it does is seen by searching for some of the vectors themselves, exactly and so.
        """
        if len(vectors) < _WORTH_IT:
            return None
        random = np.random.default_rng(0)
        sample = np.sort(random.choice(len(vectors), _SAMPLE, replace=False))
        turned = np.linalg.eigh(np.cov(vectors[sample], rowvar=False))[1][:, ::-1]
        probes = vectors[np.sort(random.choice(len(vectors), _PROBES, replace=False))]
        for width in _WIDTHS:
            if width >= vectors.shape[1]:
                break
            axes = np.ascontiguousarray(turned[:, :width], dtype=np.float32)
            blocks = range(0, len(vectors), _BLOCK)
            rows = np.concatenate([vectors[at : at + _BLOCK] @ axes for at in blocks])
            made = cls(axes, rows)
            if made._recall(vectors, probes) >= _RECALL:
                return made
        return None

    @classmethod
    def of_parts(cls, parts: Parts) -> Sketch:
        """Take what `parts` gave, from whatever memory it lies in."""
        return cls(parts.array("axes", np.float32), parts.array("rows", np.float32))

    def parts(self) -> Parts:
        """Give all it is made of."""
        return Parts({"axes": self.axes, "rows": self.rows})

    def pool(self, vector: Floats, positions: Positions, count: int) -> Positions:
        """Return those of `positions` among which the `count` nearest to a vector are."""
        wanted = count * _POOL
        if len(positions) <= wanted:
            return positions
        scores = (self.rows @ (vector @ self.axes))[positions]
        return positions[np.argpartition(-scores, wanted - 1)[:wanted]]

    def _recall(self, vectors: Floats, probes: Floats) -> float:
        everything = np.arange(len(vectors))
        found = 0
        for probe in probes:
            nearest = np.argpartition(-(vectors @ probe), _NEAREST)[:_NEAREST]
            found += np.isin(nearest, self.pool(probe, everything, _NEAREST)).sum()
        return float(found / (len(probes) * _NEAREST))
