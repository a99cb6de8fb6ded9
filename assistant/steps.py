"""The parts of one message, carried out one after the other: each sees what the one before did.

Knows nothing of how a part is understood, nor of what is said of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.dialogue import Search, State, advance, search_of, together
from assistant.service import Shop, act
from assistant.types import Act, Outcome, Request
from assistant.understanding import Understood, parts

__all__ = ["Step", "carry_out", "state_after"]

_SHOWN = 3
"""Cards for each of several searches in one message."""

Understand = Callable[[str, State, Shop], Understood]


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a message: what it means, what came of it, and the state after it.

    `ms` is how long it took to understand.
    """

    understood: Understood
    outcome: Outcome
    state: State
    ms: float = 0.0


def carry_out(message: str, state: State, shop: Shop, understand: Understand) -> tuple[Step, ...]:
    """Understand and do every part of a message, in order. Most messages have one."""
    wishes = _for_each_wish(message, state, shop, understand)
    if wishes:
        return wishes
    said = parts(message, state, shop.index)
    shop = replace(shop, shown=_SHOWN) if len(said) > 1 else shop
    steps: list[Step] = []
    for part in said:
        before = steps[-1].state if steps else state
        steps.append(_step(part, before, shop, understand))
    return tuple(steps)


def state_after(state: State, steps: Sequence[Step]) -> State:
    """Give the state after all steps; several things wanted are remembered one by one."""
    after = replace(steps[-1].state, turns=state.turns + 1)
    requests = [step.outcome.request for step in steps]
    searches = [search_of(request) for request in requests if request.searches]
    if not searches:
        return after
    if len(searches) == 1:
        return replace(after, wishes=())
    undone = max(request.undone for request in requests)
    whole, kept = together(searches), state.earlier[: len(state.earlier) - undone]
    return replace(
        after,
        query=whole.query,
        conditions=whole.conditions,
        sort=whole.sort,
        like=None,
        earlier=kept if undone else (*kept, state.search),
        wishes=tuple(searches),
    )


def _step(part: str, state: State, shop: Shop, understand: Understand) -> Step:
    began = time.perf_counter()
    understood = understand(part, state, shop)
    ms = (time.perf_counter() - began) * 1000
    outcome = act(understood.request, shop)
    if outcome.asks:
        asks = replace(outcome.asks, message=part, act=understood.request.act.value)
        outcome = replace(outcome, asks=asks)
    return Step(understood, outcome, advance(state, outcome, within=True), ms)


def _for_each_wish(
    message: str, state: State, shop: Shop, understand: Understand
) -> tuple[Step, ...]:
    """Where several things are wanted, what changes the search changes it for each of them."""
    if not any(search.wishes for search in (state.search, *state.earlier)):
        return ()
    small = replace(shop, shown=_SHOWN)
    whole = understand(message, state, small)
    if whole.request.act is not Act.REFINE or "all" in whole.delta.clear:
        return ()
    undone = whole.request.undone
    steps: list[Step] = []
    for wish in state.earlier[-undone].wishes if undone else state.wishes:
        alone = replace(
            steps[-1].state if steps else state,
            query=wish.query,
            conditions=wish.conditions,
            sort=wish.sort,
            like=wish.like,
            wishes=(),
        )
        again = replace(whole, request=_restored(whole.request, wish))
        steps.append(_step(message, alone, small, _already(again) if undone else understand))
    return tuple(steps)


def _restored(request: Request, wish: Search) -> Request:
    return replace(
        request, query=wish.query, conditions=wish.conditions, sort=wish.sort, like=wish.like
    )


def _already(understood: Understood) -> Understand:
    """Give what is understood already."""
    return lambda _message, _state, _shop: understood
