"""The orders that a person can ask for, by name. Knows nothing of how products are ordered."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Sort"]


class Sort(StrEnum):
    """The orders that a person can ask for."""

    RELEVANCE = "relevance"
    PRICE_ASC = "price_asc"
    PRICE_DESC = "price_desc"
    RATING = "rating"
    NEWEST = "newest"
