"""Ways on where nothing meets a request: what to give up, or how far to move it, and for what.

Every single condition is tried and, only where none helps, every two, then all. The kind of
product that is asked for is never given up. Nothing is decided here: a way on is an offer.
Knows nothing of conversations, or of how a way on is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import combinations

from retrieval.conditions import Condition, Expression
from retrieval.discounts import DISCOUNT
from retrieval.hits import Matches
from retrieval.measures import Range
from retrieval.nearby import nearest_first
from retrieval.search import Index
from retrieval.units import to_base

__all__ = ["WayOn", "Widening", "ways_on"]

_TRIED = 8
"""Conditions that are tried, the first of them: every two of them are few enough to count."""
_FAR = 1.0
"""The distance of what is given up altogether; a bound moved by its own size is as far."""


@dataclass(frozen=True, slots=True)
class Widening:
    """What a condition would have to be instead, so that `count` products meet the request.

    A bound is moved just as far as the nearest product's `figure` (a price limit to the next
    whole unit beyond it); of the `values` that there are, the nearest comes first. `distance`
    is how far that is from what was asked, from 0 to 1.
    """

    condition: Condition
    count: int
    distance: float
    figure: Decimal | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WayOn:
    """`without` these conditions `count` products fit; `widening` moves a single one instead."""

    without: tuple[Expression, ...]
    count: int
    widening: Widening | None = None

    @property
    def distance(self) -> float:
        """How far this is from what was asked: up to 1 for one condition, 2 for two."""
        return self.widening.distance if self.widening else _FAR * len(self.without)


def ways_on(
    index: Index,
    query: str,
    conditions: Sequence[Expression],
    *,
    available_only: bool = False,
    like: str | None = None,
) -> tuple[WayOn, ...]:
    """Find the ways on from a request that nothing meets, the nearest first, ties by count.

    With the id of a product to be `like`, what is asked for is that, and not a query.

    Raises:
        CatalogueError: as `Index.search`.
    """
    asked = _Asked(index, query, tuple(conditions), available_only, like)
    free = [c for c in conditions if not _is_kind(c)][:_TRIED]
    sizes = [1, *(size for size in (2, len(free)) if 1 < size <= len(free))]
    for size in sizes:
        groups = combinations(free, size)
        found = [way for group in groups if (way := asked.without(group))]
        if found:
            return tuple(sorted(found, key=lambda way: (way.distance, -way.count)))
    return ()


def _is_kind(expression: Expression) -> bool:
    if not isinstance(expression, Condition):
        return False
    return (expression.field, expression.op) == ("category", "in")


@dataclass(frozen=True, slots=True)
class _Asked:
    index: Index
    query: str
    conditions: tuple[Expression, ...]
    available_only: bool
    like: str | None = None

    def without(self, gone: tuple[Expression, ...]) -> WayOn | None:
        rest = tuple(c for c in self.conditions if c not in gone)
        matches = self._matches(rest)
        count = int(matches.matched.sum())
        if not count:
            return None
        one = gone[0]
        if len(gone) > 1 or not isinstance(one, Condition):
            return WayOn(gone, count)
        if one.bound is not None:
            widening = self._moved(one, rest, self.index.range_of(one.field, matches, one.unit))
        else:
            widening = self._other(one, rest, self.index.values(one.field, matches))
        return WayOn(gone, count, widening)

    def _moved(
        self, asked: Condition, rest: tuple[Expression, ...], there: Range | None
    ) -> Widening | None:
        """Move a bound to the nearest figure that there is."""
        if there is None:
            return None
        figure, unit = (there.low if asked.op == "max" else there.high), there.unit
        bound = _whole(figure, asked) if asked.field in {"price", DISCOUNT} else figure
        if asked.field == DISCOUNT and bound <= 0:  # nothing is reduced
            return None
        moved = Condition(asked.field, asked.op, bound=bound, unit=unit)
        count = self._count((*rest, moved))
        return Widening(moved, count, _distance(asked, figure, unit), figure) if count else None

    def _other(
        self, asked: Condition, rest: tuple[Expression, ...], counts: Mapping[str, int]
    ) -> Widening | None:
        """Take the nearest other value; a yes has none, nor has what is refused."""
        if asked.op != "in" or asked.field == "in_stock" or set(counts) <= {"yes", "no"}:
            return None
        near = nearest_first(asked.values, counts)
        spelt = self.index.vocabulary.spelling(asked.field)
        values = tuple(spelt.get(value, value) for value, _ in near)
        other = Condition(asked.field, "in", values[:1])
        count = self._count((*rest, other))
        return Widening(other, count, near[0][1], values=values) if count else None

    def _count(self, conditions: tuple[Expression, ...]) -> int:
        return int(self._matches(conditions).matched.sum())

    def _matches(self, conditions: tuple[Expression, ...]) -> Matches:
        ask = self.index.matches if self.like is None else self.index.matches_like
        asked = self.query if self.like is None else self.like
        return ask(asked, conditions, available_only=self.available_only)


def _whole(figure: Decimal, asked: Condition) -> Decimal:
    """Give the round limit just beyond a price: "under 40" for what costs 39.90."""
    if asked.op == "max":
        beyond = figure.to_integral_value(ROUND_CEILING)
        return beyond + (beyond == figure)
    return figure.to_integral_value(ROUND_FLOOR)


def _distance(asked: Condition, figure: Decimal, unit: str) -> float:
    wanted = to_base(float(asked.bound or 0), asked.unit or unit)
    there = to_base(float(figure), unit)
    return min(_FAR, abs(there - wanted) / max(abs(wanted), 1e-9))
