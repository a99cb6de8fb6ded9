"""As many demo products as wanted: the shop of one seed after another, for measuring.

Titles may repeat from one seed to the next, as those of a large shop do; ids never do.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice

from retrieval.catalogue import Product
from retrieval.demo.products import SEED, make_products

__all__ = ["make_many"]


def make_many(wanted: int) -> Iterator[Product]:
    """Yield `wanted` products; the same first ones whatever is wanted."""
    return islice(_all(), wanted)


def _all() -> Iterator[Product]:
    for seed in count(SEED):
        for product in make_products(seed):
            variants = tuple(
                variant.model_copy(update={"id": f"s{seed}-{variant.id}"})
                for variant in product.variants
            )
            yield product.model_copy(update={"id": f"s{seed}-{product.id}", "variants": variants})
