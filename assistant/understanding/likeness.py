"""Others like something shown: "like the second one but cheaper, from another brand".

The search by which the product was found goes on: what held there holds for others like it.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.dialogue import Search, State, cleared, label_of_likeness, merged
from assistant.formats import Manner
from assistant.showings import Showing
from assistant.types import Act, Delta, Request
from assistant.understanding.applying import applicable
from assistant.understanding.comparing import compared_with
from assistant.understanding.pointing import Pointed
from assistant.understanding.shelf import Shelf
from assistant.understanding.wishes import Wishes
from retrieval.filters import Condition
from retrieval.matching import words_beyond
from retrieval.search import Index
from retrieval.sorts import Sort

__all__ = ["conditions_beside", "likeness_kept", "others_like"]


def others_like(
    delta: Delta, pointed: Pointed, state: State, index: Index, wishes: Wishes
) -> Request:
    """Give the search for others like what a message points at; one product must be meant."""
    subjects = pointed.subjects
    if pointed.missing or pointed.choices or len(subjects) != 1:
        return _unclear(delta, pointed, state)
    base = cleared(_found_by(subjects[0], state, index).conditions, delta.clear)
    wished = applicable(wishes.conditions, base, index)
    compared = compared_with(subjects, delta, index)
    beside = conditions_beside(delta, subjects[0], index)
    conditions = merged(base, (*wished, *compared, *beside))
    words = words_beyond(delta.query, conditions)
    return Request(
        act=Act.SIMILAR,
        conditions=conditions,
        sort=Sort(delta.sort) if delta.sort else Sort.RELEVANCE,
        like=subjects[0],
        unmatched=(*wishes.unmatched, *((words,) if words else ())),
        earlier_query=state.query,
        earlier_conditions=state.conditions,
        earlier_like=state.like,
        language=delta.language,
    )


def _unclear(delta: Delta, pointed: Pointed, state: State) -> Request:
    """Where none or several are meant, the search stays as it is, and it is asked which."""
    return Request(
        act=Act.SIMILAR,
        query=state.query,
        conditions=state.conditions,
        sort=state.sort,
        like=state.like,
        missing=pointed.missing or (None if pointed.choices or pointed.subjects else "that"),
        choices=pointed.choices or pointed.subjects,
        language=delta.language,
    )


def _found_by(showing: Showing, state: State, index: Index) -> Search:
    """The newest search whose constraints the product meets; an empty one where none is."""
    mine = Condition("id", "in", (showing.product_id,))
    for search in (state.search, *reversed(state.earlier)):
        if index.search("", (mine, *search.conditions), limit=0).match_count:
            return search
    return Search()


def likeness_kept(delta: Delta, state: State, index: Index, manner: Manner) -> Showing | None:
    """Give what the search is about to go on being like; None where a message lets it go."""
    if state.like is None or "all" in delta.clear:
        return None
    product = index.product(state.like.product_id)
    gone = {chip.casefold() for chip in delta.removed}
    if product is None or label_of_likeness(product.title, manner).casefold() in gone:
        return None
    return state.like


def conditions_beside(delta: Delta, like: Showing, index: Index) -> tuple[Condition, ...]:
    """Give what "another brand" and "the same colour" mean beside a product that was shown."""
    return (
        *_of(like, delta.differing, index, differs=True),
        *_of(like, delta.matching, index, differs=False),
    )


def _of(
    like: Showing, fields: tuple[str, ...], index: Index, *, differs: bool
) -> Iterator[Condition]:
    for field in fields:
        if values := Shelf(index).values(like, field):
            yield Condition(field, "not_in" if differs else "in", values)
