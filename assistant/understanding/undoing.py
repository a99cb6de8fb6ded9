"""Taking changes back: the search before, or the newest one for a kind ("back to the tents").

Knows the searches of a conversation; nothing of words.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.dialogue import Search, State
from assistant.types import Act, Delta, Request
from retrieval.filters import Condition

__all__ = ["undone"]


def undone(delta: Delta, wishes: Sequence[Condition], state: State) -> Request:
    """Give the earlier search again, as it was; without any, the present one goes on."""
    kinds = {v for c in wishes if (c.field, c.op) == ("category", "in") for v in c.values}
    steps, search = _found(kinds, state)
    return Request(
        act=Act.REFINE,
        query=search.query,
        conditions=search.conditions,
        sort=search.sort,
        like=search.like,
        undone=steps,
        earlier_query=state.query,
        earlier_conditions=state.conditions,
        earlier_like=state.like,
        language=delta.language,
    )


def _found(kinds: set[str], state: State) -> tuple[int, Search]:
    """How many searches are taken back, and the one that is in force then."""
    for steps, search in enumerate(reversed(state.earlier), start=1):
        if not kinds or kinds & _kinds(search):
            return steps, search
    return 0, state.search


def _kinds(search: Search) -> set[str]:
    named = (c.values for c in search.conditions if (c.field, c.op) == ("category", "in"))
    return {value for values in named for value in values}
