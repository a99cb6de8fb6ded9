"""Several things wanted at once: what holds for all of them, each keeping its own.

Plain arithmetic over searches; knows nothing of words.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.dialogue.search import Search
from retrieval.filters import Condition

__all__ = ["together"]


def together(searches: Sequence[Search]) -> Search:
    """One search that all of the products wanted meet: any of the kinds, and what is common."""
    first, *others = searches
    common = tuple(c for c in first.conditions if all(c in other.conditions for other in others))
    named = [_kinds(search) for search in searches]
    values = tuple(dict.fromkeys(value for kinds in named for value in kinds))
    kinds = (Condition("category", "in", values),) if all(named) else ()
    return Search("", (*kinds, *(c for c in common if not _is_kind(c))))


def _kinds(search: Search) -> tuple[str, ...]:
    return tuple(value for c in search.conditions if _is_kind(c) for value in c.values)


def _is_kind(condition: Condition) -> bool:
    return (condition.field, condition.op) == ("category", "in")
