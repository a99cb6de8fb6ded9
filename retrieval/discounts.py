"""How far below its former price a variant is sold: a column of our own, in percent.

What is sold at its usual price is at 0, what has no price at nothing. Knows nothing of feeds.
"""

from __future__ import annotations

import math
from decimal import Decimal

from retrieval.catalogue import Money, Variant
from retrieval.conditions import Condition

__all__ = ["DISCOUNT", "FULL_PRICE", "ON_SALE", "UNIT", "discount_of", "off", "percent_off"]

DISCOUNT = "discount"
"""The field's name; an attribute of that name in a feed is not looked at."""
UNIT = "%"

ON_SALE = Condition(DISCOUNT, "min", bound=Decimal(0), unit=UNIT, strict=True)
"""Met by what costs less than it did."""
FULL_PRICE = Condition(DISCOUNT, "max", bound=Decimal(0), unit=UNIT)
"""Met by what costs what it always did."""


def off(percent: int | Decimal) -> Condition:
    """Give the condition of being reduced by at least so many percent."""
    return Condition(DISCOUNT, "min", bound=Decimal(percent), unit=UNIT)


def discount_of(variant: Variant) -> float:
    """Return by how many percent a variant is reduced; NaN where it has no price."""
    price = variant.price
    return math.nan if price is None else float(percent_off(price, variant.list_price))


def percent_off(price: Money, former: Money | None) -> Decimal:
    """Return by how many percent a price is below the former one; 0 without one."""
    if former is None:
        return Decimal(0)
    return (former.amount - price.amount) * 100 / former.amount
