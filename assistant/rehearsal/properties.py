"""Whether a product of the catalogue is what was asked for: read from its own data alone.

Independent of how the assistant searches, so that the two can be held against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache

from assistant.rehearsal.values import Amount, Wanted
from retrieval.catalogue import AttributeValue, Money, Product, Quantity, Variant
from retrieval.filters import Condition, field_key
from retrieval.text import fold, stem_phrase
from retrieval.units import dimension, to_base

__all__ = ["FIELDS", "compared", "describe", "has", "held", "meets", "reduced_by"]

_IMITATIONS = ("vegan ", "faux ", "artificial ", "imitation ", "synthetic ")
_CLOSE = 1e-6  # relative: converting units in binary floats


def has(product: Product, variant: Variant, wanted: Mapping[str, Wanted]) -> bool:
    """Whether a product in this variant has all of the properties."""
    return all(_fits(held(product, variant, name), wish) for name, wish in wanted.items())


def meets(product: Product, variant: Variant, condition: Condition) -> bool:
    """Whether a product in this variant meets a constraint that is in force."""
    value = held(product, variant, condition.field)
    if condition.op in {"in", "not_in"}:
        named = any(_is(value, text) for text in condition.values)
        return named == (condition.op == "in")
    if condition.bound is None:
        return False
    side = compared(value, Amount(condition.bound, condition.unit))
    if side is None or (side == 0 and condition.strict):
        return False
    return side >= 0 if condition.op == "min" else side <= 0


def held(product: Product, variant: Variant, name: str) -> AttributeValue | Money | None:
    """Give what a product in this variant has under a name; None where it says nothing."""
    key = field_key(name)
    if key in _RESERVED:
        return _RESERVED[key](product, variant)
    for option, value in variant.options.items():
        if field_key(option) == key:
            return (value,)
    return next((v for n, v in product.attributes.items() if field_key(n) == key), None)


def reduced_by(variant: Variant) -> Decimal:
    """Work out by how many percent a variant with a price is cheaper than it was."""
    price, before = variant.price, variant.list_price or variant.price
    if price is None or before is None or not before.amount:
        return Decimal(0)
    return 100 - 100 * price.amount / before.amount


def _discount(_: Product, variant: Variant) -> Quantity | None:
    return Quantity(value=float(reduced_by(variant)), unit="%") if variant.price else None


_RESERVED: Mapping[str, Callable[[Product, Variant], AttributeValue | Money | None]] = {
    "price": lambda _, variant: variant.price,
    "list price": lambda _, variant: variant.list_price,
    "discount": _discount,
    "rating": lambda product, _: None if product.rating is None else Quantity(value=product.rating),
    "rating count": lambda product, _: Quantity(value=product.rating_count),
    "in_stock": lambda product, variant: product.status == "active" and variant.stock > 0,
    "category": lambda product, _: (*product.category, " ".join(product.category)),
    "brand": lambda product, _: (product.brand,) if product.brand else None,
    "title": lambda product, _: (product.title,),
    "id": lambda product, _: (product.id,),
    "variant": lambda _, variant: (variant.id,),
}
"""The properties that every product has by the catalogue's shape."""

FIELDS = tuple(_RESERVED)


def describe(value: AttributeValue | Money | None) -> str:
    """Write what a product has, for people who look for the reason of a failure."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _fits(value: AttributeValue | Money | None, wish: Wanted) -> bool:
    if value is None:
        return not wish.any and wish.min is None and wish.max is None
    if wish.any and not any(_is(value, text) for text in wish.any):
        return False
    if any(_is(value, text) for text in wish.none):
        return False
    low = None if wish.min is None else compared(value, wish.min)
    high = None if wish.max is None else compared(value, wish.max)
    return (wish.min is None or (low is not None and low >= 0)) and (
        wish.max is None or (high is not None and high <= 0)
    )


def _is(value: AttributeValue | Money | None, text: str) -> bool:
    """Whether a value is what a word says: organic cotton is cotton, vegan leather no leather."""
    if isinstance(value, bool):
        return fold(text) == ("yes" if value else "no")
    if isinstance(value, tuple):
        wanted = _spelled(text)
        return any(_is_kind_of(_spelled(own), wanted) for own in value)
    if isinstance(value, Quantity | Money):
        number, _, unit = text.strip().partition(" ")
        try:
            return compared(value, Amount(Decimal(number), unit)) == 0
        except ArithmeticError:
            return False
    return False


@lru_cache(maxsize=100_000)
def _spelled(text: str) -> str:
    return stem_phrase(text)


def _is_kind_of(own: str, wanted: str) -> bool:
    return own == wanted or (own.endswith(f" {wanted}") and not own.startswith(_IMITATIONS))


def compared(value: AttributeValue | Money | None, bound: Amount) -> int | None:
    """Give -1, 0 or 1: below, at or above a bound; None where the two cannot be compared."""
    if isinstance(value, Money):
        if bound.unit and bound.unit.upper() != value.currency:
            return None
        return int(value.amount.compare(bound.value))
    if not isinstance(value, Quantity):
        return None
    unit = bound.unit or value.unit
    if dimension(unit) != dimension(value.unit) and unit not in {"star", "stars"}:
        return None
    own, other = to_base(value.value, value.unit), to_base(float(bound.value), unit)
    if abs(own - other) <= _CLOSE * max(abs(own), abs(other)):
        return 0
    return -1 if own < other else 1
