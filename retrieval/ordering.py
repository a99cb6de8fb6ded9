"""Orders other than relevance, and which variant stands for a product.

Knows nothing of queries.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from retrieval.catalogue import Product, Variant

__all__ = ["first_of", "popularity", "preference", "ranks"]

_PRIOR_STARS, _PRIOR_COUNT = 3.5, 10
"""What an unrated product is taken for, and how many ratings that weighs."""

Numbers = npt.NDArray[np.int64]


def popularity(product: Product) -> float:
    """Rate a product from 0 to 1: its stars, drawn to a prior while the ratings are few."""
    stars = _PRIOR_STARS if product.rating is None else product.rating
    count = product.rating_count if product.rating is not None else 0
    return (stars * count + _PRIOR_STARS * _PRIOR_COUNT) / (count + _PRIOR_COUNT) / 5


def preference(variant: Variant) -> tuple[object, ...]:
    """Give the key by which the variant to show comes first: in stock, then the cheapest.

    A variant without a price comes behind those with one; of several currencies, those of one
    stand together.
    """
    price = variant.price
    if price is None:
        return variant.stock == 0, True, "", 0
    return variant.stock == 0, False, price.currency, price.amount


def ranks(*keys: npt.NDArray[np.generic]) -> Numbers:
    """Number items from 0 by ascending keys, the first key first; ties by their position."""
    order = np.lexsort(keys[::-1])
    found = np.empty(len(order), dtype=np.int64)
    found[order] = np.arange(len(order))
    return found


def first_of(ranked: Numbers, limit: int) -> Numbers:
    """Return the positions of the `limit` lowest of some different ranks, in their order."""
    if limit < len(ranked):
        lowest = np.argpartition(ranked, limit)[:limit] if limit else ranked[:0]
    else:
        lowest = np.arange(len(ranked))
    return np.asarray(lowest[np.argsort(ranked[lowest])], dtype=np.int64)
