"""Figures as people read them: the one place that turns money and numbers into text.

Reply, cards and chips all call it, so that they always agree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from babel.numbers import format_currency, format_decimal
from babel.numbers import format_percent as babel_percent

from assistant.languages import language_of, spoken
from retrieval.catalogue import AttributeValue, Money, Quantity

__all__ = [
    "Manner",
    "format_amount",
    "format_attribute",
    "format_count",
    "format_money",
    "format_percent",
    "join_words",
]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a shop writes figures: its currency (ISO 4217) and its locale ("en_US")."""

    currency: str = "USD"
    locale: str = "en_US"

    def say(self, words: str) -> str:
        """Put a few English words of the code into the language of the locale."""
        return spoken(words, language_of(self.locale))

    def speaking(self, language: str) -> Manner:
        """Give the same shop's manner in a language that it is spoken to in."""
        spoken = language_of(self.locale)
        if (language == "zh") == (spoken == "zh"):
            return self
        return replace(self, locale="zh_CN" if language == "zh" else "en_US")


def format_money(money: Money, locale: str = "en_US") -> str:
    """Money with all of its digits: "$79.00"."""
    return str(format_currency(money.amount, money.currency, locale=locale))


def format_amount(amount: Decimal, currency: str, locale: str = "en_US") -> str:
    """Money as people name a limit: "$100", and "$99.50" only where there are cents."""
    if amount == amount.to_integral_value():
        return str(
            format_currency(amount, currency, locale=locale, currency_digits=False, format="¤#,##0")
        )
    return str(format_currency(amount, currency, locale=locale))


def format_count(count: int, locale: str = "en_US") -> str:
    """A count with the locale's grouping: "1,204"."""
    return str(format_decimal(count, locale=locale))


def format_percent(percent: Decimal, locale: str = "en_US") -> str:
    """A share of a hundred: "20%"."""
    return str(babel_percent(percent / 100, locale=locale))


def format_attribute(value: AttributeValue, locale: str = "en_US") -> str:
    """A typed attribute: "yes", "240 g", "wool and cotton"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Quantity):
        number = format_decimal(Decimal(str(value.value)), locale=locale)
        return f"{number} {value.unit}".strip()
    return join_words(value)


def join_words(words: tuple[str, ...] | list[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
