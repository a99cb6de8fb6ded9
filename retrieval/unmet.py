"""Values in conditions that no product of the catalogue has: a typing error, most likely.

Knows nothing of whether anything was found: "brand!=Acmee" excludes nothing and finds plenty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from retrieval.conditions import Condition, Expression, leaves
from retrieval.search import Index
from retrieval.text import fold

__all__ = ["Unknown", "unknown_values"]

_NEAR = 60.0  # of 100, rapidfuzz's ratio
_NAMED = 3
_NO_WORDS = frozenset({"price", "rating", "in_stock"})


@dataclass(frozen=True, slots=True)
class Unknown:
    """No product's `field` is `value`; `near` are values there are that read like it.

    With the field "price" the value is a currency, and `near` the one that most prices are in.
    """

    field: str
    value: str
    near: tuple[str, ...] = ()


def unknown_values(index: Index, expressions: Sequence[Expression]) -> tuple[Unknown, ...]:
    """Name what conditions ask for, or refuse, and no product has, in their order.

    Raises:
        CatalogueError: as `Index.search`.
    """
    found = (unknown for leaf in leaves(expressions) for unknown in _of(index, leaf))
    return tuple(dict.fromkeys(found))


def _of(index: Index, condition: Condition) -> Iterator[Unknown]:
    if condition.field == "price":
        yield from _currency(index, condition.unit)
    elif condition.field not in _NO_WORDS and condition.bound is None:
        for value in condition.values:
            only = Condition(condition.field, "in", (value,))
            if not index.matches("", (only,)).rows.any():
                yield Unknown(condition.field, value, _near(index, condition.field, value))


def _currency(index: Index, unit: str) -> Iterator[Unknown]:
    every = index.matches("")
    if unit and index.range_of("price", every, unit) is None:
        main = index.range_of("price", every)
        yield Unknown("price", unit, (main.unit,) if main else ())


def _near(index: Index, field: str, value: str) -> tuple[str, ...]:
    spelt = index.vocabulary.spelling(field)
    found = process.extract(
        fold(value), list(spelt), scorer=fuzz.ratio, limit=_NAMED, score_cutoff=_NEAR
    )
    return tuple(spelt[name] for name, _, _ in found)
