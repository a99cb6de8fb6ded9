"""As many products as one likes, for measuring: the demo shop's tables drawn with many seeds.

Titles may repeat across seeds, as they do among the listings of a large shop. Knows nothing of
what is measured.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice

from retrieval.catalogue import Product
from retrieval.demo.products import SEED, make_products

__all__ = ["make_many"]


def make_many(size: int, seed: int = SEED) -> tuple[Product, ...]:
    """Make `size` products in ascending order of id; the same for the same seed and tables."""
    return tuple(islice(_draw(seed), size))


def _draw(seed: int) -> Iterator[Product]:
    for turn in count():
        prefix = f"b{turn:04}-"
        for product in make_products(seed + turn):
            variants = tuple(
                variant.model_copy(update={"id": prefix + variant.id})
                for variant in product.variants
            )
            yield product.model_copy(update={"id": prefix + product.id, "variants": variants})
