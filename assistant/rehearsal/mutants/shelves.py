"""Faults of finding: filters, sorts and stock that are not kept. What is said stays the same."""

from __future__ import annotations

from dataclasses import replace

from assistant.rehearsal.mutants.views import Asked, Search
from retrieval.search import Results, Sort

__all__ = [
    "leaked_exclusion",
    "leaked_price",
    "silent_relaxation",
    "sold_out_found",
    "sort_ignored",
]


def leaked_exclusion(asked: Asked, search: Search) -> Results:
    """Filter by no refusal, though its chip is shown."""
    kept = tuple(c for c in asked.conditions if getattr(c, "op", "") != "not_in")
    return search(replace(asked, conditions=kept))


def leaked_price(asked: Asked, search: Search) -> Results:
    """Filter by no price, though its chip is shown."""
    kept = tuple(c for c in asked.conditions if getattr(c, "field", "") != "price")
    return search(replace(asked, conditions=kept))


def silent_relaxation(asked: Asked, search: Search) -> Results:
    """Where nothing meets all constraints, drop the last ones until something does."""
    found = search(asked)
    while not found.match_count and len(asked.conditions) > 1:
        asked = replace(asked, conditions=asked.conditions[:-1])
        found = search(asked)
    return found


def sort_ignored(asked: Asked, search: Search) -> Results:
    """Order by relevance, whatever was asked."""
    return search(replace(asked, sort=Sort.RELEVANCE))


def sold_out_found(asked: Asked, search: Search) -> Results:
    """Look among the sold-out as among the rest."""
    return search(replace(asked, available_only=False))
