"""Every assertion holds where it should and says what it got where it does not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from assistant_samples import demo_index
from rehearsal_samples import observed, scene, seen_as

from assistant.rehearsal.assertions import Assertions
from assistant.rehearsal.judging import judge
from assistant.rehearsal.observed import CartLine, Scene
from assistant.rehearsal.properties import has
from assistant.rehearsal.values import Wanted
from assistant.reply import Source
from retrieval.catalogue import Money, Product, Quantity, Variant

SHOES = "running shoes under $100"


def doubts(text: dict[str, object], where: Scene) -> list[tuple[str, str]]:
    return [
        doubt
        for _, assertion in Assertions.model_validate(text).named()
        for doubt in judge(assertion, where)
    ]


HOLD: list[dict[str, object]] = [
    {"act": "search"},
    {"act": ["refine", "search"]},
    {"products": {"min": 1, "max": 6}},
    {"every_product": {"price": {"max": 100}, "category": "running shoe"}},
    {"every_product": {"in_stock": True, "rating": {"min": 1, "max": "5 stars"}}},
    {"every_product": {"weight": {"max": "1 kg"}}},
    {"no_product": {"price": {"min": 100.01}}},
    {"no_product": {"category": "handbags"}},
    {"constraints": {"price_max": 100, "category": "running shoes"}},
    {"constraints": {"price_max": "100.00 USD"}},
    {"no_constraint": ["colour", "exclude", "price_min"]},
    {"match_count": {"min": 1}},
    {"not_found": {"kind": "none"}},
    {"asks": False},
    {"proposal": False},
    {"handoff": False},
    {"cart": []},
    {"unchanged": "cart"},
    {"sources": {"kind": "product"}},
    {"reply": {"contains": "I FOUND", "matches": r"\d+ running shoes", "language": "en"}},
    {"reply": {"contains_any": ["nothing", "found"], "not_contains": "sorry"}},
    {"degraded": True},
    {"ms": {"first_sentence": 60_000, "total": 60_000}},
    {"grounded": True},
]
FAIL: list[tuple[dict[str, object], str]] = [
    ({"act": ["details", "refine"]}, "search"),
    ({"products": {"min": 7}}, "4: p-"),
    ({"products": {"ids": ["p-0001"]}}, "p-"),
    ({"products": {"includes": "p-0001"}}, "p-"),
    ({"every_product": {"price": {"max": 20}}}, "USD"),
    ({"every_product": {"category": "handbags"}}, "running shoes"),
    ({"every_product": {"no such": "thing"}}, "no such nothing"),
    ({"some_product": {"brand": "Unheard Of"}}, "brand"),
    ({"no_product": {"category": "running shoes"}}, "running shoes"),
    ({"constraints": {"price_max": 99}}, "price_max: 100"),
    ({"constraints": {"price_max": "100 EUR"}}, "price_max: 100"),
    ({"constraints": {"price_min": 100}}, "price_max: 100"),
    ({"constraints": {"exclude": {"category": "running shoes"}}}, "price_max: 100"),
    ({"constraints": {}}, "price_max: 100"),
    ({"no_constraint": "price_max"}, "price_max: 100"),
    ({"no_constraint": "category"}, "category: running shoes"),
    ({"match_count": {"min": 5000}}, ""),
    ({"not_found": {"kind": "no_match"}}, "none"),
    ({"asks": True}, "nothing"),
    ({"asks": "size"}, "nothing"),
    ({"proposal": True}, "nothing"),
    ({"handoff": {"reason": "anger"}}, "nothing"),
    ({"cart": [{"quantity": 1}]}, "an empty cart"),
    ({"unchanged": "constraints"}, "price_max: 100"),
    ({"sources": {"kind": "policy"}}, "product p-"),
    ({"reply": {"contains": "helicopter"}}, "I found"),
    ({"reply": {"contains_any": ["helicopter", "aeroplane"]}}, "I found"),
    ({"reply": {"not_contains": "found"}}, "I found"),
    ({"reply": {"matches": "^found"}}, "I found"),
    ({"reply": {"language": "de"}}, "en"),
    ({"degraded": False}, "without"),
    ({"ms": {"total": 0.000001}}, "ms"),
]


@pytest.mark.parametrize("text", HOLD, ids=str)
def test_an_assertion_holds(text: dict[str, object]) -> None:
    assert doubts(text, scene(SHOES)) == []


@pytest.mark.parametrize(("text", "got"), FAIL, ids=str)
def test_an_assertion_that_does_not_hold_says_what_there_is(
    text: dict[str, object], got: str
) -> None:
    found = doubts(text, scene(SHOES))
    assert found
    assert got in found[0][1]


def test_every_assertion_is_judged_both_ways() -> None:
    names = set(Assertions.model_fields)
    assert {name for text in HOLD for name in text} >= names - {"some_product"}
    assert {name for text, _ in FAIL for name in text} >= names - {"grounded"}


def test_a_shop_that_shows_nothing_meets_no_wish_for_every_product() -> None:
    empty = seen_as(observed(SHOES), cards=())
    assert doubts({"every_product": {"price": {"max": 100}}}, empty)
    assert doubts({"some_product": {"price": {"max": 100}}}, empty)


def test_a_product_that_the_catalogue_does_not_have_fails_whatever_is_asked() -> None:
    seen = observed(SHOES)
    foreign = replace(seen.reply.cards[0], product_id="p-9999")
    where = seen_as(seen, cards=(foreign,))
    assert doubts({"every_product": {"category": "running shoes"}}, where)
    assert doubts({"no_product": {"category": "handbags"}}, where)


def test_properties_are_the_catalogues_not_the_cards() -> None:
    seen = observed(SHOES)
    cheap = replace(seen.reply.cards[0], price=Money(amount=Decimal(1), currency="USD"))
    found = doubts({"every_product": {"price": {"max": 1}}}, seen_as(seen, cards=(cheap,)))
    assert len(found) == 1


def test_the_cart_is_judged_by_position_and_by_id() -> None:
    before = observed(SHOES)
    second = before.shown[1]
    assert second.product
    line = CartLine(second.product.id, second.card.variant_id, 2, Decimal("68.90"))
    where = Scene(replace(before, cart=(line,)), [before])
    assert doubts({"cart": [{"position_of": 1, "shown": 2, "quantity": 2}]}, where) == []
    assert doubts({"cart": [{"product": line.product, "price": "68.9"}]}, where) == []
    assert doubts({"cart": [{"position_of": 1, "shown": 1}]}, where)
    assert doubts({"cart": [{"shown": 2, "quantity": 1}]}, where)
    assert doubts({"cart": [{"position_of": 2, "shown": 2}]}, where)
    assert doubts({"cart": []}, where)
    assert doubts({"unchanged": "cart"}, where)


def test_sources_are_found_by_kind_and_id() -> None:
    seen = observed(SHOES)
    where = seen_as(seen, sources=(Source("policy", "returns#window"),))
    assert doubts({"sources": [{"kind": "policy", "id": "returns#window"}]}, where) == []
    assert doubts({"sources": [{"kind": "policy", "id": "returns#fees"}]}, where)


BOOT = Product(
    id="b",
    title="Boot",
    brand="Acme",
    category=("Shoes", "hiking boots"),
    attributes={
        "material": ("organic cotton", "vegan leather"),
        "weight": Quantity(value=1.2, unit="kg"),
        "waterproof": True,
    },
    variants=(Variant(id="b-1", options={"colour": "dark blue", "size": "42"}, stock=1),),
)


@pytest.mark.parametrize(
    ("name", "wish", "holds"),
    [
        ("material", "cotton", True),
        ("material", "leather", False),
        ("material", {"not": "leather"}, True),
        ("material", {"not": ["cotton", "wool"]}, False),
        ("material", ["wool", "cotton"], True),
        ("colour", "Blue", True),
        ("colour", "dark blue", True),
        ("colour", "dark", False),
        ("size", 42, True),
        ("size", "43", False),
        ("weight", {"max": "1200 g"}, True),
        ("weight", {"max": "1199 g"}, False),
        ("weight", {"min": "1.2 kg", "max": "1.2 kg"}, True),
        ("weight", {"min": "1 cm"}, False),
        ("weight", "1.2 kg", True),
        ("waterproof", True, True),
        ("waterproof", "no", False),
        ("category", "Hiking Boot", True),
        ("category", "shoes", True),
        ("category", "shoes hiking boots", True),
        ("category", "boots", True),
        ("price", {"max": 100}, False),
        ("rating", {"min": 0}, False),
        ("brand", {"not": "Acme"}, False),
        ("nothing", {"not": "anything"}, True),
    ],
)
def test_a_property_is_read_from_the_catalogue(name: str, wish: object, holds: bool) -> None:
    wanted = {name: Wanted.model_validate(wish)}
    assert has(BOOT, BOOT.variants[0], wanted) is holds


def test_the_sample_is_in_the_demo_shop() -> None:
    assert demo_index().product("p-0001"), "the failing cases above name it"
