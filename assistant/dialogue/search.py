"""What was looked for at some time, as a conversation remembers it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.showings import Showing
from assistant.types import Request
from retrieval.filters import Condition
from retrieval.sorts import Order, Sort

__all__ = ["Search", "search_of"]


@dataclass(frozen=True, slots=True)
class Search:
    """Words, conditions, and an order; `wishes` where several things were wanted at once.

    `like` is the showing that what is looked for is to be alike.
    """

    query: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: Order = Sort.RELEVANCE
    like: Showing | None = None
    wishes: tuple[Search, ...] = ()


def search_of(request: Request) -> Search:
    """Give what a request looks for, as it is remembered."""
    return Search(request.query, request.conditions, request.sort, request.like)
