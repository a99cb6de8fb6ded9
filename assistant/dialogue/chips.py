"""Constraints as the shopper sees them: "under $100", "blue", "not leather"."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from assistant.formats import Manner, format_amount, join_words
from assistant.types import Chip
from retrieval.discounts import DISCOUNT
from retrieval.filters import Condition

__all__ = ["chip", "chips", "label", "label_of_likeness"]


def label(condition: Condition, manner: Manner) -> str:
    """Say one condition in a few words, in the language of the manner."""
    if condition.op in {"in", "not_in"}:
        return manner.say(_label_values(condition))
    return manner.say(_label_bound(condition, condition.bound or Decimal(0), manner))


def _label_bound(condition: Condition, bound: Decimal, manner: Manner) -> str:
    least = condition.op == "min"
    if condition.field == "price":
        amount = format_amount(bound, condition.unit or manner.currency, manner.locale)
        if condition.strict:
            return f"{'more' if least else 'less'} than {amount}"
        return f"{'from' if least else 'under'} {amount}"
    if condition.field == DISCOUNT:
        return _label_discount(condition, bound)
    inclusive, exclusive = ("at least", "more than") if least else ("at most", "less than")
    side = exclusive if condition.strict else inclusive
    if condition.field == "rating":
        return f"{side} {bound.normalize():f} stars"
    return f"{condition.field} {side} {bound.normalize():f} {condition.unit}".strip()


def _label_discount(condition: Condition, bound: Decimal) -> str:
    if not bound:
        return "on sale" if condition.op == "min" else "not on sale"
    sides = ("at least", "more than") if condition.op == "min" else ("at most", "less than")
    return f"{sides[condition.strict]} {bound.normalize():f}% off"


def _label_values(condition: Condition) -> str:
    negative = condition.op == "not_in"
    if condition.values in {("yes",), ("no",)}:
        positive = (condition.values == ("yes",)) != negative
        return condition.field if positive else f"not {condition.field}"
    prefix = "size " if condition.field == "size" else ""
    words = join_words(_broadest(condition.values), "or")
    return f"not {prefix}{words}" if negative else f"{prefix}{words}"


def _broadest(values: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out kinds of what is named anyway: "organic cotton" beside "cotton"."""
    endings = tuple(f" {value.casefold()}" for value in values)
    return tuple(value for value in values if not value.casefold().endswith(endings))


def label_of_likeness(title: str, manner: Manner) -> str:
    """Say that what is looked for is to be like a product of that title."""
    return manner.say(f"like {title}")


def chip(condition: Condition, manner: Manner) -> Chip:
    """Give a condition's chip, with the message that removes it."""
    return _removable(label(condition, manner), manner)


def chips(conditions: Iterable[Condition], manner: Manner, like: str = "") -> tuple[Chip, ...]:
    """Give the chips of all conditions, in their order, and that of the title it is to be like."""
    likeness = (_removable(label_of_likeness(like, manner), manner),) if like else ()
    return (*(chip(item, manner) for item in conditions), *likeness)


def _removable(text: str, manner: Manner) -> Chip:
    return Chip(text, manner.say(f'remove "{text}"'))
