"""What a customer finds on the shelf of one kind, and which thing of it they pick.

Knows nothing of sessions, seasons or orders.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from random import Random

from retrieval.catalogue import Product, Variant
from retrieval.demo.customers import Customer

__all__ = ["Shelves", "asked_price", "fitting"]

_LIKED_BRAND = 4.0
_LIKED_COLOUR = 2.5
_PRICE_PULL = 4.0


class Shelves:
    """The active products by kind, dear and cheap ranked, with each customer's liking of them."""

    def __init__(self, products: Iterable[Product]) -> None:
        self._by_kind: dict[str, list[Product]] = {}
        for product in products:
            if product.status == "active":
                self._by_kind.setdefault(product.category[-1], []).append(product)
        self._levels: dict[str, float] = {}
        for shelf in self._by_kind.values():
            ranked = sorted(shelf, key=lambda product: asked_price(product.variants[0]))
            self._levels |= {p.id: place / len(ranked) for place, p in enumerate(ranked)}
        self._liking: dict[tuple[str, str], list[float]] = {}

    @property
    def categories(self) -> dict[str, tuple[str, ...]]:
        """Kind to category path."""
        return {kind: shelf[0].category for kind, shelf in self._by_kind.items()}

    def pick(self, customer: Customer, kind: str, on: date, rng: Random) -> Product:
        """One product of `kind` that was listed by then, by the customer's taste."""
        shelf = self._by_kind[kind]
        weights = self._liking.get((customer.id, kind))
        if weights is None:
            weights = [self._likes(customer, product) for product in shelf]
            self._liking[customer.id, kind] = weights
        for _ in range(20):
            product = rng.choices(shelf, weights)[0]
            if product.listed_on is None or product.listed_on <= on:
                return product
        return min(shelf, key=lambda product: product.listed_on or date.min)

    def _likes(self, customer: Customer, product: Product) -> float:
        distance = abs(self._levels[product.id] - customer.price_level)
        liking = math.exp(-_PRICE_PULL * distance) * math.pow(product.rating or 3.5, 2)
        if product.brand in customer.brands:
            liking *= _LIKED_BRAND
        colours = {variant.options.get("colour") for variant in product.variants}
        return liking * (_LIKED_COLOUR if colours & set(customer.colours) else 1.0)


def fitting(product: Product, customer: Customer, rng: Random) -> Variant:
    """The variant in the customer's size and colour, as far as there is one."""
    best = max(_fit(variant, customer) for variant in product.variants)
    return rng.choice([each for each in product.variants if _fit(each, customer) == best])


def asked_price(variant: Variant) -> float:
    """Today's price as a number, for ranking only."""
    return float(variant.price.amount) if variant.price else 0.0


def _fit(variant: Variant, customer: Customer) -> int:
    sizes: Sequence[str] = tuple(customer.sizes.values())
    in_size = variant.options.get("size") in sizes
    in_colour = variant.options.get("colour") in customer.colours
    return 2 * in_size + in_colour
