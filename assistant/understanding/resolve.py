"""`Delta` to `Request`: free words become values of *this* catalogue, pointing words products.

Plain code, the same answer every time. What the catalogue cannot be filtered by stays in the
query and is told.
"""

from __future__ import annotations

from assistant.dialogue import (
    State,
    allowed,
    also_wanted,
    cleared,
    kept_for_other_kind,
    label,
    merged,
)
from assistant.formats import Manner
from assistant.showings import Reference
from assistant.types import Act, Delta, Request
from assistant.understanding.applying import applicable
from assistant.understanding.comparing import compared_with
from assistant.understanding.likeness import conditions_beside, likeness_kept, others_like
from assistant.understanding.pointing import Pointed, point
from assistant.understanding.undoing import undone
from assistant.understanding.wishes import Wishes, understand_wishes
from retrieval.filters import Condition
from retrieval.matching import words_beyond
from retrieval.search import Index
from retrieval.sorts import ByMeasure, Order, Sort
from retrieval.vocabulary import Vocabulary

__all__ = ["resolve"]

_ABOUT_ONE = {Act.CART_ADD}


def resolve(delta: Delta, state: State, index: Index, manner: Manner) -> Request:
    """Give everything that is in force after the message."""
    wishes = understand_wishes(delta, index.vocabulary, currency=manner.currency)
    pointed = point(_references(delta, wishes), state, index, act=delta.act)
    if delta.act is Act.SIMILAR:
        return others_like(delta, pointed, state, index, wishes)
    if delta.act not in {Act.SEARCH, Act.REFINE}:
        return _about_products(delta, pointed, state, wishes)
    if delta.undo:
        return undone(delta, wishes.conditions, state)
    begins = delta.act is Act.SEARCH
    base = _base(delta, state, index.vocabulary, manner)
    compared = _compared(delta, pointed, state, index)
    wished = applicable(wishes.conditions, base, index)
    left_out = _left_out(wishes, wished)
    kept = _fitting(base, wished, index) if begins else base
    wished = also_wanted(base, wished) if delta.also else wished
    like = None if begins else likeness_kept(delta, state, index, manner)
    beside = conditions_beside(delta, like, index) if like else ()
    conditions = merged(kept, (*wished, *compared, *beside))
    query = _query(delta, state, base, conditions)
    return Request(
        act=delta.act,
        query="" if like else query,
        conditions=conditions,
        sort=_sort(delta, state),
        like=like,
        unmatched=(
            *_to_be_told(delta, wishes, index),
            *left_out,
            *((query,) if like and query else ()),
        ),
        skip=_seen(state) if delta.more and conditions == state.conditions else (),
        earlier_query=state.query,
        earlier_conditions=state.conditions,
        earlier_like=state.like,
        missing=pointed.missing,
        language=delta.language,
    )


def _references(delta: Delta, wishes: Wishes) -> tuple[Reference, ...]:
    """What a delta points at; "add the mug" points at one of that kind."""
    if delta.act is Act.COMPARE and delta.weighing:  # "which of them is the cheapest?"
        return tuple(r for r in delta.refs if r.which not in {"least", "most"})
    kinds = tuple(c for c in wishes.conditions if (c.field, c.op) == ("category", "in"))
    if delta.refs or not kinds or delta.act not in _ABOUT_ONE:
        return delta.refs
    return (Reference(having=kinds, words=" ".join(delta.set.get("category", ()))),)


def _sort(delta: Delta, state: State) -> Order:
    if delta.ranking:
        return ByMeasure(delta.ranking.by[0], delta.ranking.most)
    if delta.sort:
        return Sort(delta.sort)
    anew = delta.act is Act.SEARCH or "all" in delta.clear
    return Sort.RELEVANCE if anew else state.sort


def _about_products(delta: Delta, pointed: Pointed, state: State, wishes: Wishes) -> Request:
    """Questions and acts on products leave the search as it is."""
    return Request(
        act=delta.act,
        query=state.query,
        conditions=state.conditions,
        sort=state.sort,
        like=state.like,
        subjects=pointed.subjects,
        weighing=delta.weighing,
        asked=delta.asked,
        about=wishes.conditions,
        unmatched=wishes.unmatched,
        missing=pointed.missing,
        choices=pointed.choices,
        quantity=delta.quantity,
        order_id=delta.order_id,
        language=delta.language,
    )


def _base(
    delta: Delta, state: State, vocabulary: Vocabulary, manner: Manner
) -> tuple[Condition, ...]:
    """The conditions that a message starts from."""
    if delta.act is Act.SEARCH:
        return kept_for_other_kind(state.conditions) if delta.instead else ()
    kept = cleared(state.conditions, delta.clear)
    gone = {chip.casefold() for chip in delta.removed}
    kept = tuple(c for c in kept if label(c, manner).casefold() not in gone)
    again = Delta(delta.act, exclude=delta.allowed)
    return allowed(kept, understand_wishes(again, vocabulary, currency=manner.currency).conditions)


def _fitting(
    kept: tuple[Condition, ...], wished: tuple[Condition, ...], index: Index
) -> tuple[Condition, ...]:
    """Of what is kept for another kind of thing, what that kind has: a belt has no size 42."""
    kind = [c for c in wished if (c.field, c.op) == ("category", "in")]
    return tuple(
        c for c in kept if c.op != "in" or index.search("", (*kind, c), limit=1).match_count > 0
    )


def _query(
    delta: Delta,
    state: State,
    base: tuple[Condition, ...],
    conditions: tuple[Condition, ...],
) -> str:
    """The words to rank by: the kind and what no condition says, so none outlives its chip."""
    if "all" in delta.clear:
        return ""
    values = tuple(c for c in conditions if c.field != "category")
    new = words_beyond(delta.query, values)
    if delta.act is Act.SEARCH:
        return new
    gone = tuple(c for c in state.conditions if c not in base)
    before = words_beyond(state.query, gone) if gone else state.query
    known = before.lower().split()
    return " ".join((before, *(w for w in new.split() if w not in known))).strip()


def _left_out(wishes: Wishes, wished: tuple[Condition, ...]) -> tuple[str, ...]:
    """The words of wishes that the wanted kind cannot be filtered by, in no property at all."""
    met = {value for c in wished for value in c.values}
    return tuple(
        c.field if c.values == ("yes",) else c.values[0]
        for c in wishes.conditions
        if c not in wished and c.values and c.field != "category" and c.values[0] not in met
    )


def _to_be_told(delta: Delta, wishes: Wishes, index: Index) -> tuple[str, ...]:
    """Words that cannot be filtered by; what is refused and no product speaks of is met anyway."""
    refused = delta.exclude.get("words", ())
    return tuple(word for word in wishes.unmatched if word not in refused or index.speaks_of(word))


def _seen(state: State) -> tuple[str, ...]:
    return tuple(dict.fromkeys(showing.product_id for showing in state.shown))


def _compared(delta: Delta, pointed: Pointed, state: State, index: Index) -> tuple[Condition, ...]:
    """ "Cheaper": below the cheapest shown, or below the one referred to; "dearer": above."""
    return compared_with(pointed.subjects if delta.refs else state.latest, delta, index)
