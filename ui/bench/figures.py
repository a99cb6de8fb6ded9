"""What the bench gives: rows of figures, ours beside the plain baseline's.

Knows nothing of what is measured.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

__all__ = ["Part", "Row", "Spread", "side_by_side"]

T = TypeVar("T")
_WARM_UP = 2


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of several figures, and what nine in ten stay under."""

    median: float
    ninety: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> Spread:
        """Summarise one or more figures."""
        if len(figures) < 2:
            return cls(figures[0], figures[0])
        return cls(statistics.median(figures), statistics.quantiles(figures, n=10)[-1])


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured; `plain` is the baseline of the same run, where there is one.

    `unit` is "ms" where less is better; anything else is better when it is more.
    """

    name: str
    ours: Spread
    plain: Spread | None = None
    unit: str = "ms"

    @property
    def ratio(self) -> float | None:
        """How many times better than the baseline, of medians; None without one."""
        if self.plain is None or not self.plain.median or not self.ours.median:
            return None
        better = self.plain.median / self.ours.median
        return round(better if self.unit == "ms" else 1 / better, 2)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the bench; `notes` say what was measured, and what the baseline is."""

    name: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    @property
    def ratios(self) -> dict[str, float]:
        """The ratios of all rows that have one, each with its part's name."""
        return {f"{self.name}: {row.name}": row.ratio for row in self.rows if row.ratio is not None}


def side_by_side(
    ours: Callable[[T], Sequence[float]],
    plain: Callable[[T], Sequence[float]],
    items: Sequence[T],
) -> list[tuple[Spread, Spread]]:
    """Measure both sides in turns, item by item, so that a busy machine slows both.

    Both give the same figures in the same order. The first items are measured twice, and only
    the second time counts: they warm up. Gives (ours, plain) for each figure.
    """
    for item in items[:_WARM_UP]:
        ours(item)
    plain(items[0])
    pairs = [(ours(item), plain(item)) for item in items]
    one, two = (list(zip(*side, strict=True)) for side in zip(*pairs, strict=True))
    return [(Spread.of(a), Spread.of(b)) for a, b in zip(one, two, strict=True)]
