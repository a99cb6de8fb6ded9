"""What was looked for at some time, as a conversation remembers it."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.filters import Condition
from retrieval.sorts import Sort

__all__ = ["Search"]


@dataclass(frozen=True, slots=True)
class Search:
    """Words, conditions, and an order; `wishes` where several things were wanted at once."""

    query: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: Sort = Sort.RELEVANCE
    wishes: tuple[Search, ...] = ()
