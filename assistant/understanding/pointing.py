"""References to showings: "the second one", "the black one", a product's name. Newest first.

Deterministic: the same words in the same state always mean the same products. What may mean
several is ambiguous, and what means none was never shown; neither is guessed at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.dialogue import State, groups_of
from assistant.showings import Reference, Showing, Which
from assistant.types import Act
from assistant.understanding.shelf import Shelf
from retrieval.search import Index
from retrieval.text import tokenise

__all__ = ["Pointed", "meant_by", "point"]

_PAIR = 2
Showings = tuple[Showing, ...]


@dataclass(frozen=True, slots=True)
class Pointed:
    """The showings meant, the words for one that was never shown, and those it may be."""

    subjects: Showings = ()
    missing: str | None = None
    choices: Showings = ()


def point(
    references: Sequence[Reference], state: State, index: Index, *, act: Act = Act.DETAILS
) -> Pointed:
    """Find what references mean; without any, what is being talked about.

    To compare, these are all that were talked about last, else the latest cards; for the cart
    one of several cards is never guessed at. A refused one ("not the former") leaves the
    others, unless another one is named instead.
    """
    wanted = [reference for reference in references if not reference.refused] or references
    if not wanted:
        return _talked_about(state, act)
    subjects: list[Showing] = []
    for reference in wanted:
        found = meant_by(reference, state, index)
        if not found:
            return Pointed(tuple(subjects), missing=_words(reference))
        if len(found) > 1 and reference.which != "all":
            return Pointed(tuple(subjects), choices=found)
        subjects += found
    return Pointed(tuple(dict.fromkeys(subjects)))


def _talked_about(state: State, act: Act) -> Pointed:
    """What "it" is, or "them"."""
    if act is Act.COMPARE:
        return Pointed(state.spoken if len(state.spoken) > 1 else state.latest)
    if act is Act.CART_ADD and state.focus is None and len(state.latest) > 1:
        return Pointed(choices=state.latest)
    subject = _in_focus(state)
    return Pointed((subject,) if subject else ())


def meant_by(reference: Reference, state: State, index: Index) -> Showings:
    """Every showing that a reference may mean: one, several, or none."""
    shelf = Shelf(index)
    if reference.name:
        return _named(reference.name, state, shelf)
    for group in _groups(reference, state, shelf):
        if fitting := shelf.fitting(group, reference.having):
            found = _picked(reference, fitting, group, state, shelf)
            return _others(found, fitting, state) if reference.refused else found
        if reference.position is not None and not reference.having:
            break
    return ()


def _groups(reference: Reference, state: State, shelf: Shelf) -> Sequence[Showings]:
    """The groups of cards to look in, in order; what is being asked about first."""
    groups = groups_of(state.shown)
    if reference.first:
        return tuple(reversed([group for group in groups if group[0].turn > 0] or groups))
    if reference.before:
        marks = [at for at, group in enumerate(groups) if shelf.fitting(group, reference.before)]
        older = groups[marks[0] :] if marks else ()
        return tuple(g for g in older if not shelf.fitting(g, reference.before))[:1]
    return (_asked(state), *groups) if _asked(state) else groups


def _asked(state: State) -> Showings:
    """The candidates of the question that is open."""
    return state.pending.candidates if state.pending else ()


def _picked(
    reference: Reference, fitting: Showings, group: Showings, state: State, shelf: Shelf
) -> Showings:
    """Of cards that fit, those that the reference picks by place or by comparing."""
    if reference.position is not None:
        numbered = fitting if reference.having else group
        return _at(
            reference.position, numbered, counted=bool(reference.having) or _asked(state) is group
        )
    pair = state.spoken if len(state.spoken) == _PAIR else fitting
    if reference.which in {"least", "most"}:
        return shelf.extreme(pair, reference.by, most=reference.which == "most")
    if reference.which is None or reference.which == "all":
        return _together(fitting, reference, state)
    return _of_pair(reference.which, pair, state) if len(pair) == _PAIR else fitting


def _of_pair(which: Which, pair: Showings, state: State) -> Showings:
    if which == "other":
        return tuple(showing for showing in pair if showing != _in_focus(state))
    return pair[:1] if which == "former" else pair[1:]


def _together(fitting: Showings, reference: Reference, state: State) -> Showings:
    """What fits: "both" are the two talked about, one thing the one talked about, if it fits."""
    if reference.which == "all":
        talked = len(state.spoken) > 1 and not reference.having
        return state.spoken if talked else fitting
    kind_alone = all(condition.field == "category" for condition in reference.having)
    return tuple(s for s in fitting if kind_alone and s == state.focus) or fitting


def _others(found: Showings, fitting: Showings, state: State) -> Showings:
    """What is left where one is refused: of the two talked about, else of all that fit."""
    pair = state.spoken if len(state.spoken) > 1 else fitting
    return tuple(showing for showing in pair if showing not in found)


def _named(name: str, state: State, shelf: Shelf) -> Showings:
    """The newest showing of every product of that title, or whose title has those words."""
    newest = {showing.product_id: showing for showing in state.shown}
    titles = {showing: shelf.title(showing) for showing in reversed(newest.values())}
    exact = tuple(showing for showing, title in titles.items() if title == name)
    words = {token.text for token in tokenise(name)}
    alike = (s for s, t in titles.items() if words <= {token.text for token in tokenise(t)})
    return exact or tuple(alike)


def _in_focus(state: State) -> Showing | None:
    """The product talked about last, else the first of the latest cards."""
    return state.focus or next(iter(state.latest), None)


def _at(position: int, group: Showings, *, counted: bool) -> Showings:
    if position < 0:
        return group[position:][:1] if -position <= len(group) else ()
    if counted:
        return group[position - 1 : position]
    return tuple(showing for showing in group if showing.position == position)


def _words(reference: Reference) -> str:
    """Say what was never shown."""
    if reference.position is not None and not reference.having:
        return "the last one" if reference.position == -1 else f"number {reference.position}"
    return reference.name or reference.words or "that"
