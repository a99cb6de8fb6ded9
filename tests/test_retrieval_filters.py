from __future__ import annotations

from decimal import Decimal

import pytest

from retrieval.catalogue import CatalogueError
from retrieval.filters import Condition, parse_where


def test_every_form_of_the_notation() -> None:
    assert parse_where(
        "price<=50, brand!=Nike,colour=blue|red,category=running shoes,rating>=4,in_stock=yes"
    ) == (
        Condition("price", "max", bound=Decimal(50)),
        Condition("brand", "not_in", ("Nike",)),
        Condition("colour", "in", ("blue", "red")),
        Condition("category", "in", ("running shoes",)),
        Condition("rating", "min", bound=Decimal(4)),
        Condition("in_stock", "in", ("yes",)),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("price<50", Condition("price", "max", bound=Decimal(50), strict=True)),
        (
            "price>9.99 eur",
            Condition("price", "min", bound=Decimal("9.99"), unit="EUR", strict=True),
        ),
        ("battery_life>=20h", Condition("battery life", "min", bound=Decimal(20), unit="h")),
        ('brand="Oat, Ash & Co"', Condition("brand", "in", ("Oat, Ash & Co",))),
        ("Color=Blue", Condition("colour", "in", ("Blue",))),
        ("stock=TRUE", Condition("in_stock", "in", ("yes",))),
        ("in_stock!=no", Condition("in_stock", "not_in", ("no",))),
        ("weight=240 g", Condition("weight", "in", ("240 g",))),
    ],
)
def test_one_condition(text: str, expected: Condition) -> None:
    assert parse_where(text) == (expected,)


def test_an_equal_price_is_both_bounds() -> None:
    assert [c.op for c in parse_where("price=50")] == ["min", "max"]


@pytest.mark.parametrize("text", ["", "  ", ",", " , ,"])
def test_no_condition(text: str) -> None:
    assert parse_where(text) == ()


@pytest.mark.parametrize(
    "bad",
    [
        "price", "price<=", "<=50", "price<=cheap", "price!=50", "colour=blue||red", "in_stock=few",
        "brand<=3", "price<=1e5e5", "price<=NaN", "price=<50", "blue", "price<=-", "=", "a=|",
    ],
)  # fmt: skip
def test_an_unreadable_part_is_named_beside_forms_that_work(bad: str) -> None:
    with pytest.raises(CatalogueError) as raised:
        parse_where(f"colour=blue,{bad}")
    assert repr(bad) in str(raised.value)
    assert "price<=50" in str(raised.value)
