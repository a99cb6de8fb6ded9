"""How far below its former price a variant is sold: a column of our own, in percent.

What is sold at its usual price is at 0, what has no price at nothing. Knows nothing of feeds.
"""

from __future__ import annotations

import math
from decimal import Decimal

from retrieval.catalogue import Variant
from retrieval.conditions import Condition

__all__ = ["DISCOUNT", "FULL_PRICE", "ON_SALE", "UNIT", "discount_of", "off"]

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
    if variant.price is None:
        return math.nan
    former = variant.list_price
    if former is None:
        return 0.0
    return float((former.amount - variant.price.amount) * 100 / former.amount)
