"""Prices as shops write them: in a credible range, with endings like .95, sometimes reduced.

Knows nothing of products; a level from 0 to 1 says how dear a thing is within its kind.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

from retrieval.catalogue import Money

__all__ = ["CURRENCY", "list_price", "price_at", "rounded"]

CURRENCY = "USD"
_SMALL = ("0.49", "0.50", "0.90", "0.95", "0.99")
_MIDDLE = ("0.00", "0.50", "0.90", "0.95", "0.99")
_LARGE = ("0.00", "0.00", "0.90", "0.99")
_MARK_UPS = (1.12, 1.15, 1.2, 1.25, 1.3, 1.4, 1.5)


def price_at(level: float, low: float, high: float) -> float:
    """The price at `level`, growing by equal factors from `low` to `high`."""
    return float(low * (high / low) ** level)


def rounded(amount: float, rng: Random) -> Money:
    """`amount` with an ending as on a price tag, never below 0.49."""
    endings = _SMALL if amount < 10 else _MIDDLE if amount < 150 else _LARGE
    whole = int(amount)
    if amount >= 200:
        whole = whole // 5 * 5 + rng.choice((-1, 0, 4))
    return Money(amount=Decimal(whole) + Decimal(rng.choice(endings)), currency=CURRENCY)


def list_price(price: Money, cut: float) -> Money:
    """A former, higher price with the same ending; `cut` from 0 to 1 says how much higher."""
    cents = price.amount % 1
    mark_up = _MARK_UPS[min(int(cut * len(_MARK_UPS)), len(_MARK_UPS) - 1)]
    whole = int(float(price.amount) * mark_up)
    before = Decimal(max(whole, int(price.amount) + 1)) + cents
    return Money(amount=before, currency=price.currency)
