"""The figures of a card in words: prices, savings, ratings, options, for one locale.

Knows nothing of where the words are shown; escaping them is the caller's part.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal, format_percent

from assistant.formats import format_count, format_money
from assistant.languages import language_of, spoken

if TYPE_CHECKING:
    from assistant.types import Card
    from retrieval.catalogue import Money

__all__ = ["Words", "locale_for", "ordinal", "printable"]

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_UNSAFE = ("Cc", "Cf", "Cs", "Zl", "Zp")
_JOINERS = "\n\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Words:
    """How figures are written in one locale, such as "en_US"."""

    locale: str = "en_US"

    @property
    def language(self) -> str:
        """The language of the locale, as pages name it ("zh-CN" for Chinese)."""
        language = language_of(self.locale)
        return "zh-CN" if language == "zh" else language

    def say(self, words: str) -> str:
        """Put a few English words of the page into the language of the locale."""
        return spoken(words, language_of(self.locale))

    def money(self, money: Money) -> str:
        """Write an amount as people read it: "$1,079.00"."""
        return format_money(money, self.locale)

    def price(self, card: Card) -> str:
        """Write what a card asks, or that it has to be asked for."""
        return self.money(card.price) if card.price is not None else self.say("Price on request")

    def saving(self, card: Card) -> str:
        """Write how far a price is below its list price ("-20%"), or nothing."""
        if card.price is None or card.list_price is None:
            return ""
        change = card.price.amount / card.list_price.amount - 1
        return str(format_percent(change, locale=self.locale))

    def rating(self, card: Card) -> str:
        """Write stars and how many gave them ("4.5 (123)"), or nothing."""
        if card.rating is None:
            return ""
        stars = str(format_decimal(card.rating, format="0.0", locale=self.locale))
        return f"{stars} ({format_count(card.rating_count, self.locale)})"

    def options(self, card: Card) -> str:
        """Write the shown variant ("blue · size 42"), or nothing."""
        return " · ".join(self._told_options(card))

    def reasons(self, card: Card) -> tuple[str, ...]:
        """Give the reasons that the card does not show anyway, with its options and its stars."""
        shown = {*self._told_options(card), *card.options.values()}
        if card.rating is not None:
            shown.add(self.say(f"rated {card.rating:g}"))
        told = {text.casefold() for text in shown}
        return tuple(reason for reason in card.reasons if reason.casefold() not in told)

    def _told_options(self, card: Card) -> list[str]:
        return [
            self.say(value if name in ("color", "colour") else f"{name} {value}")
            for name, value in card.options.items()
        ]


def locale_for(language: str, shop: str) -> str:
    """Choose the locale of a reply: the shop's own where it speaks `language`."""
    if not language or shop.partition("_")[0] == language:
        return shop
    try:
        return str(Locale.parse(language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return shop


def ordinal(position: int) -> str:
    """Say a position as a shopper would: 2 is "second", 12 is "number 12"."""
    return _ORDINALS[position - 1] if position <= len(_ORDINALS) else f"number {position}"


def printable(text: str) -> str:
    """Drop what could steer a terminal or turn the reading direction; keep every letter."""
    return "".join(c for c in text if c in _JOINERS or unicodedata.category(c) not in _UNSAFE)
