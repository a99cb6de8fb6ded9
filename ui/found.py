"""What a search found as JSON, for the command line and over HTTP: one shape for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import TypedDict

if TYPE_CHECKING:
    from retrieval.search import Hit

__all__ = ["Found", "FoundProduct", "found", "found_product"]


class Found(TypedDict):
    """One product, and how well it fits (0 to 1)."""

    id: str
    score: float


class FoundProduct(Found):
    """One product in the variant that fits best; `matches` is false where it only comes near.

    `category` is a path from the department down; `price` is a decimal string beside its ISO
    4217 `currency`, both null for a price on request; `list_price` is the former one of what is
    on sale.
    """

    variant: str
    title: str
    brand: str
    category: list[str]
    price: str | None
    list_price: str | None
    currency: str | None
    in_stock: bool
    rating: float | None
    matches: bool


def found(hit: Hit) -> Found:
    """Give a hit's product and score."""
    return Found(id=hit.product.id, score=round(hit.score, 4))


def found_product(hit: Hit) -> FoundProduct:
    """Give a hit with what a list of results shows."""
    product, variant = hit.product, hit.variant
    price = variant.price
    return FoundProduct(
        **found(hit),
        variant=variant.id,
        title=product.title,
        brand=product.brand,
        category=list(product.category),
        price=str(price.amount) if price else None,
        list_price=str(variant.list_price.amount) if variant.list_price else None,
        currency=price.currency if price else None,
        in_stock=product.in_stock,
        rating=product.rating,
        matches=hit.matches,
    )
