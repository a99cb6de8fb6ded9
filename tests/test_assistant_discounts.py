"""Reductions as shoppers put them: which words ask for them, which only look so, and chips."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.dialogue import label
from assistant.formats import Manner
from assistant.service import Shop
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.reading import Reading, read
from retrieval.conditions import Condition
from retrieval.discounts import FULL_PRICE, ON_SALE, off

SOME = ("min", Decimal(0), True)


def heard(text: str, shop: Shop) -> Reading:
    return read(text, shop.index.vocabulary, load_lexicon())


def bounds(text: str, shop: Shop) -> list[tuple[str, Decimal, bool]]:
    amounts = heard(text, shop).amounts
    return [(a.op, a.value, a.strict) for a in amounts if a.field == "discount"]


@pytest.mark.parametrize(
    "text",
    [
        "tents on sale", "any reduced tents?", "discounted tents", "sale items", "show me deals",
        "what's on sale?", "tents at a reduced price", "any offers on tents?", "bargain sneakers",
        "is there a discount on tents?", "tents, they should be marked down", "ON SALE ONLY",
        "noise cancelling headphones, reduced", "any discounts on laptops",
    ],
)  # fmt: skip
def test_words_that_ask_for_what_is_reduced(shop: Shop, text: str) -> None:
    reading = heard(text, shop)
    assert bounds(text, shop) == [SOME]
    assert not {"sale", "reduced", "deals", "off"} & set(reading.leftovers)
    assert "discount" not in reading.cleared


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tents at least 20% off", [("min", Decimal(20), False)]),
        ("twenty percent off tents", [("min", Decimal(20), False)]),
        ("reduced by at least 20 %", [("min", Decimal(20), False)]),
        ("with a discount of more than 15%", [("min", Decimal(15), True)]),
        ("more than 25 per cent off", [("min", Decimal(25), True)]),
        ("30% off or more", [("min", Decimal(30), False)]),
        ("30% or more off", [("min", Decimal(30), False)]),
        ("20% off the usual price", [("min", Decimal(20), False)]),
        ("12.5% off", [("min", Decimal("12.5"), False)]),
        ("half price mugs", [("min", Decimal(50), False)]),
        ("mugs half off", [("min", Decimal(50), False)]),
        ("up to 30% off", [SOME, ("max", Decimal(30), False)]),
        ("20-40% off", [("min", Decimal(20), False), ("max", Decimal(40), False)]),
        ("tents, but nothing reduced", [("max", Decimal(0), False)]),
        ("mugs at full price", [("max", Decimal(0), False)]),
        ("not on sale please", [("max", Decimal(0), False)]),
    ],
)
def test_by_how_much(shop: Shop, text: str, expected: list[tuple[str, Decimal, bool]]) -> None:
    assert bounds(text, shop) == expected
    assert not [a for a in heard(text, shop).amounts if a.field != "discount"]


@pytest.mark.parametrize(
    "text",
    [
        "do you have tents for sale", "is this for sale?", "reduced fat milk", "garage sale",
        "give me 20% off", "can i get 10% off my order?", "your boss promised me 50% off",
        "how do I use a 10% off code", "is there a student discount?", "150% off tents",
        "half the price of the first one", "dark chocolate at least 70%", "100% cotton t-shirts",
        "0% off", "do we get a discount on large orders?", "what is a sail for?",
    ],
)  # fmt: skip
def test_what_is_no_such_wish(shop: Shop, text: str) -> None:
    assert bounds(text, shop) == []


@pytest.mark.parametrize(
    "text",
    [
        "they don't have to be on sale", "it doesn't matter if it's reduced", "forget the discount",
        "needn't be on sale",
    ],
)  # fmt: skip
def test_it_is_let_go(shop: Shop, text: str) -> None:
    assert bounds(text, shop) == []
    assert heard(text, shop).cleared == ("discount",)


@pytest.mark.parametrize(
    "text", ["the biggest discount on tents", "best deals on tea", "which tent is most reduced?"]
)
def test_the_most_reduced_are_an_order_of_what_is_reduced(shop: Shop, text: str) -> None:
    assert heard(text, shop).sort == "discount"
    assert bounds(text, shop) == [SOME]


@pytest.mark.parametrize(
    ("condition", "english", "chinese"),
    [
        (ON_SALE, "on sale", "打折"),
        (FULL_PRICE, "not on sale", "不打折"),
        (off(20), "at least 20% off", "至少降价20%"),
        (Condition("discount", "min", bound=Decimal(20), unit="%", strict=True),
         "more than 20% off", "降价超过20%"),
        (Condition("discount", "max", bound=Decimal("12.5"), unit="%"),
         "at most 12.5% off", "降价至多12.5%"),
    ],
)  # fmt: skip
def test_chips_say_it_in_a_few_words(condition: Condition, english: str, chinese: str) -> None:
    assert label(condition, Manner()) == english
    assert label(condition, Manner(locale="zh_CN")) == chinese
