"""The catalogue as a shopper meets it: what can be bought, what is alike, which words are plain."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from assistant.rehearsal.shoppers.wish import Wish, holds
from retrieval.catalogue import Product, Variant

__all__ = ["Stock"]

_NAME = re.compile(r"[^\W\d_]{3,}")


class Stock:
    """Products that can be bought, each with its variants in stock; kinds are last categories."""

    def __init__(self, products: Iterable[Product]) -> None:
        known = list(products)
        self.products = {product.id: product for product in known}
        self.buyable: Sequence[tuple[Product, Variant]] = [
            (product, variant)
            for product in known
            if product.status == "active" and product.category
            for variant in product.variants
            if variant.stock > 0
        ]
        self._kinds: dict[str, list[tuple[Product, Variant]]] = defaultdict(list)
        for product, variant in self.buyable:
            self._kinds[product.category[-1]].append((product, variant))
        self._plain = {word for product in known for word in _plain_words(product)}

    @property
    def currency(self) -> str:
        """The currency of the first price, ISO 4217."""
        prices = (variant.price for _, variant in self.buyable if variant.price)
        return next((price.currency for price in prices), "USD")

    def alike(self, product: Product) -> Sequence[tuple[Product, Variant]]:
        """Give everything of the same kind that can be bought, the product itself included."""
        return self._kinds[product.category[-1]]

    def tells_apart(self, wish: Wish, product: Product) -> bool:
        """Say whether a wish leaves out some of the product's kind."""
        return any(not holds(wish, *other) for other in self.alike(product))

    def names(self, product: Product) -> frozenset[str]:
        """Give the words of a title that are a name: no brand, kind or property has them."""
        return frozenset(_words(product.title) - self._plain)

    def find(self, product_id: str, variant_id: str) -> tuple[Product, Variant] | None:
        """Look up what a card shows; None where the catalogue has no such thing."""
        product = self.products.get(product_id)
        variants = product.variants if product else ()
        found = next((v for v in variants if v.id == variant_id), None)
        return (product, found) if product and found else None


def _plain_words(product: Product) -> set[str]:
    words = _words(f"{product.brand} {' '.join(product.category)}")
    for name, value in product.attributes.items():
        words |= _words(f"{name} {' '.join(value)}" if isinstance(value, tuple) else name)
    for variant in product.variants:
        words |= _words(" ".join(variant.options.values()))
    return words


def _words(text: str) -> set[str]:
    return set(_NAME.findall(text.casefold()))
