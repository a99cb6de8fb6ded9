"""A delta in terms of a catalogue: values, bounds, pointing, what stays and what goes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from assistant_samples import assistant_over, demo_index, made_shop, product, talk, variant

from assistant.dialogue import State, label
from assistant.formats import Manner
from assistant.types import Act, Delta, Reference, Request, Showing
from assistant.understanding.applying import applicable
from assistant.understanding.pointing import Pointed, point
from assistant.understanding.resolve import resolve
from assistant.understanding.wishes import Wishes, understand_wishes
from retrieval.filters import Condition
from retrieval.sorts import Sort

SHOES = Condition("category", "in", ("running shoes",))
BLUE = Condition("colour", "in", ("blue",))
LIMIT = Condition("price", "max", bound=Decimal(100))
SHOWN = tuple(
    Showing(turn, place, item.id, item.variants[0].id)
    for turn, at in ((1, 0), (2, 4))
    for place, item in enumerate(demo_index().products[at : at + 4], start=1)
)
STATE = State("running shoes", (SHOES, BLUE, LIMIT), Sort.RATING, SHOWN, None, 2)


def resolved(delta: Delta, state: State = STATE) -> Request:
    return resolve(delta, state, demo_index(), Manner())


def wishes(**sets: str) -> Wishes:
    delta = Delta(Act.SEARCH, set={name: (words,) for name, words in sets.items()})
    return understand_wishes(delta, demo_index().vocabulary, currency="USD")


@pytest.mark.parametrize(
    ("field", "words", "condition"),
    [
        ("colour", "blue", BLUE),
        ("colour", "BLUE", BLUE),
        ("color", "blue", BLUE),
        ("category", "running shoe", SHOES),
        ("category", "runing shoes", SHOES),
        ("brand", "treadwik", Condition("brand", "in", ("Treadwick",))),
        ("waterproof", "yes", Condition("waterproof", "in", ("yes",))),
        ("words", "blue", BLUE),
        ("price_max", "100 USD", LIMIT),
        ("price_max", "100", LIMIT),
        ("price_max", "80.00 USD", Condition("price", "max", bound=Decimal(80), unit="USD")),
        ("price_min", "<20", Condition("price", "min", bound=Decimal(20), strict=True)),
        ("rating_min", "4.5", Condition("rating", "min", bound=Decimal("4.5"))),
    ],
)
def test_words_become_conditions_of_this_catalogue(
    field: str, words: str, condition: Condition
) -> None:
    found = wishes(**{field: words})
    assert found.unmatched == ()
    (got,) = found.conditions
    assert (got.field, got.op, got.values) == (condition.field, condition.op, condition.values)
    assert (got.bound, got.strict) == (condition.bound, condition.strict)
    assert str(got.bound) == str(condition.bound)


@pytest.mark.parametrize(
    ("field", "words"),
    [("price_max", "50 EUR"), ("price_max", "cheap"), ("words", "zorblax"), ("colour", "zorblax")],
)
def test_what_the_catalogue_cannot_be_filtered_by_is_said(field: str, words: str) -> None:
    found = wishes(**{field: words})
    assert (found.conditions, found.unmatched) == ((), (words,))


def test_a_material_means_its_kinds_but_no_imitations() -> None:
    shop = made_shop(
        product("a", "Bag A", attributes={"material": ("leather",)}),
        product("b", "Bag B", attributes={"material": ("vegan leather",)}),
        product("c", "Bag C", attributes={"material": ("nappa leather",)}),
    )
    delta = Delta(Act.SEARCH, exclude={"material": ("leather",)})
    found = understand_wishes(delta, shop.index.vocabulary, currency="USD")
    assert found.conditions == (Condition("material", "not_in", ("leather", "nappa leather")),)


@pytest.mark.parametrize(
    ("refs", "expected"),
    [
        ((Reference(position=2),), Pointed((SHOWN[5],))),
        ((Reference(position=-1),), Pointed((SHOWN[7],))),
        ((Reference(position=1), Reference(position=3)), Pointed((SHOWN[4], SHOWN[6]))),
        ((Reference(position=2), Reference(position=2)), Pointed((SHOWN[5],))),
        ((Reference(position=9),), Pointed((), "number 9")),
        ((Reference(position=1), Reference(position=9)), Pointed((SHOWN[4],), "number 9")),
        ((Reference(name=demo_index().products[0].title),), Pointed((SHOWN[0],))),
        ((Reference(name="Zorblax"),), Pointed((), "Zorblax")),
        ((), Pointed((SHOWN[4],))),
    ],
)
def test_pointing(refs: tuple[Reference, ...], expected: Pointed) -> None:
    assert point(refs, STATE, demo_index()) == expected


def test_it_is_the_product_talked_about_last() -> None:
    state = State(shown=SHOWN, focus=SHOWN[6], turns=3)
    assert point((), state, demo_index()).subjects == (SHOWN[6],)
    assert point((), State(), demo_index()) == Pointed()
    last = point((Reference(position=-1),), State(), demo_index())
    assert last.missing == "the last one"


def test_a_search_begins_anew_and_a_refinement_goes_on() -> None:
    delta = Delta(Act.SEARCH, query="tents", set={"category": ("tents",)})
    begun = resolved(delta)
    assert begun.conditions == (Condition("category", "in", ("tents",)),)
    assert (begun.query, begun.sort) == ("tents", Sort.RELEVANCE)
    went_on = resolved(Delta(Act.REFINE, set={"colour": ("red",)}))
    assert went_on.conditions == (SHOES, LIMIT, Condition("colour", "in", ("red",)))
    assert (went_on.query, went_on.sort) == ("running shoes", Sort.RATING)


def test_another_kind_instead_keeps_budget_and_exclusions() -> None:
    no_wool = Condition("material", "not_in", ("wool",))
    state = State("running shoes", (SHOES, BLUE, LIMIT, no_wool))
    delta = Delta(Act.SEARCH, query="tents", set={"category": ("tents",)}, instead=True)
    assert set(resolved(delta, state).conditions) == {
        LIMIT,
        no_wool,
        Condition("category", "in", ("tents",)),
    }


@pytest.mark.parametrize("gone", [SHOES, BLUE, LIMIT])
def test_a_removed_chip_leaves_neither_condition_nor_word(gone: Condition) -> None:
    request = resolved(Delta(Act.REFINE, removed=(label(gone, Manner()).upper(),)))
    assert set(request.conditions) == {SHOES, BLUE, LIMIT} - {gone}
    assert request.query == ("" if gone is SHOES else "running shoes")


def test_removing_a_chip_that_is_not_there_changes_nothing() -> None:
    assert resolved(Delta(Act.REFINE, removed="pink")).conditions == STATE.conditions


def test_clearing() -> None:
    assert resolved(Delta(Act.REFINE, clear=("price",))).conditions == (SHOES, BLUE)
    everything = resolved(Delta(Act.REFINE, clear=("all",)))
    assert (everything.conditions, everything.query) == ((), "")


def test_words_that_no_condition_says_join_the_query_once() -> None:
    delta = Delta(Act.REFINE, query="light blue trail", set={"colour": ("blue",)})
    first = resolved(delta)
    assert first.query == "running shoes light trail"
    again = resolve(delta, State(first.query, first.conditions), demo_index(), Manner())
    assert again.query == first.query


def test_cheaper_is_below_the_cheapest_shown_and_dearer_above_the_dearest() -> None:
    shop = made_shop(*(product(f"p{n}", f"Lamp {n}", variant(f"v{n}", f"{n}0")) for n in (1, 2, 3)))
    shown = tuple(Showing(1, n, f"p{n}", f"v{n}") for n in (2, 3, 1))
    state = State("lamp", shown=shown, turns=1)

    def bound(comparative: str, *refs: Reference) -> Condition:
        delta = Delta(Act.REFINE, comparative=comparative, refs=refs)
        (condition,) = resolve(delta, state, shop.index, Manner()).conditions
        return condition

    assert bound("cheaper") == Condition("price", "max", bound=Decimal(10), strict=True)
    assert bound("dearer") == Condition("price", "min", bound=Decimal(30), strict=True)
    assert bound("cheaper", Reference(position=2)).bound == Decimal(20)
    with_amount = Delta(Act.REFINE, comparative="cheaper", set={"price_max": ("<25",)})
    (only,) = resolve(with_amount, state, shop.index, Manner()).conditions
    assert only.bound == Decimal(25)


def test_comparing_with_nothing_shown_bounds_nothing() -> None:
    assert resolved(Delta(Act.REFINE, comparative="cheaper"), State("tents")).conditions == ()


def test_more_skips_what_was_seen_unless_the_search_changed() -> None:
    more = resolved(Delta(Act.REFINE, more=True))
    assert more.skip == tuple(showing.product_id for showing in SHOWN)
    assert resolved(Delta(Act.REFINE, more=True, set={"colour": ("red",)})).skip == ()


def test_questions_leave_the_search_as_it_is() -> None:
    delta = Delta(
        Act.DETAILS, refs=(Reference(position=2),), asked=("weight",), set={"colour": ("red",)}
    )
    request = resolved(delta)
    assert (request.query, request.conditions) == (STATE.query, STATE.conditions)
    assert (request.subjects, request.asked) == ((SHOWN[5],), ("weight",))
    assert request.about == (Condition("colour", "in", ("red",)),)


def test_the_same_delta_means_the_same_every_time() -> None:
    delta = Delta(Act.REFINE, query="light", set={"colour": ("red", "green")}, sort="price_asc")
    assert len({repr(resolved(delta)) for _ in range(5)}) == 1


@pytest.mark.parametrize(
    ("kind", "said", "conditions"),
    [
        ("tea", {"colour": ("green",)}, (("type", "in", ("green",)),)),
        ("tea", {"colour": ("green", "black")}, (("type", "in", ("green", "black")),)),
        ("mugs", {"colour": ("green",)}, (("colour", "in", ("green",)),)),
        ("tea", {"colour": ("pink",)}, ()),
    ],
)
def test_a_word_means_the_property_that_the_kind_has(
    kind: str,
    said: dict[str, tuple[str, ...]],
    conditions: tuple[tuple[str, str, tuple[str, ...]], ...],
) -> None:
    request = resolved(Delta(Act.SEARCH, query=kind, set={"category": (kind,), **said}), State())
    found = [(c.field, c.op, c.values) for c in request.conditions if c.field != "category"]
    assert found == list(conditions)


def test_what_is_refused_is_the_property_that_the_kind_has() -> None:
    delta = Delta(Act.SEARCH, set={"category": ("tea",)}, exclude={"colour": ("green",)})
    request = resolved(delta, State())
    assert [(c.field, c.op, c.values) for c in request.conditions if c.op == "not_in"] == [
        ("type", "not_in", ("green",))
    ]


def test_a_stray_kind_of_a_large_catalogue_is_no_filter() -> None:
    lamps = [product(f"l{n}", f"Lamp {n}", variant(f"l{n}-1", "10")) for n in range(320)]
    stray = product("s", "Odd Shade", variant("s-1", "10"), category=("Home", "shades"))
    index = made_shop(*lamps, stray).index
    wish = Condition("category", "in", ("shades",))
    assert applicable((wish,), (), index) == ()
    assert applicable((wish,), (), made_shop(lamps[0], stray).index) == (wish,)


def test_who_refuses_a_material_refuses_what_it_is_a_part_of() -> None:
    shop = made_shop(
        *(
            product(str(n), f"Slipper {n}", variant(f"v{n}", "10"), attributes={"material": (m,)})
            for n, m in enumerate(("wool", "wool felt", "lambswool", "satin", "tin", "cotton"))
        )
    )

    def refused(word: str) -> set[str]:
        delta = Delta(Act.REFINE, exclude={"material": (word,)})
        (condition,) = understand_wishes(delta, shop.index.vocabulary, currency="USD").conditions
        return set(condition.values)

    assert refused("wool") == {"wool", "wool felt", "lambswool"}
    assert refused("tin") == {"tin"}


def test_the_most_expensive_thing_you_have_begins_anew() -> None:
    shop = made_shop(
        product("a", "Mug", variant("a1", "10")), product("b", "Lamp", variant("b1", "90"))
    )
    _, dearest = talk(assistant_over(shop), "mug", "what is the most expensive thing you have")
    assert dearest.act is Act.SEARCH
    assert [card.product_id for card in dearest.cards] == ["b", "a"]


def test_make_that_green_points_at_nothing() -> None:
    shop = made_shop(
        *(
            product(c, f"Mug {c}", variant(f"{c}1", "10", colour=c))
            for c in ("red", "green", "blue")
        )
    )
    *_, green = talk(assistant_over(shop), "mug", "red", "actually make that green")
    assert green.act is Act.REFINE
    assert [card.product_id for card in green.cards] == ["green"]


@pytest.mark.parametrize(
    "message", ["jeans", "do you have jeans?", "blue jeans under $80", "牛仔裤"]
)
def test_jeans_in_a_shop_with_none_are_not_carried(message: str) -> None:
    lamps = (
        product(
            f"p{n}",
            f"Oak Lamp {n}",
            variant(f"v{n}", "40", colour="blue"),
            category=("Home", "lamps"),
        )
        for n in range(4)
    )
    none, lamp = talk(assistant_over(made_shop(*lamps)), message, "lamps")
    assert none.not_found is not None
    assert none.not_found.kind == "not_carried"
    assert none.cards == ()
    assert len(lamp.cards) == 4
