"""Has labelled messages understood, one after the other, each where its conversation stands.

Knows nothing of figures; carries out only what changes the state (searches and their cards).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from assistant.dialogue import State, advance
from assistant.service import Shop, act
from assistant.training.evaluation.labels import Label, conditions_of
from assistant.training.evaluation.pointed import meant_products
from assistant.training.evaluation.slots import slots_of
from assistant.training.evaluation.verdict import Before, Heard, Verdict, judge
from assistant.types import Act, Request
from assistant.understanding import Understood, hear, understand
from retrieval.sorts import Sort

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["listen"]


def listen(
    labels: Iterable[Label], model: BaseChatModel, shop: Shop, *, seconds: float
) -> Iterator[Verdict]:
    """Understand and judge every message; `seconds` is what the model may take for one."""
    state, talk, before = State(), "", Before()
    for label in labels:
        if not label.dialogue or label.dialogue != talk:
            state = _state_after(label.after, shop)
            before = Before(slots_of(state.conditions, shop.manner.currency))
        talk = label.dialogue
        state = hear(label.say, state)
        meant = meant_products(label.refs, state, shop.index)
        began = time.perf_counter()
        understood = understand(model, label.say, state, shop.index, shop.manner, seconds=seconds)
        ms = (time.perf_counter() - began) * 1000
        after = advance(state, act(understood.request, shop))
        verdict = judge(label, _heard(understood, state, after, shop, ms), before, meant)
        yield verdict
        state, before = after, Before.of(verdict)


def _state_after(where: str | None, shop: Shop) -> State:
    """The state of a conversation in which one search has been made and shown."""
    if where is None:
        return State()
    conditions = conditions_of(where)
    kinds = [value for c in conditions if c.field == "category" for value in c.values]
    return advance(State(), act(Request(Act.SEARCH, " ".join(kinds), conditions), shop))


def _heard(understood: Understood, before: State, after: State, shop: Shop, ms: float) -> Heard:
    """What was understood; a sort counts where the message set it, not where it stayed."""
    request, delta = understood.request, understood.delta
    stayed = delta.sort is None and request.sort == before.sort
    return Heard(
        acts=(request.act,),
        in_force=slots_of(after.conditions, shop.manner.currency),
        about=slots_of(request.about, shop.manner.currency),
        sort=Sort.RELEVANCE if stayed else request.sort,
        query=request.query,
        products=tuple(showing.product_id for showing in request.subjects),
        missing=request.missing,
        asked=frozenset(request.asked),
        quantity=delta.quantity,
        order_id=delta.order_id,
        ms=ms,
    )
