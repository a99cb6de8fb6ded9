"""How constraints change: what a new one replaces, and what stays.

Plain set arithmetic over `Condition`s; knows nothing of words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from retrieval.catalogue import Money
from retrieval.filters import Condition

__all__ = ["allowed", "also_wanted", "below_limit", "cleared", "kept_for_other_kind", "merged"]

_SURVIVES_A_NEW_KIND = {"price", "discount", "size", "rating", "gender", "in_stock"}


def merged(old: Iterable[Condition], new: Collection[Condition]) -> tuple[Condition, ...]:
    """Add `new` to `old`: a wish replaces the wish, a bound the bound, of the same field.

    Exclusions add up. A wish for a value lifts its exclusion, and an exclusion its wish.
    """
    result = list(old)
    for condition in new:
        if condition.op == "not_in":
            earlier = [c for c in result if c.field == condition.field and c.op == "not_in"]
            before = tuple(value for c in earlier for value in c.values)
            values = tuple(dict.fromkeys((*before, *condition.values)))
            result = _without(result, condition.field, "not_in")
            result = [_less(c, condition.field, "in", condition.values) for c in result]
            result.append(replace(condition, values=values))
        else:
            result = _without(result, condition.field, condition.op)
            if condition.op == "in":
                result = [_less(c, condition.field, "not_in", condition.values) for c in result]
            result.append(condition)
    return tuple(c for c in result if c.values or c.bound is not None)


def also_wanted(old: Iterable[Condition], new: Iterable[Condition]) -> tuple[Condition, ...]:
    """Add the values that are wanted already to new ones of the same field: "or black"."""
    before = {c.field: c.values for c in old if c.op == "in" and c.values != ("yes",)}
    return tuple(
        replace(c, values=tuple(dict.fromkeys((*before.get(c.field, ()), *c.values))))
        if c.op == "in"
        else c
        for c in new
    )


def cleared(conditions: Iterable[Condition], fields: Collection[str]) -> tuple[Condition, ...]:
    """Drop every condition on the named fields ("all": every one)."""
    if "all" in fields:
        return ()
    return tuple(condition for condition in conditions if condition.field not in fields)


def allowed(conditions: Iterable[Condition], again: Collection[Condition]) -> tuple[Condition, ...]:
    """Refuse no longer what the exclusions `again` name; the rest of what is refused stays so."""
    values = {(c.field, value) for c in again for value in c.values}
    left = (
        replace(c, values=tuple(v for v in c.values if (c.field, v) not in values))
        if c.op == "not_in"
        else c
        for c in conditions
    )
    return tuple(c for c in left if c.op != "not_in" or c.values)


def kept_for_other_kind(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Keep what still holds when another kind of thing is wanted: budget, size, exclusions."""
    return tuple(
        condition
        for condition in conditions
        if condition.field in _SURVIVES_A_NEW_KIND
        or (condition.op == "not_in" and condition.field != "category")
    )


def below_limit(price: Money | None, condition: Condition) -> Money | None:
    """How far a price stays below the limit that a condition sets; None where it sets none.

    A strict bound is no limit of the shopper's: it comes from "cheaper than that".
    """
    if (condition.field, condition.op, condition.strict) != ("price", "max", False):
        return None
    if price is None or condition.bound is None or condition.bound <= price.amount:
        return None
    return Money(amount=condition.bound - price.amount, currency=price.currency)


def _without(conditions: list[Condition], field: str, op: str) -> list[Condition]:
    return [c for c in conditions if (c.field, c.op) != (field, op)]


def _less(condition: Condition, field: str, op: str, values: tuple[str, ...]) -> Condition:
    if (condition.field, condition.op) != (field, op):
        return condition
    return replace(condition, values=tuple(v for v in condition.values if v not in values))
