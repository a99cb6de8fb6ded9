"""Faults of understanding: constraints, references and removals that get lost on the way."""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue import State
from assistant.types import Act, Delta, Request

__all__ = [
    "dropped_constraint",
    "repeated_cards",
    "stale_constraint",
    "swapped_reference",
    "unheard_exclusion",
]


def dropped_constraint(request: Request, _: Delta, state: State) -> Request:
    """Leave out the last constraint that the message adds."""
    new = [condition for condition in request.conditions if condition not in state.conditions]
    kept = tuple(condition for condition in request.conditions if condition not in new[-1:])
    return replace(request, conditions=kept)


def unheard_exclusion(request: Request, _: Delta, __: State) -> Request:
    """Hear no refusal at all."""
    kept = tuple(condition for condition in request.conditions if condition.op != "not_in")
    return replace(request, conditions=kept)


def stale_constraint(request: Request, delta: Delta, state: State) -> Request:
    """Keep what the shopper has taken away."""
    if not delta.removed and not delta.clear:
        return request
    return replace(request, conditions=state.conditions)


def swapped_reference(request: Request, _: Delta, state: State) -> Request:
    """Take the first card for whichever was meant."""
    if request.act is not Act.DETAILS or not (request.subjects and state.latest):
        return request
    return replace(request, subjects=state.latest[:1])


def repeated_cards(request: Request, _: Delta, __: State) -> Request:
    """Show the same again where more is wanted."""
    return replace(request, skip=())
