"""A message as the answer to what was asked back: which product was meant.

The question's own message is what is to be done; the answer only says with which product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.dialogue import State
from assistant.showings import Reference
from assistant.types import Act
from assistant.understanding.pointing import meant_by
from assistant.understanding.reading import Reading
from retrieval.filters import Condition
from retrieval.search import Index

__all__ = ["act_asked", "chosen", "text_asked"]

_ANSWERING = {Act.DETAILS, Act.REFINE, Act.SEARCH}
"""What a bare answer reads as by itself."""


def chosen(
    reading: Reading, state: State, index: Index, acts: Sequence[Act]
) -> tuple[Reference, ...]:
    """The references by which a message answers the question that is open; empty if it does not.

    "The second one" and a title answer, and so does a value alone ("black") that only some of
    the candidates have. A message with a question or an errand of its own (`acts`) does not.
    """
    pending = state.pending
    if pending is None or not pending.candidates or reading.asked or reading.amounts:
        return ()
    if reading.refs:
        return () if reading.is_question or acts[0] not in _ANSWERING else reading.refs
    having = tuple(Condition(m.field, "in", (m.value, *m.others)) for m in reading.wanted)
    if not having or reading.leftovers:
        return ()
    reference = Reference(having=having, words=reading.text)
    only = replace(state, shown=pending.candidates, pending=None)
    found = meant_by(reference, only, index)
    return (reference,) if 0 < len(found) < len(pending.candidates) else ()


def act_asked(state: State) -> Act:
    """What is to be done with the product that was asked for."""
    return Act(state.pending.act) if state.pending and state.pending.act else Act.DETAILS


def text_asked(state: State) -> str:
    """The message that the open question is about."""
    return state.pending.message if state.pending else ""
