"""References to showings: "the second one", "it", a product's name. Newest showing first.

Deterministic: the same words in the same state always mean the same product.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.dialogue import State
from assistant.types import Delta, Reference, Showing
from retrieval.search import Index

__all__ = ["Pointed", "point"]


@dataclass(frozen=True, slots=True)
class Pointed:
    """The showings meant, and the words for one that was never shown."""

    subjects: tuple[Showing, ...] = ()
    missing: str | None = None


def point(delta: Delta, state: State, index: Index) -> Pointed:
    """Find what a delta's references mean; without any, what is being talked about."""
    if not delta.refs:
        subject = _in_focus(state)
        return Pointed((subject,) if subject else ())
    found = [_resolve(ref, state, index) for ref in delta.refs]
    missing = [_words(ref) for ref, showing in zip(delta.refs, found, strict=True) if not showing]
    subjects = tuple(dict.fromkeys(showing for showing in found if showing))
    return Pointed(subjects, missing[0] if missing else None)


def _in_focus(state: State) -> Showing | None:
    """The product talked about last, else the first of the latest cards."""
    return state.focus or next(iter(state.latest), None)


def _resolve(reference: Reference, state: State, index: Index) -> Showing | None:
    if reference.position is not None:
        return _at(reference.position, state.latest)
    for showing in reversed(state.shown):
        product = index.product(showing.product_id)
        if product and product.title == reference.name:
            return showing
    return None


def _at(position: int, latest: tuple[Showing, ...]) -> Showing | None:
    if position == -1:
        return latest[-1] if latest else None
    return next((showing for showing in latest if showing.position == position), None)


def _words(reference: Reference) -> str:
    if reference.name:
        return reference.name
    return "the last one" if reference.position == -1 else f"number {reference.position}"
