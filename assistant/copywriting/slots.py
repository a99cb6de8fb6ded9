"""The values that sentences of copy are filled with: all from the catalogue, in its locale."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.formats import format_attribute, format_count, format_money, join_words
from assistant.types import Card
from retrieval.catalogue import Product

__all__ = ["slots_of"]

_MOST_FLAGS = 3
_MOST_COLOURS = 6


def slots_of(card: Card, product: Product, locale: str, season: str) -> Mapping[str, str]:
    """Give what can be said of a product; a slot that has no value is not there."""
    flags = [name for name, value in product.attributes.items() if value is True][:_MOST_FLAGS]
    colours = [v.options.get("colour", "") for v in product.variants if v.stock > 0]
    seasons = product.attributes.get("season")
    fits = isinstance(seasons, tuple) and (not season or season in seasons)
    slots = {
        "title": card.title,
        "short": card.title.removeprefix(product.brand).strip(),
        "brand": product.brand,
        "kind": card.category[:1].upper() + card.category[1:],
        "flags": join_words(flags),
        "colour": card.options.get("colour", ""),
        "colours": join_words(list(dict.fromkeys(filter(None, colours)))[:_MOST_COLOURS]),
        "season": join_words(seasons) if fits and isinstance(seasons, tuple) else "",
        "price": format_money(card.price, locale) if card.price else "",
        "list_price": format_money(card.list_price, locale) if card.list_price else "",
    }
    for name in ("material", "weight"):
        value = product.attributes.get(name)
        slots[name] = "" if value is None else format_attribute(value, locale)
    if card.rating is not None and card.rating >= 4 and card.rating_count > 1:
        slots["rating"] = f"{card.rating:g}"
        slots["rating_count"] = format_count(card.rating_count, locale)
    return {name: value for name, value in slots.items() if value}
