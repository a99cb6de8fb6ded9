"""Rows of one product joined: each row is a product of one variant, together they are one.

Knows nothing of rows as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.catalogue import AttributeValue, Product, Quantity, Variant
from retrieval.text import fold

__all__ = ["join"]

_SEPARATORS = " -–—,;:|/([·"
_WORD = re.compile(r"[^\W_]+(?:\.\d+)?")


def join(parts: Sequence[Product], head: Product | None = None) -> Product:
    """Make one product of the parts, in their order; `head` describes it where one row does.

    What all parts share is the product's. An attribute in which they differ is an option of
    each: it would be untrue of some of them otherwise.
    """
    first = head or parts[0]
    shared, differing = _attributes(parts, head)
    variants = tuple(
        _variant(part.variants[0], {name: part.attributes.get(name) for name in differing})
        for part in parts
    )
    rated = next((part for part in (first, *parts) if part.rating is not None), first)
    images = (first.image, *(variant.image for variant in variants))
    return first.model_copy(
        update={
            "title": head.title if head else _title(parts),
            "attributes": shared,
            "variants": variants,
            "rating": rated.rating,
            "rating_count": rated.rating_count,
            "image": next(filter(None, images), None),
        }
    )


def _attributes(
    parts: Sequence[Product], head: Product | None
) -> tuple[dict[str, AttributeValue], list[str]]:
    """Return what all parts share, and the names of what they differ in."""
    options = {name for part in parts for name in part.variants[0].options}
    shared = {n: v for n, v in head.attributes.items() if n not in options} if head else {}
    differing = []
    for name in dict.fromkeys(name for part in parts for name in part.attributes):
        values = [part.attributes.get(name) for part in parts]
        first = values[0]
        if first is not None and all(value == first for value in values):
            shared.setdefault(name, first)
        else:
            shared.pop(name, None)
            differing.append(name)
    return shared, differing


def _variant(variant: Variant, own: dict[str, AttributeValue | None]) -> Variant:
    told = {name: _text(value) for name, value in own.items() if value is not None}
    return variant.model_copy(update={"options": {**told, **variant.options}}) if told else variant


def _text(value: AttributeValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, Quantity) else " / ".join(value)


def _title(parts: Sequence[Product]) -> str:
    """Return what the titles share where only option values follow it, else the first title."""
    titles = [part.title for part in parts]
    low, high = min(titles) + " ", max(titles) + " "  # what these two share, all share
    same = next((at for at, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    start = low[:same].rpartition(" ")[0]
    shared = start.rstrip(_SEPARATORS)
    for part in parts:
        rest = set(_words(part.title[len(start) :]))
        if not shared or not rest <= set(_words(" ".join(part.variants[0].options.values()))):
            return titles[0]
    return shared


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))
