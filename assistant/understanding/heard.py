"""What of a conversation a reading needs: the titles that were shown, and ways to ask about them.

Knows the state and the index; nothing of the message.
"""

from __future__ import annotations

from collections.abc import Collection

from assistant.dialogue import State
from assistant.showings import Reference
from assistant.understanding.cues import Heard
from assistant.understanding.pointing import meant_by
from retrieval.filters import Condition
from retrieval.search import Index

__all__ = ["heard_of"]


def heard_of(state: State, index: Index) -> Heard:
    """Give what was shown, the newest first, and the kinds in force."""
    products = (index.product(showing.product_id) for showing in reversed(state.shown))
    titles = tuple(product.title for product in products if product)
    kinds = (c.values for c in state.conditions if (c.field, c.op) == ("category", "in"))

    def holds(within: Collection[str], field: str, value: str) -> bool:
        names = tuple(within) or _kinds_shown(state, index)
        wanted = (Condition("category", "in", names), Condition(field, "in", (value,)))
        return index.search("", wanted, limit=1).match_count > 0

    def sizes(within: Collection[str]) -> Collection[str]:
        names = tuple(within) or _kinds_shown(state, index)
        wanted = Condition("category", "in", names)
        return index.values("size", index.matches("", (wanted,))) if names else ()

    def shows(reference: Reference) -> bool:
        return bool(meant_by(reference, state, index))

    refused = (c for c in state.conditions if c.op == "not_in")
    return Heard(
        titles,
        frozenset(name for values in kinds for name in values),
        holds,
        sizes,
        shows,
        frozenset((c.field, value) for c in refused for value in c.values),
    )


def _kinds_shown(state: State, index: Index) -> tuple[str, ...]:
    """The kinds of what is talked about, else of what was shown last."""
    showings = (state.focus,) if state.focus else state.latest
    products = (index.product(showing.product_id) for showing in showings)
    return tuple(dict.fromkeys(p.category[-1] for p in products if p and p.category))
