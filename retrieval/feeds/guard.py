"""What a feed would do to the catalogue that serves: is it likely to be a mistake?

Knows nothing of feeds' formats or of indexes.
"""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.catalogue import Money, Product
from retrieval.feeds.spool import Spool

__all__ = ["doubts"]

_REMOVED = 1 / 2  # of the active products
_CHEAPER = 1 / 10  # of the products that are in both and have a price
_DROP = 2  # times as dear as it would be


def doubts(present: Iterable[Product], coming: Spool) -> list[str]:
    """Say what speaks against replacing `present` by `coming`; nothing when all is well.

    Discontinued products do not count, neither now nor then.
    """
    active = removed = priced = dropped = lost = 0
    for product in present:
        if product.status != "active":
            continue
        active += 1
        new = coming.get(product.id)
        if new is None or new.status != "active":
            removed += 1
            continue
        before, after = _lowest(product), _lowest(new)
        priced += before is not None
        lost += before is not None and after is None
        dropped += _is_dropped(before, after)
    found = []
    if removed > active * _REMOVED:
        found.append(f"it would remove {removed:,} of the {active:,} products that are sold now")
    if dropped > priced * _CHEAPER:
        found.append(f"it would more than halve the price of {dropped:,} of {priced:,} products")
    if lost > priced * _CHEAPER:
        found.append(f"it has no price for {lost:,} of {priced:,} products that have one now")
    return found


def _lowest(product: Product) -> Money | None:
    prices = [variant.price for variant in product.variants if variant.price]
    return min(prices, key=lambda price: price.amount, default=None)


def _is_dropped(before: Money | None, after: Money | None) -> bool:
    if before is None or after is None or before.currency != after.currency:
        return False
    return after.amount * _DROP < before.amount
