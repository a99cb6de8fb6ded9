"""The JSON shape of a reply: every key, every type, for every kind of reply."""

from __future__ import annotations

import json
from decimal import Decimal

from scripted import card, reply

from assistant.reply import Source
from assistant.types import Act, NotFound
from retrieval.filters import Condition
from ui.wire import constraints_object, reply_object

KEYS = [
    "act", "reply", "language", "products", "constraints", "match_count", "not_found", "asks",
    "cart", "proposal", "handoff", "sources", "comparison", "like", "degraded", "ms",
]  # fmt: skip
PRODUCT_KEYS = ["id", "title", "price", "currency", "in_stock", "reasons"]
STEPS = ["understand", "search", "first_sentence", "total"]


def test_every_key_is_there_in_order() -> None:
    full = reply_object(reply())
    bare = reply_object(reply("", act=Act.SMALLTALK, cards=(), chips=(), match_count=None, ms={}))
    for written in (full, bare):
        assert list(written) == KEYS
        assert list(written["ms"]) == STEPS
    assert list(full["products"][0]) == PRODUCT_KEYS
    assert json.loads(json.dumps(full)) == full


def test_money_is_a_decimal_string_as_in_the_catalogue() -> None:
    shown = reply_object(reply(cards=(card(1), card(2, price=None, list_price=None))))
    assert shown["products"][0]["price"] == "79.00"
    assert shown["products"][0]["currency"] == "USD"
    assert shown["products"][1]["price"] is None
    assert shown["products"][1]["currency"] is None


def test_what_was_not_found_and_where_it_comes_from() -> None:
    shown = reply_object(
        reply(not_found=NotFound("no_match", "blue"), sources=(Source("product", "p-1"),))
    )
    assert shown["not_found"] == {"kind": "no_match", "subject": "blue"}
    assert shown["sources"] == [{"kind": "product", "id": "p-1"}]


def test_constraints() -> None:
    conditions = [
        Condition("price", "max", bound=Decimal("100.00"), unit="USD"),
        Condition("price", "min", bound=Decimal("9.5"), unit="USD"),
        Condition("rating", "min", bound=Decimal("4.0")),
        Condition("battery life", "min", bound=Decimal(20), unit="h"),
        Condition("colour", "in", ("blue", "navy")),
        Condition("brand", "not_in", ("Northfell",)),
        Condition("brand", "not_in", ("Ostrava",)),
        Condition("in_stock", "in", ("yes",)),
    ]
    assert constraints_object(conditions) == {
        "price_max": "100",
        "price_min": "9.50",
        "rating_min": "4",
        "battery_life_min": "20 h",
        "colour": ["blue", "navy"],
        "in_stock": ["yes"],
        "exclude": {"brand": ["Northfell", "Ostrava"]},
    }


def test_a_bound_keeps_the_digits_that_its_currency_needs() -> None:
    def bound(amount: str, unit: str) -> object:
        condition = Condition("price", "max", bound=Decimal(amount), unit=unit)
        return constraints_object([condition])["price_max"]

    assert bound("1E+3", "USD") == "1000"
    assert bound("0.125", "USD") == "0.125"
    assert bound("12.5", "KWD") == "12.500"
    assert bound("1200.00", "JPY") == "1200"
