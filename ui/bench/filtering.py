"""Filters to search under, found in a catalogue by how much of it they leave.

Knows nothing of searching.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.catalogue import Product
    from retrieval.conditions import Condition

__all__ = ["NO_FILTER", "chosen_filters"]

NO_FILTER = "no filter"

_SHARES = {"a tenth": 0.1, "a hundredth": 0.01}


def chosen_filters(products: Iterable[Product]) -> Mapping[str, tuple[Condition, ...]]:
    """Give no filter, what is in stock, and the categories or brands nearest to two shares."""
    from retrieval.conditions import Condition

    counts: Counter[tuple[str, str]] = Counter()
    total = 0
    for product in products:
        total += 1
        counts.update({("category", level) for level in product.category})
        if product.brand:
            counts["brand", product.brand] += 1
    filters: dict[str, tuple[Condition, ...]] = {
        NO_FILTER: (),
        "in stock": (Condition("in_stock", "in", ("yes",)),),
    }
    for name, share in _SHARES.items():
        if counts:
            field, value = min(counts, key=lambda each: (abs(counts[each] - share * total), each))
            filters[name] = (Condition(field, "in", (value,)),)
    return filters
