"""What a product has in common with another one, and in what it differs: facts of both listings.

Knows nothing of how alike they are found to be.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.formats import format_amount, format_attribute
from assistant.service.cards import find_variant
from assistant.service.shop import Shop
from assistant.types import Card, Request
from retrieval.catalogue import AttributeValue, Money, Product, Quantity
from retrieval.search import Hit
from retrieval.sorts import ByMeasure

__all__ = ["card_beside"]

_MOST_SHARED, _MOST_REASONS = 2, 4


def card_beside(hit: Hit, request: Request, shop: Shop) -> Card:
    """Show a product that was found, with what it shares with the one it is to be like."""
    other = shop.original(request)
    if other is None or request.like is None:
        ranked = _ranked(hit.product, request, shop.manner.locale)
        return shop.card(hit.product, hit.variant, request.conditions, ranked)
    before = find_variant(other, request.like.variant_id)
    facts = (
        *_price(hit.variant.price, before.price, shop.manner.locale),
        *_brand(hit.product, other),
        *_kind(hit.product, other),
        *_shared(hit.product, other, shop.manner.locale),
        *_changed(hit.product, other, shop.manner.locale),
    )
    return shop.card(hit.product, hit.variant, request.conditions, facts[:_MOST_REASONS])


def _ranked(product: Product, request: Request, locale: str) -> tuple[str, ...]:
    """The measure that the products are put in an order by."""
    sort = request.sort
    value = product.attributes.get(sort.field) if isinstance(sort, ByMeasure) else None
    return () if value is None else (format_attribute(value, locale),)


def _price(price: Money | None, before: Money | None, locale: str) -> Iterator[str]:
    if price is None or before is None or price.currency != before.currency:
        return
    gap = price.amount - before.amount
    if gap:
        said = format_amount(abs(gap), price.currency, locale)
        yield f"{said} {'less' if gap < 0 else 'more'}"
    else:
        yield "the same price"


def _brand(product: Product, other: Product) -> Iterator[str]:
    if product.brand and other.brand:
        yield "the same brand" if product.brand == other.brand else "another brand"


def _kind(product: Product, other: Product) -> Iterator[str]:
    if product.category and other.category and product.category != other.category:
        yield f"from {product.category[-1]}"


def _shared(product: Product, other: Product, locale: str) -> Iterator[str]:
    """What both listings say alike: words and what holds for both, but no figures."""
    found = 0
    for name, value in product.attributes.items():
        if found < _MOST_SHARED and other.attributes.get(name) == value and _tells(value):
            found += 1
            told = format_attribute(value, locale)
            yield f"also {name}" if value is True else f"the same {name} ({told})"


def _changed(product: Product, other: Product, locale: str) -> Iterator[str]:
    for name, value in product.attributes.items():
        before = other.attributes.get(name)
        if isinstance(value, tuple) and isinstance(before, tuple) and value != before:
            told = format_attribute(value, locale)
            yield f"{told} instead of {format_attribute(before, locale)}"


def _tells(value: AttributeValue) -> bool:
    return value is not False and not isinstance(value, Quantity)
