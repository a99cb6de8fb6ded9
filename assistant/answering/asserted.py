"""Yes, no, or "the listing does not say", for what is asked of a product.

"Is it waterproof?", "isn't it leather?", "does it weigh less than 300 g?", "do you have it in
42?", "is it under $50?". What the listing is silent on is never taken for a no.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answering.having import Offer, has_option, said_of_having
from assistant.answering.speaker import Speaker
from assistant.formats import format_attribute
from assistant.types import Card
from retrieval.catalogue import Product, Quantity
from retrieval.conditions import Condition
from retrieval.discounts import DISCOUNT, percent_off
from retrieval.units import dimension, to_base

__all__ = ["Listing", "said_of"]


@dataclass(frozen=True, slots=True)
class Listing:
    """The product that is asked about, as it was shown; `within` are the wishes in force."""

    card: Card
    product: Product
    within: Sequence[Condition] = ()


def said_of(asked: Sequence[Condition], listing: Listing, speaker: Speaker) -> list[str]:
    """Answer what is asked, one property after the other, but options of variants together."""
    options = [c for c in asked if _is_option(c, listing.product)]
    fields = dict.fromkeys("" if condition in options else condition.field for condition in asked)
    return [
        _answer([c for c in asked if c.field == field and c not in options], listing, speaker)
        if field
        else said_of_having(_offer(listing), options, speaker)
        for field in fields
    ]


def _is_option(condition: Condition, product: Product) -> bool:
    return condition.bound is None and has_option(product, condition.field)


def _offer(listing: Listing) -> Offer:
    wishes = (c for c in listing.within if c.op == "in" and _is_option(c, listing.product))
    return Offer(listing.product, tuple(wishes))


def _answer(asked: Sequence[Condition], listing: Listing, speaker: Speaker) -> str:
    """Answer all that is asked of one property."""
    bounds = [condition for condition in asked if condition.bound is not None]
    if bounds:
        return _bounded(bounds, listing, speaker)
    return _attribute(asked[0], listing.product, speaker)


def _bounded(bounds: Sequence[Condition], listing: Listing, speaker: Speaker) -> str:
    field = bounds[0].field
    met = [_meets(bound, listing) for bound in bounds]
    if any(one is None for one in met):
        return speaker.say("details", "unknown")
    verdict = "yes" if all(met) else "no"
    if field == DISCOUNT:
        told = field if listing.card.list_price else "price"
        return speaker.say("details", f"{told}_{verdict}")
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
    if bound.field == DISCOUNT:
        return (percent_off(card.price, card.list_price), limit) if card.price else None
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
