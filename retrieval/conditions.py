"""Hard constraints on products: one `Condition`, and how conditions are combined.

Knows nothing of any catalogue: whether a field exists and what its values are is checked
where conditions meet products (`retrieval.columns`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, TypeAlias

from retrieval.text import fold

__all__ = [
    "RESERVED_FIELDS",
    "AllOf",
    "AnyOf",
    "Condition",
    "Expression",
    "Op",
    "field_key",
    "leaves",
    "negated",
]

Op = Literal["in", "not_in", "min", "max"]

RESERVED_FIELDS = ("price", "brand", "category", "rating", "in_stock", "id", "discount")
"""Fields that every catalogue has (`discount` is in percent); other names are options and
attributes."""

_FIELD_ALIASES = {"color": "colour", "stock": "in_stock", "in stock": "in_stock"}
_OPPOSITES: dict[Op, Op] = {"in": "not_in", "not_in": "in", "min": "max", "max": "min"}


@dataclass(frozen=True, slots=True)
class Condition:
    """One hard constraint on products.

    `field` is one of `RESERVED_FIELDS` or the name of an option or attribute. "in" and
    "not_in" look at `values` (any of them); "min" and "max" at `bound`, in `unit`, the bound
    itself included unless `strict`. For a price the unit is an ISO 4217 code, empty meaning
    the catalogue's main currency: prices in other currencies are never converted and meet no
    such bound. For a measure, an empty unit means the one that the catalogue uses most.
    Yes-or-no fields take the values "yes" and "no".
    """

    field: str
    op: Op
    values: tuple[str, ...] = ()
    bound: Decimal | None = None
    unit: str = ""
    strict: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds where all `parts` do, by one and the same variant; without parts it holds."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds where at least one of `parts` does; without parts it never holds."""

    parts: tuple[Expression, ...]


Expression: TypeAlias = Condition | AllOf | AnyOf


def negated(expression: Expression) -> Expression:
    """Turn an expression into its opposite, down to its conditions (De Morgan).

    The opposite of a bound is the other bound: what has no price, rating or measure is
    neither cheap nor "not cheap", so it meets no bound, whichever way it is asked.
    """
    if isinstance(expression, AllOf):
        return AnyOf(tuple(map(negated, expression.parts)))
    if isinstance(expression, AnyOf):
        return AllOf(tuple(map(negated, expression.parts)))
    bounded = expression.bound is not None
    return replace(
        expression, op=_OPPOSITES[expression.op], strict=bounded and not expression.strict
    )


def leaves(expressions: Iterable[Expression]) -> Iterator[Condition]:
    """Give every single condition in expressions, in order."""
    for expression in expressions:
        if isinstance(expression, Condition):
            yield expression
        else:
            yield from leaves(expression.parts)


def field_key(name: str) -> str:
    """Give a field's one spelling: folded, "battery_life" as "battery life", "color" as ours."""
    key = fold(name.replace("_", " "))
    return _FIELD_ALIASES.get(key, key)
