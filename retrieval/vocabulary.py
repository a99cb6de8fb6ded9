"""What this catalogue can be asked by: categories, brands, options, attributes and ranges.

Learnt from the products, nothing else. Knows nothing of ranking or of conversations.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.catalogue import Product

__all__ = ["Vocabulary"]


class Vocabulary:
    """The names and values of `products`."""

    def __init__(self, products: Sequence[Product]) -> None:
        self._products = tuple(products)
