"""Cheaper or dearer than something shown, as a bound on the price. Knows nothing of words."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.showings import Showing
from assistant.types import Delta
from assistant.understanding.shelf import Shelf
from retrieval.filters import Condition
from retrieval.search import Index

__all__ = ["compared_with"]


def compared_with(showings: Sequence[Showing], delta: Delta, index: Index) -> tuple[Condition, ...]:
    """Bound the price below the cheapest of some showings, or above the dearest.

    Nothing where neither is asked for, a price is named, or none of them has one.
    """
    if delta.comparative is None or any(field.startswith("price") for field in delta.set):
        return ()
    shelf = Shelf(index)
    prices = [price for showing in showings if (price := shelf.price(showing))]
    if not prices:
        return ()
    if delta.comparative == "cheaper":
        return (Condition("price", "max", bound=min(prices), strict=True),)
    return (Condition("price", "min", bound=max(prices), strict=True),)
