from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.conditions import AllOf, AnyOf
from retrieval.errors import CatalogueError
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
        ("colour==Blue", Condition("colour", "in", ("Blue",))),
        ('sum="1+1=2"', Condition("sum", "in", ("1+1=2",))),
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
        "price", "price<=", "<=50", "price<=cheap", "a=b or", "colour=blue||red", "in_stock=few",
        "brand<=3", "a=b;c=d", "a=b && c<=3",
        "price<=1e5e5", "price<=NaN", "price=<50", "blue", "price<=-", "=", "a=|",
        "(a=b", ")", "()", 'a="b', 'a="b"c', "price<=9999999999999999",
    ],
)  # fmt: skip
def test_an_unreadable_part_is_named_beside_forms_that_work(bad: str) -> None:
    with pytest.raises(CatalogueError) as raised:
        parse_where(f"colour=blue,{bad}")
    assert repr(bad) in str(raised.value)
    assert "price<=50" in str(raised.value)


_BLUE = Condition("colour", "in", ("blue",))
_CHEAP = Condition("price", "max", bound=Decimal(50))
_ACME = Condition("brand", "in", ("Acme",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("colour=blue and price<=50", (_BLUE, _CHEAP)),
        ("colour=blue or price<=50 AND brand=Acme", (AnyOf((_BLUE, AllOf((_CHEAP, _ACME)))),)),
        ("colour=blue or price<=50, brand=Acme", (AnyOf((_BLUE, _CHEAP)), _ACME)),
        ("(colour=blue or price<=50) and brand=Acme", (AnyOf((_BLUE, _CHEAP)), _ACME)),
        ("not brand=Acme", (Condition("brand", "not_in", ("Acme",)),)),
        ("not not brand=Acme", (_ACME,)),
        ("not price<=50", (Condition("price", "min", bound=Decimal(50), strict=True),)),
        (
            "not (colour=blue or brand=Acme)",
            (Condition("colour", "not_in", ("blue",)), Condition("brand", "not_in", ("Acme",))),
        ),
        ("flavour=salt and pepper", (Condition("flavour", "in", ("salt and pepper",)),)),
        (
            "flavour=salt and pepper and price<=50",
            (Condition("flavour", "in", ("salt and pepper",)), _CHEAP),
        ),
        ("size=L (slim, long)", (Condition("size", "in", ("L (slim, long)",)),)),
        ('"capacity (l)">=2', (Condition("capacity (l)", "min", bound=Decimal(2)),)),
        ('screen>=15"', (Condition("screen", "min", bound=Decimal(15), unit='"'),)),
    ],
)
def test_conditions_are_combined(text: str, expected: tuple[object, ...]) -> None:
    assert parse_where(text) == expected


def test_an_error_points_at_its_place() -> None:
    with pytest.raises(CatalogueError, match=r"'price<=cheap' at character 18"):
        parse_where("colour=blue and (price<=cheap)")
    with pytest.raises(CatalogueError, match="20 levels"):
        parse_where("(" * 1_000 + "a=b" + ")" * 1_000)
    with pytest.raises(CatalogueError, match="4000 characters"):
        parse_where("a=b," * 2_000)


_PIECES = st.sampled_from(
    ["price", "<=", ">=", "=", "!=", "50", "blue", "colour", "(", ")", ",", "|", '"', " and ",
     " or ", "not ", " ", "é", "\x00", "9" * 30, "in_stock", "yes", "-"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=20).map("".join)))
@settings(max_examples=500, deadline=None)
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    with suppress(CatalogueError):  # and nothing else
        assert isinstance(parse_where(text), tuple)
