"""What a reply may say: the values of its slots, and for each card the words its listing bears out.

Everything comes from the `Outcome`; nothing else is evidence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.dialogue import below_limit
from assistant.formats import (
    format_amount,
    format_attribute,
    format_count,
    format_money,
    join_words,
)
from assistant.grounding.affirmed import affirmed, stems_in
from assistant.types import Card, Outcome
from retrieval.catalogue import Product
from retrieval.filters import Condition
from retrieval.text import stem, tokenise

__all__ = ["Evidence", "gather", "slot_name"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """`slots` maps a slot's name to its text; `words` holds, for each card, stems that are true.

    `common` are stems that hold for all that was found (its kind).
    """

    slots: Mapping[str, str]
    words: tuple[frozenset[str], ...] = ()
    common: frozenset[str] = frozenset()


def gather(outcome: Outcome, *, locale: str) -> Evidence:
    """Collect the evidence of an outcome, with figures in the locale's formats."""
    slots = {"kind": _kind(outcome), "wish": _wish(outcome)}
    if outcome.match_count is not None:
        slots["count"] = format_count(outcome.match_count, locale)
    for place, (card, product) in enumerate(zip(outcome.cards, outcome.products, strict=True), 1):
        for name, value in _card_slots(card, product, locale).items():
            slots[f"{place}.{name}"] = value
        if below := _below(card, outcome, locale):
            slots[f"{place}.below"] = f"{below} under your limit"
    kinds = {card.category for card in outcome.cards}
    return Evidence(
        slots={name: value for name, value in slots.items() if value},
        words=tuple(affirmed(product) for product in outcome.products),
        common=stems_in(next(iter(kinds))) if len(kinds) == 1 else frozenset(),
    )


def slot_name(attribute: str) -> str:
    """Spell an attribute's name as a slot: "battery life" is `{1.battery_life}`."""
    return re.sub(r"[^a-z0-9]+", "_", attribute.lower()).strip("_")


def _wish(outcome: Outcome) -> str:
    """The constraints in words, but for the kind."""
    paired = zip(outcome.chips, outcome.request.conditions, strict=False)
    return ", ".join(chip.label for chip, c in paired if not _is_kind(c))


def _kind(outcome: Outcome) -> str:
    """What the found things are called: the kind asked for, else simply products."""
    kinds = [c.values for c in outcome.request.conditions if _is_kind(c)]
    if not kinds:
        return "products"
    named = join_words(kinds[0], "or").lower()
    return named if all(_is_plural(kind) for kind in kinds[0]) else f"{named} products"


def _is_plural(kind: str) -> bool:
    """Whether a kind is counted by its own name: "5 jeans", but "5 chocolate products"."""
    last = tokenise(kind)[-1].text
    return stem(last) != last


def _is_kind(condition: Condition) -> bool:
    return (condition.field, condition.op) == ("category", "in")


def _below(card: Card, outcome: Outcome, locale: str) -> str:
    """How far the price stays below the limit, if there is one and it does."""
    for condition in outcome.request.conditions:
        if below := below_limit(card.price, condition):
            return format_amount(below.amount, below.currency, locale)
    return ""


def _card_slots(card: Card, product: Product, locale: str) -> dict[str, str]:
    slots = {
        slot_name(name): format_attribute(value, locale)
        for name, value in product.attributes.items()
        if not isinstance(value, bool)
    }
    slots |= {
        "title": card.title,
        "brand": card.brand,
        "price": format_money(card.price, locale) if card.price else "price on request",
        "rating_count": format_count(card.rating_count, locale),
        "reasons": join_words(card.reasons),
        "sizes": join_words(_values(product, "size")),
        "colours": join_words(_values(product, "colour")),
    }
    if card.rating is not None:
        slots["rating"] = f"{card.rating:g} out of 5"
        slots["rated"] = f"rated {slots['rating']}"
    if card.list_price:
        slots["list_price"] = format_money(card.list_price, locale)
        slots["was"] = f"down from {slots['list_price']}"
    return {name: value for name, value in slots.items() if value}


def _values(product: Product, option: str) -> list[str]:
    values = (variant.options.get(option) for variant in product.variants)
    return list(dict.fromkeys(value for value in values if value))
