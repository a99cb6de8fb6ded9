"""Amounts of money and other numbers, read out of a text in any of the usual spellings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

__all__ = ["amounts", "numbers"]

_DIGITS = r"\d(?:[\d.,'\u00a0\u202f]*\d)?"
_SIGN = r"(?:US\$|[$€£¥]|\b(?:USD|EUR|GBP|CHF|JPY)\b)"
_MONEY = re.compile(rf"{_SIGN}\s?({_DIGITS})|({_DIGITS})\s?{_SIGN}")
_NUMBER = re.compile(rf"(?<![\w-]){_DIGITS}(?![\w%])|(?<![\w-]){_DIGITS}(?=\s?[a-z%])")


def amounts(text: str) -> Iterator[tuple[str, Decimal]]:
    """Give every amount of money: as it is written, and its value."""
    for found in _MONEY.finditer(text):
        yield found[0], _value(found[1] or found[2])


def numbers(text: str) -> Iterator[Decimal]:
    """Give every other number of a text that stands by itself or before a unit."""
    for found in _NUMBER.finditer(_MONEY.sub(" ", text)):
        yield _value(found[0])


def _value(text: str) -> Decimal:
    """Read "1,204", "1.204,50", "66.50" and "66,5": the last separator may be the decimal point."""
    bare = re.sub(r"['\u00a0\u202f]", "", text)
    marks = [mark for mark in bare if mark in ".,"]
    if not marks:
        return Decimal(bare)
    last = marks[-1]
    whole, _, rest = bare.rpartition(last)
    grouped = len(rest) == 3 and (last == "," or marks.count(last) > 1)
    plain = re.sub(r"[.,]", "", whole)
    return Decimal(f"{plain}{rest}" if grouped else f"{plain}.{rest}")
