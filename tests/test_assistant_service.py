"""What acts give: cards that meet every condition, true counts, five ways of not finding."""

from __future__ import annotations

import pytest
from assistant_samples import (
    assistant_over,
    demo_products,
    demo_shop,
    found,
    made_shop,
    product,
    say,
    variant,
)
from catalogue_oracle import Wishes, count

from assistant.answering import Setting, answer
from assistant.service import Shop, act, starters
from assistant.service.cards import find_variant
from assistant.types import Act, Outcome, Request, Showing
from retrieval.filters import Condition, parse_where
from retrieval.sorts import Sort

SEARCHES = [
    "category=running shoes",
    "category=running shoes,price<=100",
    "category=running shoes,price<=100,colour=blue",
    "category=running shoes,brand!=Treadwick,colour!=black",
    "category=dresses,size=M,price<=80",
    "category=coffee,organic=yes",
    "colour=red|green,rating>=4",
    "waterproof=yes,price>=20,price<=60",
    "brand=Treadwick",
    "category=tents,material!=nylon",
]


@pytest.mark.parametrize("where", SEARCHES)
def test_every_card_meets_every_condition(where: str) -> None:
    outcome = found(where)
    conditions = parse_where(where)
    matching = {hit.variant.id for hit in demo_shop().index.search("", conditions, limit=2000).hits}
    assert 0 < len(outcome.cards) <= 4
    for card, shown in zip(outcome.cards, outcome.products, strict=True):
        assert card.product_id == shown.id
        assert card.variant_id in {v.id for v in shown.variants}
        variant_of = find_variant(shown, card.variant_id)
        meets = act(
            Request(Act.SEARCH, "", (*conditions, Condition("id", "in", (variant_of.id,)))),
            demo_shop(),
        )
        assert meets.match_count == 1, card
    assert matching


@pytest.mark.parametrize(
    ("where", "wishes"),
    [
        ("category=running shoes", Wishes(kinds={"running shoes"})),
        (
            "category=running shoes,colour=blue",
            Wishes(kinds={"running shoes"}, wanted={"colour": {"blue"}}),
        ),
        (
            "category=dresses,brand!=Tessaro",
            Wishes(kinds={"dresses"}, refused={"brand": {"tessaro"}}),
        ),
    ],
)
def test_the_count_is_of_everything_that_can_be_bought(where: str, wishes: Wishes) -> None:
    assert found(where).match_count == count(wishes)


def test_cards_copy_the_catalogue_and_pictures_are_our_own() -> None:
    shop = made_shop(
        product("a", "Lamp A", image="https://elsewhere.example/a.png", brand="Dwellby"),
        product("b", "Lamp B", image="//elsewhere.example/b.png"),
        product("c", "Lamp C", image="/pictures/c.svg"),
    )
    outcome = act(Request(Act.SEARCH, "lamp"), shop)
    assert {card.product_id: card.image for card in outcome.cards} == {
        "a": None,
        "b": None,
        "c": "/pictures/c.svg",
    }


def test_reasons_are_facts_about_the_wishes_and_few() -> None:
    lamp = product(
        "a",
        "Lamp",
        variant("a1", "40.00", colour="blue", size="M"),
        attributes={"dimmable": True, "led": False, "material": ("oak", "brass")},
        rating=4.5,
        category=("Home", "lamps"),
    )
    where = "category=lamps,price<=50,colour=blue,dimmable=yes,material=oak,rating>=4"
    outcome = act(Request(Act.SEARCH, "", parse_where(where)), made_shop(lamp))
    assert outcome.cards[0].reasons == ("$10 under your limit", "blue", "dimmable", "oak and brass")
    assert act(Request(Act.SEARCH, "lamp"), made_shop(lamp)).cards[0].reasons == ()


def test_sold_out_is_said_and_shown() -> None:
    shop = made_shop(
        product("a", "Lamp A", variant("a1", "10", 0)), product("b", "Vase", variant("b1", "9"))
    )
    outcome = act(Request(Act.SEARCH, "lamp"), shop)
    assert outcome.not_found is not None
    assert outcome.not_found.kind == "sold_out"
    assert not outcome.cards[0].in_stock


def test_what_can_be_bought_comes_before_what_is_sold_out() -> None:
    shop = made_shop(
        product("a", "Lamp A", variant("a1", "10", 0)), product("b", "Lamp B", variant("b1", "9"))
    )
    outcome = act(Request(Act.SEARCH, "lamp"), shop)
    assert [card.product_id for card in outcome.cards] == ["b"]
    assert outcome.not_found is None


@pytest.mark.parametrize(
    ("where", "query", "kind"),
    [
        ("", "unicorn saddles", "not_carried"),
        ("price<=50", "unicorn saddles", "not_carried"),
        ("category=running shoes,price<=1", "running shoes", "no_match"),
        ("colour=red,price<=0.01", "", "no_match"),
        ("category=tents,vegan=yes,dishwasher safe=yes", "tents", "no_match"),
        ("waterproof=yes,dishwasher safe=yes,vegan=yes,price<=0.01,rating>=5", "", "no_match"),
        (
            "category=running shoes",
            "zorblax quuxified",
            "not_filterable",
        ),
    ],
)
def test_ways_of_not_finding(where: str, query: str, kind: str) -> None:
    outcome = found(where, query)
    assert outcome.not_found is not None
    assert outcome.not_found.kind == kind
    assert bool(outcome.cards) is (kind == "not_filterable")
    assert outcome.not_found.subject


def test_what_cannot_be_filtered_by_is_told_beside_the_cards() -> None:
    conditions = parse_where("category=running shoes")
    request = Request(Act.SEARCH, "running shoes", conditions, unmatched=("zorblax",))
    outcome = act(request, demo_shop())
    assert outcome.cards
    assert outcome.not_found is not None
    assert (outcome.not_found.kind, outcome.not_found.subject) == ("not_filterable", "zorblax")


@pytest.mark.parametrize(
    "where",
    [
        "category=running shoes,price<=1",
        "category=running shoes,price<=1,colour=blue",
        "category=dresses,size=M,dishwasher safe=yes",
        "category=mugs,price<=2,colour!=red",
    ],
)
def test_ways_on_are_true_counts(where: str) -> None:
    outcome, conditions = found(where), parse_where(where)
    assert outcome.match_count == 0
    assert outcome.relaxations
    for way in outcome.relaxations:
        gone = [c for c in conditions if demo_shop().chip(c) in way.chips]
        assert len(gone) == len(way.chips)
        assert "category" not in {c.field for c in gone}
        rest = tuple(c for c in conditions if c not in gone)
        assert way.count == act(Request(Act.SEARCH, "", rest), demo_shop()).match_count
        if way.instead is not None:
            instead = (*rest, way.instead.condition)
            moved = act(Request(Act.SEARCH, "", instead), demo_shop())
            assert way.instead.count == moved.match_count > 0
            assert way.instead.message in outcome.suggestions
        assert way.removal in outcome.suggestions


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("category=running shoes,price<=1", "Our running shoes start at $55.50."),
        ("category=dresses,colour=red,price<=20", "What fits otherwise starts at $37.95."),
        ("category=mugs,price>=900", "The dearest of our mugs costs $42.90."),
        ("category=laptops,colour=pink", "Our laptops come in black, silver, grey and white."),
        ("category=laptops,battery life>=90 h", "The battery life of our laptops goes up to 20 h."),
        ("category=tents,rating>=5", "The best rated of our tents has 4.5 stars."),
        ("price<=0.50", "Our products start at $2.49."),
        (
            "category=tents,vegan=yes,dishwasher safe=yes",
            "Without “vegan” and “dishwasher safe” there would be 17 tents.",
        ),
    ],
)
def test_what_there_is_instead_is_said(where: str, said: str) -> None:
    sentences = answer(None, found(where), Setting(0, "en_US", "running shoes"))
    assert said in [sentence.text for sentence in sentences]


def test_a_size_that_is_sold_out_names_the_nearest_in_stock() -> None:
    boot = product(
        "a",
        "Alder Boot",
        *(variant(f"a{size}", "90", int(size != 42), size=f"{size}") for size in (38, 41, 42, 45)),
        category=("Shoes", "boots"),
    )
    outcome = act(
        Request(Act.SEARCH, "boots", parse_where("category=boots,size=42")), made_shop(boot)
    )
    assert outcome.not_found is not None
    assert outcome.not_found.kind == "sold_out"
    assert [card.in_stock for card in outcome.cards] == [False]
    (way,) = outcome.relaxations
    assert way.instead is not None
    assert way.instead.values == ("41", "45", "38")
    assert outcome.suggestions == ("only in size 41", 'remove "size 42"')


def test_a_kind_that_is_not_carried_is_told_from_a_wish_that_nothing_meets() -> None:
    shop = made_shop(
        product("a", "Blue Lamp", variant("a1", "10", colour="blue"), description="By the sofa."),
        product("b", "Red Lamp", variant("b1", "90", colour="red")),
    )
    sofa = act(Request(Act.SEARCH, "sofa", parse_where("colour=blue,price<=50")), shop)
    lamp = act(Request(Act.SEARCH, "lamp", parse_where("colour=red,price<=50")), shop)
    assert sofa.not_found is not None
    assert lamp.not_found is not None
    assert (sofa.not_found.kind, lamp.not_found.kind) == ("not_carried", "no_match")
    assert [way.count for way in lamp.relaxations] == [1, 1]
    assert not sofa.relaxations


def test_nothing_left_after_everything_was_seen() -> None:
    everything = [p.id for p in demo_products() if p.category[-1] == "tents"]
    outcome = found("category=tents", "tents", skip=everything)
    assert not outcome.cards
    assert outcome.not_found is not None
    assert (outcome.not_found.kind, outcome.not_found.subject) == ("no_match", "more than these")
    some = found("category=tents", "tents", skip=everything[:3])
    assert not {card.product_id for card in some.cards} & set(everything[:3])
    assert some.match_count == found("category=tents").match_count


def test_a_search_for_nothing_has_no_count() -> None:
    assert act(Request(Act.REFINE), demo_shop()) == Outcome(Request(Act.REFINE))


@pytest.mark.parametrize("sort", list(Sort))
def test_cards_stand_in_the_order_asked_for(sort: Sort) -> None:
    conditions = parse_where("category=tents")
    cards = act(Request(Act.SEARCH, "tents", conditions, sort=sort), demo_shop()).cards
    prices = [card.price.amount for card in cards if card.price]
    ratings = [card.rating or 0 for card in cards]
    if sort is Sort.PRICE_ASC:
        assert prices == sorted(prices)
    if sort is Sort.PRICE_DESC:
        assert prices == sorted(prices, reverse=True)
    if sort is Sort.RATING:
        assert ratings == sorted(ratings, reverse=True)
    assert len(cards) == 4


def test_details_of_products_that_were_shown() -> None:
    lamp = product("a", "Lamp", variant("a1", "10"), variant("a2", "12"))
    shop = made_shop(lamp)
    outcome = act(Request(Act.DETAILS, subjects=(Showing(1, 1, "a", "a2"),)), shop)
    assert [card.variant_id for card in outcome.cards] == ["a2"]
    assert outcome.match_count is None
    assert outcome.not_found is None


@pytest.mark.parametrize(
    ("request_", "subject"),
    [
        (Request(Act.DETAILS), "that"),
        (Request(Act.DETAILS, missing="number 9"), "number 9"),
    ],
)
def test_details_of_what_was_never_shown(request_: Request, subject: str) -> None:
    outcome = act(request_, demo_shop())
    assert outcome.not_found is not None
    assert (outcome.not_found.kind, outcome.not_found.subject) == ("never_shown", subject)


def test_a_product_that_is_gone_was_shown_all_the_same() -> None:
    outcome = act(Request(Act.DETAILS, subjects=(Showing(1, 1, "gone", "gone-1"),)), demo_shop())
    assert outcome.cards == ()
    assert outcome.not_found is not None
    assert outcome.not_found.kind == "sold_out"


def test_a_variant_that_is_gone_gives_way_to_the_first() -> None:
    lamp = product("a", "Lamp", variant("a1", "10"))
    assert find_variant(lamp, "gone").id == "a1"


@pytest.mark.parametrize("kind", [Act.CART_ADD, Act.ORDER_STATUS, Act.POLICY, Act.HANDOFF])
def test_acts_that_are_not_offered_change_nothing(kind: Act) -> None:
    conditions = parse_where("colour=red")
    outcome = act(Request(kind, "tents", conditions), demo_shop())
    assert outcome == Outcome(
        Request(kind, "tents", conditions), chips=demo_shop().chips(conditions)
    )


STARTS = [
    "running shoes",
    "dresses under $80",
    "coffee",
    "running shoes under $1",
    "red mugs, not leather, under $2",
    "something waterproof",
]


@pytest.mark.parametrize("start", STARTS)
def test_every_suggestion_is_understood_and_changes_something(start: str) -> None:
    assistant = assistant_over(demo_shop())
    first = say(assistant, assistant.start(), start)
    assert first.suggestions
    for message in first.suggestions:
        conversation = assistant.start()
        before = say(assistant, conversation, start)
        after = say(assistant, conversation, message)
        assert after.act in {Act.REFINE, Act.DETAILS}, message
        assert after.text != before.text
        changed = (after.cards, after.constraints) != (before.cards, before.constraints)
        assert changed, message


@pytest.mark.parametrize("start", ["running shoes", "tents", "dresses"])
def test_suggested_limits_and_colours_leave_something(start: str) -> None:
    assistant = assistant_over(demo_shop())
    for message in say(assistant, assistant.start(), start).suggestions:
        conversation = assistant.start()
        before = say(assistant, conversation, start)
        after = say(assistant, conversation, message)
        assert after.cards
        if after.match_count is not None and before.match_count is not None:
            assert 0 < after.match_count <= before.match_count


def test_starters_are_first_messages_that_find_something() -> None:
    messages = starters(demo_shop())
    assert len(set(messages)) == 4
    assistant = assistant_over(demo_shop())
    for message in messages:
        reply = say(assistant, assistant.start(), message)
        assert reply.act is Act.SEARCH
        assert reply.cards, message
        assert len(reply.constraints) == 2


def test_a_shop_without_prices_has_starters_too() -> None:
    shop = made_shop(product("a", "Lamp", variant("a1", None), category=("Home", "lamps")))
    assert starters(shop) == ("lamps",)
    outcome = act(Request(Act.SEARCH, "lamp"), shop)
    assert outcome.cards[0].price is None


def test_the_number_of_cards_is_the_owners() -> None:
    few = Shop(demo_shop().index, shown=2)
    assert len(act(Request(Act.SEARCH, "tents"), few).cards) == 2
