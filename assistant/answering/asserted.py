"""Yes, no, or "the listing does not say", for what is asked of a product.

"Is it waterproof?", "isn't it leather?", "does it weigh less than 300 g?", "do you have it in
42?", "is it under $50?". What the listing is silent on is never taken for a no.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answering.speaker import Speaker
from assistant.formats import format_attribute, join_words
from assistant.types import Card
from retrieval.catalogue import Product, Quantity
from retrieval.conditions import Condition
from retrieval.units import dimension, to_base

__all__ = ["Listing", "said_of"]


@dataclass(frozen=True, slots=True)
class Listing:
    """The product that is asked about, as it was shown."""

    card: Card
    product: Product


def said_of(asked: Sequence[Condition], listing: Listing, speaker: Speaker) -> list[str]:
    """Answer what is asked, one sentence a property, in the order of the question."""
    fields = dict.fromkeys(condition.field for condition in asked)
    return [_answer([c for c in asked if c.field == field], listing, speaker) for field in fields]


def _answer(asked: Sequence[Condition], listing: Listing, speaker: Speaker) -> str:
    """Answer all that is asked of one property."""
    bounds = [condition for condition in asked if condition.bound is not None]
    if bounds:
        return _bounded(bounds, listing, speaker)
    condition = asked[0]
    if any(condition.field in variant.options for variant in listing.product.variants):
        return _option(condition, listing.product, speaker)
    return _attribute(condition, listing.product, speaker)


def _bounded(bounds: Sequence[Condition], listing: Listing, speaker: Speaker) -> str:
    field = bounds[0].field
    met = [_meets(bound, listing) for bound in bounds]
    if any(one is None for one in met):
        return speaker.say("details", "unknown")
    verdict = "yes" if all(met) else "no"
    if field in {"price", "rating"}:
        return speaker.say("details", f"{field}_{verdict}")
    known = format_attribute(listing.product.attributes[field], speaker.locale)
    name = "attribute_has" if all(met) else "attribute_lacks"
    return speaker.say("details", name, name=field, value=known, known=known)


def _meets(bound: Condition, listing: Listing) -> bool | None:
    """Whether a bound is met; None where the listing has no figure that can be compared."""
    figures = _figures(bound, listing)
    if figures is None:
        return None
    own, limit = figures
    if own == limit:
        return not bound.strict
    return own < limit if bound.op == "max" else own > limit


def _figures(bound: Condition, listing: Listing) -> tuple[Decimal, Decimal] | None:
    """What the listing gives and what is asked, in one unit."""
    card, limit = listing.card, bound.bound or Decimal()
    if bound.field == "price":
        same = card.price is not None and bound.unit in {"", card.price.currency}
        return (card.price.amount, limit) if card.price and same else None
    if bound.field == "rating":
        return None if card.rating is None else (Decimal(str(card.rating)), limit)
    value = listing.product.attributes.get(bound.field)
    if not isinstance(value, Quantity):
        return None
    unit = bound.unit or value.unit
    if dimension(unit) != dimension(value.unit):
        return None
    return _base(value.value, value.unit), _base(float(limit), unit)


def _base(figure: float, unit: str) -> Decimal:
    return Decimal(str(round(to_base(figure, unit), 9)))


def _attribute(condition: Condition, product: Product, speaker: Speaker) -> str:
    value = product.attributes.get(condition.field)
    if value is None:
        return speaker.say("details", "unknown")
    name = condition.field
    if isinstance(value, bool):
        return speaker.say("details", _of_flag(condition, value=value), name=name)
    known = format_attribute(value, speaker.locale)
    wanted = {text.casefold() for text in condition.values}
    has = isinstance(value, tuple) and bool(wanted & {text.casefold() for text in value})
    if condition.op == "not_in":
        said = "attribute_lacks" if has else "attribute_has"
        return speaker.say("details", said, name=name, value=known, known=known)
    said = "attribute_has" if has else "attribute_lacks"
    return speaker.say("details", said, name=name, value=condition.values[0], known=known)


def _of_flag(condition: Condition, *, value: bool) -> str:
    """The sentence for a yes-or-no property: "isn't it waterproof?" asks what it is, too."""
    if condition.op == "not_in":
        return "no_but" if value else "yes_not"
    return "yes" if value else "no"


def _option(condition: Condition, product: Product, speaker: Speaker) -> str:
    name, wanted = condition.field, condition.values[0]
    having = [
        v for v in product.variants if v.options.get(name, "").casefold() == wanted.casefold()
    ]
    options = (v.options[name] for v in product.variants if name in v.options)
    known = join_words(list(dict.fromkeys(options)))
    if not having:
        return speaker.say("details", "lacks_value", value=wanted, known=known)
    stocked = product.status == "active" and any(v.stock for v in having)
    said = "has_value" if stocked else "has_value_sold_out"
    return speaker.say("details", said, value=wanted)
