"""Others like one that was shown: which one is meant, what holds for them, and what is said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.dialogue import Search, State
from assistant.reply import Reply
from assistant.service import Shop, act
from assistant.types import Act, Request, Showing
from assistant.understanding import Listener, understand
from retrieval.filters import Condition
from tests.assistant_samples import (
    assistant_over,
    demo_shop,
    made_shop,
    product,
    silent_model,
    talk,
    variant,
)

MUGS = Condition("category", "in", ("Mugs",))


def shelf() -> Shop:
    def mug(own: str, brand: str, price: str | None, colour: str, material: str) -> object:
        shown = variant(f"{own}-1", price, colour=colour)
        made = {"material": (material,), "dishwasher safe": True}
        return product(
            own, f"{brand} {own} mug", shown, brand=brand, category=("Mugs",), attributes=made
        )

    return made_shop(
        mug("a", "Alba", "20.00", "red", "porcelain"),  # type: ignore[arg-type]
        mug("b", "Brio", "12.00", "blue", "porcelain"),  # type: ignore[arg-type]
        mug("c", "Alba", "30.00", "red", "steel"),  # type: ignore[arg-type]
        mug("d", "Cora", None, "green", "steel"),  # type: ignore[arg-type]
        product("t", "Loft tent", brand="Loft", category=("Tents",)),
    )


def seen(*ids: str, turn: int = 1) -> tuple[Showing, ...]:
    return tuple(Showing(turn, place, own, f"{own}-1") for place, own in enumerate(ids, start=1))


STATE = State("mugs", (MUGS,), shown=seen("a", "b", "c"), turns=1)


def request_of(message: str, state: State = STATE, shop: Shop | None = None) -> Request:
    shop = shop or shelf()
    return understand(Listener(silent_model(), 1), message, state, shop.index, shop.manner).request


def in_force(request: Request) -> dict[tuple[str, str], object]:
    return {
        (c.field, c.op): c.bound if c.bound is not None else c.values for c in request.conditions
    }


@pytest.mark.parametrize(
    ("message", "meant"),
    [
        ("something like the second one", "b"),
        ("similar to the last one", "c"),
        ("more like this", "a"),
        ("show me alternatives to the first one", "a"),
        ("similar to the Brio", "b"),
        ("do you have anything like the blue one?", "b"),
        ("another one like #3", "c"),
        ("like that one", "a"),
    ],
)
def test_one_product_is_meant(message: str, meant: str) -> None:
    request = request_of(message)
    assert request.act is Act.SIMILAR
    assert request.like is not None
    assert request.like.product_id == meant
    assert request.searches


@pytest.mark.parametrize(
    "message",
    ["I'd like the second one", "I like it", "what is it like?", "does it look like that?"],
)
def test_to_like_something_is_not_to_want_others(message: str) -> None:
    assert request_of(message).act is not Act.SIMILAR


@pytest.mark.parametrize(
    ("message", "key", "value"),
    [
        ("like the first one but cheaper", ("price", "max"), Decimal("20.00")),
        ("like the first one but more expensive", ("price", "min"), Decimal("20.00")),
        ("like the first one, from another brand", ("brand", "not_in"), ("Alba",)),
        ("like the first one by a different maker", ("brand", "not_in"), ("Alba",)),
        ("like the second one in another colour", ("colour", "not_in"), ("blue",)),
        ("like the second one of the same brand", ("brand", "in"), ("Brio",)),
        ("like the first one in a different material", ("material", "not_in"), ("porcelain",)),
        ("like the first one in green", ("colour", "in"), ("green",)),
        ("like the first one without steel", ("material", "not_in"), ("steel",)),
        ("like the first one under $15", ("price", "max"), Decimal(15)),
    ],
)
def test_what_is_said_beside_it_holds(message: str, key: tuple[str, str], value: object) -> None:
    request = request_of(message)
    assert request.act is Act.SIMILAR
    assert in_force(request) == {("category", "in"): ("Mugs",), key: value}
    assert request.unmatched == ()


@pytest.mark.parametrize(
    ("message", "missing", "choices"),
    [
        ("like the ninth one", "number 9", 0),
        ("like the first two", None, 2),
        ("similar to the Alba", None, 2),
    ],
)
def test_none_or_several_change_nothing(message: str, missing: str | None, choices: int) -> None:
    request = request_of(message)
    assert (request.act, request.missing, len(request.choices)) == (Act.SIMILAR, missing, choices)
    assert not request.searches
    assert request.conditions == STATE.conditions


def test_with_nothing_shown_it_is_told_so() -> None:
    outcome = act(request_of("more like this", State()), shelf())
    assert outcome.not_found is not None
    assert outcome.not_found.kind == "never_shown"
    assert outcome.match_count is None


def test_the_search_that_found_it_goes_on_and_no_other() -> None:
    budget = Condition("price", "max", bound=Decimal(25))
    tents = Condition("category", "in", ("Tents",))
    state = State(
        "tents",
        (tents,),
        shown=(*seen("a", "b"), *seen("t", turn=2)),
        earlier=(Search("mugs", (MUGS, budget)),),
        turns=2,
    )
    assert request_of("like the second mug", state).conditions == (MUGS, budget)
    assert request_of("like the tent", state).conditions == (tents,)


def test_a_limit_that_the_product_itself_breaks_is_not_kept() -> None:
    tight = State("mugs", (MUGS, Condition("price", "max", bound=Decimal(5))), shown=seen("a"))
    assert request_of("more like this", tight).conditions == ()


def test_cards_say_what_they_share_and_in_what_they_differ() -> None:
    outcome = act(request_of("like the first one"), shelf())
    told = {card.product_id: card.reasons for card in outcome.cards}
    assert told == {
        "b": (
            "$8 less",
            "another brand",
            "the same material (porcelain)",
            "also dishwasher safe",
        ),
        "c": ("$10 more", "the same brand", "also dishwasher safe", "steel instead of porcelain"),
        "d": ("another brand", "also dishwasher safe", "steel instead of porcelain"),
    }
    assert outcome.like is not None
    assert outcome.like.id == "a"


def test_nothing_cheaper_says_where_it_starts() -> None:
    outcome = act(request_of("like the second one but cheaper"), shelf())
    assert not outcome.cards
    assert outcome.not_found is not None
    assert outcome.not_found.kind == "no_match"
    way = outcome.relaxations[0]
    assert way.count == 3
    assert way.instead is not None
    assert way.instead.figure == Decimal(20)


def test_what_cannot_be_filtered_by_is_told() -> None:
    outcome = act(request_of("like the first one but with a lid"), shelf())
    assert outcome.not_found is not None
    assert (outcome.not_found.kind, outcome.not_found.subject) == ("not_filterable", "lid")


def said(*messages: str) -> list[Reply]:
    return talk(assistant_over(demo_shop()), *messages)


def test_the_likeness_is_a_chip_that_goes_on_and_can_be_removed() -> None:
    *_, similar, cheaper, more, gone = said(
        "tents",
        "something like the first one",
        "under $200",
        "show more",
        'remove "like Otterfell Alpaca Tunnel Tent"',
    )
    first = similar.chips[-1]
    gone_message = first.removal
    assert first.label.startswith("like ")
    assert gone_message == f'remove "{first.label}"'
    assert similar.like == cheaper.like == more.like is not None
    assert [chip.label for chip in cheaper.chips] == ["tents", "under $200", first.label]
    assert not {c.product_id for c in more.cards} & {c.product_id for c in cheaper.cards}
    assert (gone.like is None) == (first.label == "like Otterfell Alpaca Tunnel Tent")


def test_its_chip_removed_leaves_the_search_without_it() -> None:
    assistant = assistant_over(demo_shop())
    similar = talk(assistant, "tents", "something like the first one")[-1]
    *_, gone = said("tents", "something like the first one", similar.chips[-1].removal)
    assert gone.act is Act.REFINE
    assert gone.like is None
    assert [chip.label for chip in gone.chips] == ["tents"]
    assert gone.match_count == (similar.match_count or 0) + 1


def test_undo_and_a_new_search_let_it_go() -> None:
    *_, undone = said("tents", "something like the first one", "undo")
    *_, other = said("tents", "something like the first one", "mugs")
    *_, again = said("tents", "something like the first one", "mugs", "undo")
    assert undone.like is None
    assert other.like is None
    assert again.like is not None


def test_the_answer_to_which_one_is_carried_out() -> None:
    asked, answered = said("tents", "like the first two", "the second one")[1:]
    assert asked.asks is not None
    assert answered.act is Act.SIMILAR
    assert answered.like == asked.cards[1].product_id


def test_a_kind_in_the_place_of_a_product_is_searched_for() -> None:
    assert said("tents", "something similar to a mug")[-1].act is Act.SEARCH
    assert said("something similar to a mug")[-1].act is Act.SEARCH
