"""Has labelled messages understood, one after the other, each where its conversation stands.

Knows nothing of figures; carries out only what changes the state (searches and their cards).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence

from assistant.dialogue import State, advance
from assistant.service import Shop, act
from assistant.steps import Step, carry_out, state_after
from assistant.training.evaluation.labels import Label, conditions_of
from assistant.training.evaluation.pointed import meant_products
from assistant.training.evaluation.slots import slots_of
from assistant.training.evaluation.verdict import Before, Heard, Verdict, judge
from assistant.types import Act, Request, Showing
from assistant.understanding import Listener, Understood, hear, understand
from retrieval.sorts import Sort

__all__ = ["listen"]


def listen(labels: Iterable[Label], listener: Listener, shop: Shop) -> Iterator[Verdict]:
    """Understand and judge every message."""

    def listened(message: str, state: State, shop: Shop) -> Understood:
        return understand(listener, message, state, shop.index, shop.manner)

    state, talk, before = State(), "", Before()
    for label in labels:
        if not label.dialogue or label.dialogue != talk:
            state = _state_after(label.after, shop)
            before = Before(slots_of(state.conditions, shop.manner.currency))
        talk = label.dialogue
        state = hear(label.say, state)
        meant = meant_products(label.refs, state, shop.index)
        began = time.perf_counter()
        steps = carry_out(label.say, state, shop, listened)
        ms = (time.perf_counter() - began) * 1000
        after = state_after(state, steps)
        verdict = judge(label, _heard(steps, state, after, shop, ms), before, meant)
        yield verdict
        state, before = after, Before.of(verdict)


def _state_after(where: str | None, shop: Shop) -> State:
    """The state of a conversation in which one search has been made and shown."""
    if where is None:
        return State()
    conditions = conditions_of(where)
    kinds = [value for c in conditions if c.field == "category" for value in c.values]
    return advance(State(), act(Request(Act.SEARCH, " ".join(kinds), conditions), shop))


def _heard(steps: Sequence[Step], before: State, after: State, shop: Shop, ms: float) -> Heard:
    """What was understood; a sort counts where the message set it, not where it stayed.

    Labels know no order by a measure.
    """
    requests = [step.understood.request for step in steps]
    deltas = [step.understood.delta for step in steps]
    first = requests[0]
    stayed = all(delta.sort is None for delta in deltas) and first.sort == before.sort
    return Heard(
        acts=tuple(request.act for request in requests),
        in_force=slots_of(after.conditions, shop.manner.currency),
        about=slots_of([c for r in requests for c in r.about], shop.manner.currency),
        sort=first.sort if isinstance(first.sort, Sort) and not stayed else Sort.RELEVANCE,
        query=" ".join(request.query for request in requests),
        products=tuple(s.product_id for request in requests for s in _pointed(request)),
        missing=next((request.missing for request in requests if request.missing), None),
        asked=frozenset(name for request in requests for name in request.asked),
        quantity=next((delta.quantity for delta in deltas if delta.quantity), None),
        order_id=next((delta.order_id for delta in deltas if delta.order_id), None),
        ms=ms,
    )


def _pointed(request: Request) -> tuple[Showing, ...]:
    """What a request is about, or what the things wanted are to be like."""
    like = request.like if request.act is Act.SIMILAR else None
    return request.subjects or ((like,) if like else ())
