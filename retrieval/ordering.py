"""Orders other than relevance, and which variant stands for a product.

Knows nothing of queries.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from retrieval.catalogue import Product, Variant

__all__ = ["Sort", "best_variant", "popularity", "sort_key"]

_PRIOR_STARS, _PRIOR_COUNT = 3.5, 10
"""What an unrated product is taken for, and how many ratings that weighs."""


class Sort(StrEnum):
    """The orders that a person can ask for."""

    RELEVANCE = "relevance"
    PRICE_ASC = "price_asc"
    PRICE_DESC = "price_desc"
    RATING = "rating"
    NEWEST = "newest"


def popularity(product: Product) -> float:
    """Rate a product from 0 to 1: its stars, drawn to a prior while the ratings are few."""
    stars = _PRIOR_STARS if product.rating is None else product.rating
    count = product.rating_count if product.rating is not None else 0
    return (stars * count + _PRIOR_STARS * _PRIOR_COUNT) / (count + _PRIOR_COUNT) / 5


def best_variant(variants: Sequence[Variant]) -> Variant:
    """Choose what to show of a product: in stock first, then the cheapest, then the first."""
    return min(variants, key=lambda variant: (variant.stock == 0, *_price(variant)))


def sort_key(sort: Sort, product: Product, variant: Variant) -> tuple[object, ...]:
    """Give the ascending key of one hit; what lacks the figure comes last, ties go by id."""
    unpriced, amount = _price(variant)
    if sort is Sort.PRICE_ASC:
        return unpriced, amount, product.id
    if sort is Sort.PRICE_DESC:
        return unpriced, -amount, product.id
    if sort is Sort.NEWEST:
        listed = product.listed_on
        return -(listed.toordinal() if listed else 0), product.id
    return product.rating is None, -(product.rating or 0), -product.rating_count, product.id


def _price(variant: Variant) -> tuple[bool, float]:
    return variant.price is None, float(variant.price.amount) if variant.price else 0.0
