from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.understanding.amounts import find_amounts
from assistant.understanding.figures import parse_number
from assistant.understanding.lexicon import load_lexicon

PRICES = [
    ("under $50", "max 50 USD"),
    ("below 80 dollars", "max 80 USD"),
    ("less than 100", "<max 100"),
    ("up to 60 euros", "max 60 EUR"),
    ("at most $19.99", "max 19.99 USD"),
    ("no more than 30 bucks", "max 30 USD"),
    ("not more than £40", "max 40 GBP"),
    ("not over 70", "max 70"),
    ("cheaper than $25", "<max 25 USD"),
    ("within 200", "max 200"),
    ("maximum 45", "max 45"),
    ("max. 45 usd", "max 45 USD"),
    ("with a budget of 120", "max 120"),
    ("my budget is $75", "max 75 USD"),
    ("<= 40", "max 40"),
    ("< $40", "<max 40 USD"),
    ("price not above 90", "max 90"),
    ("$35", "max 35 USD"),
    ("35 dollars", "max 35 USD"),
    ("€12,50", "max 12.5 EUR"),
    ("12.50 €", "max 12.5 EUR"),
    ("50 or less", "max 50"),
    ("$50 or under", "max 50 USD"),
    ("$50 max", "max 50 USD"),
    ("80 tops", "max 80"),
    ("100 usd limit", "max 100 USD"),
    ("fifty bucks or less", "max 50 USD"),
    ("under a hundred dollars", "max 100 USD"),
    ("under $1,299.99", "max 1299.99 USD"),
    ("under 1.299,99 €", "max 1299.99 EUR"),
    ("under 1,200", "max 1200"),
    ("over $20", "min 20 USD"),
    ("above 30", "min 30"),
    ("more than 40 dollars", "<min 40 USD"),
    ("at least $15", "min 15 USD"),
    ("no less than 10", "min 10"),
    ("starting at $99", "min 99 USD"),
    ("from 25 dollars", "min 25 USD"),
    ("> 5", "<min 5"),
    (">= 5", "min 5"),
    ("$30 or more", "min 30 USD"),
    ("$30 and up", "min 30 USD"),
    ("$30+", "min 30 USD"),
    ("between 50 and 80", "min 50, max 80"),
    ("between $50 and $80", "min 50 USD, max 80 USD"),
    ("$50-80", "min 50 USD, max 80 USD"),
    ("50 - 80 dollars", "min 50 USD, max 80 USD"),
    ("from 20 to 30 euros", "min 20 EUR, max 30 EUR"),
    ("$5 to $9", "min 5 USD, max 9 USD"),
    ("around $100", "min 80 USD, max 120 USD"),
    ("about 50 bucks", "min 40 USD, max 60 USD"),
    ("under $50 but over $20", "max 50 USD, min 20 USD"),
]
RATINGS = [
    ("at least 4 stars", "min 4"),
    ("4 stars", "min 4"),
    ("4.5+ stars", "min 4.5"),
    ("4-star", "min 4"),
    ("3 stars or better", "min 3"),
    ("rated 4 or higher", "min 4"),
    ("rated above 4.2", "min 4.2"),
    ("four stars", "min 4"),
]
NOTHING = [
    "",
    "running shoes",
    "a pack of 6",
    "size 42",
    "sizes 8",
    "the iPhone 15",
    "v2.0",
    "#3",
    "10% off",
    "two friends",
    "a thousand thanks",
    "rated 9 stars",
    "room 101",
    "\x00",
    "12345678901234567890",
]


def said(text: str) -> str:
    """The bounds of a message in short: "max 50 USD, min 4"."""
    return ", ".join(
        f"{'<' if a.strict else ''}{a.op} {a.value.normalize():f} {a.unit}".strip()
        for a in find_amounts(text, load_lexicon())
    )


@pytest.mark.parametrize(("text", "bounds"), PRICES)
def test_prices(text: str, bounds: str) -> None:
    for message in (text, f"running shoes {text} please", text.upper()):
        amounts = find_amounts(message, load_lexicon())
        assert {a.field for a in amounts} == {"price"}, message
        assert said(message) == bounds, message


@pytest.mark.parametrize(("text", "bounds"), RATINGS)
def test_ratings(text: str, bounds: str) -> None:
    amounts = find_amounts(f"lamps {text}", load_lexicon())
    assert {a.field for a in amounts} == {"rating"}
    assert said(f"lamps {text}") == bounds


@pytest.mark.parametrize("text", NOTHING)
def test_numbers_that_bound_nothing(text: str) -> None:
    assert [a for a in find_amounts(text, load_lexicon()) if not a.stated] == []


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("under 300 g", "max 300 g"),
        ("at least 20 hours", "min 20 hours"),
        ("between 2 and 4 kg", "min 2 kg, max 4 kg"),
    ],
)
def test_measures_keep_their_unit_and_have_no_field_yet(text: str, bounds: str) -> None:
    amounts = find_amounts(text, load_lexicon())
    assert {a.field for a in amounts} == {""}
    assert said(text) == bounds


def test_price_and_rating_stand_beside_each_other() -> None:
    amounts = find_amounts("under $60 with at least 4 stars", load_lexicon())
    assert [(a.field, a.op, a.value) for a in amounts] == [
        ("price", "max", Decimal(60)),
        ("rating", "min", Decimal(4)),
    ]


def test_the_span_covers_the_words_that_bound() -> None:
    text = "boots for no more than 80 dollars please"
    (amount,) = find_amounts(text, load_lexicon())
    assert text[amount.start : amount.end] == "no more than 80 dollars"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("50", "50"),
        ("1,299.99", "1299.99"),
        ("1.299,99", "1299.99"),
        ("1,299", "1299"),
        ("1.299", "1299"),
        ("12,5", "12.5"),
        (".5", "0.5"),
        ("1,234,567", "1234567"),
        ("1.234.567,8", "1234567.8"),
    ],
)
def test_numbers_in_both_notations(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "1e5x"])
def test_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None
