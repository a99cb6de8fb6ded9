"""Messages that ask for nothing but what is reduced: "show me everything on sale"."""

from __future__ import annotations

from assistant.dialogue import State
from assistant.types import Act
from assistant.understanding.reading import Reading
from retrieval.discounts import DISCOUNT
from retrieval.search import Index

__all__ = ["only_reduced"]


def only_reduced(reading: Reading, state: State, _index: Index) -> tuple[Act, ...]:
    """Give the act of looking for it, in the search there is or in a new one; none of others."""
    wished = any(amount.field == DISCOUNT for amount in reading.amounts)
    kinds = any(mention.field == "category" for mention in reading.wanted)
    if not wished or kinds or reading.leftovers or reading.refs:
        return ()
    goes_on = state.searching and "everything" not in reading.acts
    return (Act.REFINE,) if goes_on else (Act.SEARCH,)
