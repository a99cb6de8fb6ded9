"""The values that sentences of copy are filled with: all from the catalogue, in its locale."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.formats import format_attribute, format_count, format_money, join_words
from assistant.grounding import Claim, Ground
from assistant.grounding.claims import Kind
from assistant.languages import language_of, spoken
from assistant.types import Card
from retrieval.catalogue import Product

__all__ = ["claims_of_slots", "slots_of", "spoken_kind"]

_MOST_FLAGS = 3
_MOST_COLOURS = 6
_PUT_INTO_WORDS = ("kind", "flags", "colour", "colours", "season", "material", "weight")
"""Slots that hold words of the catalogue; names and figures stay as they are in any language."""
_ENGLISH = re.compile(r"[a-z]{3,}")
_CLAIMS: Mapping[str, tuple[Kind, str]] = {
    "title": ("name", "title"),
    "short": ("name", "title"),
    "brand": ("brand", "brand"),
    "kind": ("property", "category"),
    "flags": ("property", "attributes"),
    "colour": ("property", "colour"),
    "colours": ("property", "colour"),
    "season": ("property", "season"),
    "material": ("property", "material"),
    "weight": ("measure", "weight"),
    "price": ("price", "price"),
    "list_price": ("price", "list_price"),
    "rating": ("rating", "rating"),
    "rating_count": ("count", "rating_count"),
}
"""What a slot claims, and which field of the product bears it out."""


def slots_of(card: Card, product: Product, locale: str, season: str) -> Mapping[str, str]:
    """Give what can be said of a product; a slot that has no value is not there.

    In another language than English, words that it has none for are not said.
    """
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
    language = language_of(locale)
    for name in _PUT_INTO_WORDS if language != "en" else ():
        slots[name] = _spoken(slots[name], language)
    return {name: value for name, value in slots.items() if value}


def spoken_kind(kind: str, locale: str) -> str:
    """A kind in the locale's language, "" where that has no word for it."""
    language = language_of(locale)
    return kind if language == "en" else _spoken(kind, language)


def claims_of_slots(
    names: tuple[str, ...], slots: Mapping[str, str], product_id: str
) -> tuple[Claim, ...]:
    """What a template claims by its slots, each borne out by the field that filled it."""
    told = ((_CLAIMS[name], slots[name]) for name in names if name in _CLAIMS)
    return tuple(
        Claim(kind, value, (Ground("product", product_id, field, value),))
        for (kind, field), value in told
    )


def _spoken(value: str, language: str) -> str:
    said = spoken(value.lower(), language)
    return "" if _ENGLISH.search(said) else said
