"""The orders that a person can ask for, by name. Knows nothing of how products are ordered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

__all__ = ["ByMeasure", "Order", "Sort", "resolved"]


class Sort(StrEnum):
    """The orders that a person can ask for."""

    RELEVANCE = "relevance"
    PRICE_ASC = "price_asc"
    PRICE_DESC = "price_desc"
    RATING = "rating"
    NEWEST = "newest"
    DISCOUNT = "discount"


@dataclass(frozen=True, slots=True)
class ByMeasure:
    """The least of a measured attribute first, or the `most`; what lacks it is left out."""

    field: str
    most: bool = False


Order: TypeAlias = Sort | ByMeasure


def resolved(order: Order) -> Order:
    """Give an order as columns know it: the discount is a measure, the most of it first."""
    return ByMeasure("discount", most=True) if order is Sort.DISCOUNT else order
