"""Constraints as an algebra, their chips, and how a state goes on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from assistant_samples import demo_index, demo_shop, found
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.dialogue import (
    State,
    advance,
    below_limit,
    chip,
    chips,
    cleared,
    kept_for_other_kind,
    label,
    merged,
)
from assistant.formats import Manner
from assistant.service import act
from assistant.types import Act, Delta, Outcome, Request, Showing
from assistant.understanding.resolve import resolve
from retrieval.catalogue import Money
from retrieval.filters import Condition

FIELDS = ("colour", "brand", "material")
VALUES = ("red", "blue", "leather", "wool", "Treadwick")


def valued() -> st.SearchStrategy[Condition]:
    return st.builds(
        Condition,
        st.sampled_from(FIELDS),
        st.sampled_from(("in", "not_in")),
        st.lists(st.sampled_from(VALUES), min_size=1, max_size=3, unique=True).map(tuple),
    )


def bounded() -> st.SearchStrategy[Condition]:
    return st.builds(
        Condition,
        st.sampled_from(("price", "rating")),
        st.sampled_from(("min", "max")),
        bound=st.integers(1, 5).map(Decimal),
        strict=st.booleans(),
    )


conditions = st.lists(valued() | bounded(), max_size=6)


@given(conditions, conditions)
def test_merging_again_changes_nothing(old: list[Condition], new: list[Condition]) -> None:
    once = merged(old, new)
    assert merged(once, new) == merged(merged(once, new), new)
    assert merged(once, ()) == once


@given(conditions)
def test_one_condition_merged_twice_is_merged_once(old: list[Condition]) -> None:
    state = merged((), old)
    for condition in old:
        once = merged(state, [condition])
        assert merged(once, [condition]) == once


@given(conditions, conditions)
def test_a_value_is_never_both_wished_for_and_refused(
    old: list[Condition], new: list[Condition]
) -> None:
    state = merged(merged((), old), new)
    for field in FIELDS:
        values = {
            op: [v for c in state if (c.field, c.op) == (field, op) for v in c.values]
            for op in ("in", "not_in")
        }
        assert not set(values["in"]) & set(values["not_in"])


@given(conditions, conditions)
def test_each_field_has_one_condition_of_a_kind_and_none_is_empty(
    old: list[Condition], new: list[Condition]
) -> None:
    state = merged(merged((), old), new)
    kinds = [(c.field, c.op) for c in state]
    assert len(kinds) == len(set(kinds))
    assert all(c.values or c.bound is not None for c in state)


@given(conditions, valued() | bounded())
def test_the_last_word_holds(old: list[Condition], last: Condition) -> None:
    state = merged(merged((), old), [last])
    (held,) = (c for c in state if (c.field, c.op) == (last.field, last.op))
    assert set(last.values) <= set(held.values)
    if last.op != "not_in":
        assert held == last


@given(conditions, st.randoms())
@settings(deadline=None)
def test_removing_every_chip_one_by_one_leaves_nothing(
    said: list[Condition], random: Random
) -> None:
    state = State("tents", merged((), said))
    while state.conditions:
        gone = random.choice(chips(state.conditions, Manner()))
        request = resolve(Delta(Act.REFINE, removed=(gone.label,)), state, demo_index(), Manner())
        assert len(request.conditions) < len(state.conditions)
        state = replace(state, conditions=request.conditions, query=request.query)
    assert state.conditions == ()


@given(conditions)
def test_clearing(said: list[Condition]) -> None:
    state = merged((), said)
    assert cleared(state, ("all",)) == ()
    assert cleared(state, ()) == state
    left = cleared(state, ("price", "colour"))
    assert set(left) == {c for c in state if c.field not in {"price", "colour"}}


def test_another_kind_keeps_budget_size_and_exclusions() -> None:
    kept = (
        Condition("price", "max", bound=Decimal(50)),
        Condition("size", "in", ("42",)),
        Condition("material", "not_in", ("leather",)),
        Condition("rating", "min", bound=Decimal(4)),
    )
    dropped = (
        Condition("category", "in", ("tents",)),
        Condition("category", "not_in", ("rugs",)),
        Condition("colour", "in", ("red",)),
        Condition("brand", "in", ("Treadwick",)),
    )
    assert kept_for_other_kind((*dropped, *kept)) == kept


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (Condition("price", "max", bound=Decimal(100)), "under $100"),
        (Condition("price", "max", bound=Decimal("99.50")), "under $99.50"),
        (Condition("price", "max", bound=Decimal(1200)), "under $1,200"),
        (Condition("price", "max", bound=Decimal(40), strict=True), "less than $40"),
        (Condition("price", "min", bound=Decimal(20)), "from $20"),
        (Condition("price", "min", bound=Decimal(20), strict=True), "more than $20"),
        (Condition("price", "max", bound=Decimal(30), unit="EUR"), "under €30"),
        (Condition("rating", "min", bound=Decimal("4.0")), "at least 4 stars"),
        (Condition("rating", "max", bound=Decimal("4.5")), "at most 4.5 stars"),
        (Condition("weight", "max", bound=Decimal(300), unit="g"), "weight at most 300 g"),
        (Condition("colour", "in", ("blue",)), "blue"),
        (Condition("colour", "in", ("blue", "red")), "blue or red"),
        (Condition("colour", "not_in", ("blue", "red", "grey")), "not blue, red or grey"),
        (Condition("size", "in", ("42",)), "size 42"),
        (Condition("size", "not_in", ("42",)), "not size 42"),
        (Condition("waterproof", "in", ("yes",)), "waterproof"),
        (Condition("waterproof", "in", ("no",)), "not waterproof"),
        (Condition("waterproof", "not_in", ("yes",)), "not waterproof"),
        (Condition("waterproof", "not_in", ("no",)), "waterproof"),
        (Condition("material", "not_in", ("wool", "merino wool")), "not wool"),
        (Condition("brand", "not_in", ("Oat & Ash",)), "not Oat & Ash"),
    ],
)
def test_labels(condition: Condition, text: str) -> None:
    assert label(condition, Manner()) == text
    assert chip(condition, Manner()).removal == f'remove "{text}"'


def test_labels_follow_the_shops_manner() -> None:
    limit = Condition("price", "max", bound=Decimal(1200))
    assert label(limit, Manner("EUR", "de_DE")) == "under €1.200"


@pytest.mark.parametrize(
    ("price", "condition", "below"),
    [
        ("79.00", Condition("price", "max", bound=Decimal(100)), "21.00"),
        ("100", Condition("price", "max", bound=Decimal(100)), None),
        ("101", Condition("price", "max", bound=Decimal(100)), None),
        ("79", Condition("price", "max", bound=Decimal(100), strict=True), None),
        ("79", Condition("price", "min", bound=Decimal(10)), None),
        ("79", Condition("rating", "max", bound=Decimal(100)), None),
        (None, Condition("price", "max", bound=Decimal(100)), None),
    ],
)
def test_how_far_below_a_limit(price: str | None, condition: Condition, below: str | None) -> None:
    money = Money(amount=Decimal(price), currency="USD") if price else None
    found = below_limit(money, condition)
    assert (str(found.amount) if found else None) == below


def test_a_search_adds_its_showings_and_questions_move_the_focus() -> None:
    outcome = found("category=running shoes")
    state = advance(State(), outcome)
    assert state.turns == 1
    assert [s.product_id for s in state.latest] == [c.product_id for c in outcome.cards]
    assert [s.position for s in state.latest] == [1, 2, 3, 4]
    assert state.focus is None
    asked = Outcome(Request(Act.DETAILS, subjects=(state.latest[2],)))
    after = advance(state, asked)
    assert (after.focus, after.turns, after.latest) == (state.latest[2], 2, state.latest)
    both = Outcome(Request(Act.DETAILS, subjects=state.latest[:2]))
    assert advance(after, both).focus == state.latest[2]
    assert advance(after, Outcome(Request(Act.SMALLTALK))).focus == state.latest[2]
    assert advance(after, outcome).focus is None


def test_what_is_not_carried_leaves_the_search_before_it() -> None:
    before = advance(State(), found("category=running shoes", "running shoes"))
    request = Request(
        Act.SEARCH,
        "zorblax frobnicator",
        earlier_query=before.query,
        earlier_conditions=before.conditions,
    )
    outcome = act(request, demo_shop())
    assert outcome.not_found is not None
    assert outcome.not_found.kind == "not_carried"
    after = advance(before, outcome)
    assert (after.query, after.conditions) == (before.query, before.conditions)
    assert outcome.chips


def test_old_showings_are_let_go_but_not_the_latest() -> None:
    state = State()
    outcome = found("category=running shoes")
    for _ in range(150):
        state = advance(state, outcome)
    assert len(state.shown) == 400
    assert len(state.latest) == 4
    assert state.turns == 150


def test_latest_of_nothing() -> None:
    assert State().latest == ()
    assert State(shown=(Showing(3, 1, "a", "a1"), Showing(5, 1, "b", "b1"))).latest == (
        Showing(5, 1, "b", "b1"),
    )
