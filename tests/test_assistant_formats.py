from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.formats import (
    format_amount,
    format_attribute,
    format_count,
    format_money,
    join_words,
)
from retrieval.catalogue import AttributeValue, Money, Quantity


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "text"),
    [
        ("79", "USD", "en_US", "$79.00"),
        ("1234.5", "USD", "en_US", "$1,234.50"),
        ("0", "USD", "en_US", "$0.00"),
        ("79", "EUR", "de_DE", "79,00\xa0€"),
        ("79", "JPY", "en_US", "¥79"),
    ],
)
def test_money_has_all_its_digits(amount: str, currency: str, locale: str, text: str) -> None:
    assert format_money(Money(amount=Decimal(amount), currency=currency), locale) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("100", "$100"),
        ("100.00", "$100"),
        ("99.5", "$99.50"),
        ("0.1", "$0.10"),
        ("12345", "$12,345"),
    ],
)
def test_limits_have_cents_only_where_there_are_any(amount: str, text: str) -> None:
    assert format_amount(Decimal(amount), "USD") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "yes"),
        (False, "no"),
        (Quantity(value=240, unit="g"), "240 g"),
        (Quantity(value=0.1 + 0.2, unit="kg"), "0.3 kg"),
        (Quantity(value=1200, unit="mAh"), "1,200 mAh"),
        (Quantity(value=3), "3"),
        (("wool", "cotton"), "wool and cotton"),
        ((), ""),
    ],
)
def test_attributes(value: AttributeValue, text: str) -> None:
    assert format_attribute(value) == text


def test_counts_and_words() -> None:
    assert format_count(1204) == "1,204"
    assert format_count(1204, "de_DE") == "1.204"
    assert join_words([]) == ""
    assert join_words(["a"]) == "a"
    assert join_words(["a", "b"]) == "a and b"
    assert join_words(("a", "b", "c"), "or") == "a, b or c"
