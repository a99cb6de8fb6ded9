"""Numbers in a text, in digits of a locale or in words, and the patterns that find them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from babel.numbers import NumberFormatError, parse_decimal

from assistant.grounding.cues import Cues, phrases

__all__ = ["DIGITS", "read_number", "worded"]

DIGITS = r"-?\d+(?:[.,'\u00a0\u202f]\d+)*"
_JOINT = re.compile(r"[\s-]+(?:and\s+)?")


def worded(cues: Cues) -> str:
    """Give the pattern of a number in words: "twenty-one", "two hundred and fifty"."""
    one = rf"(?:{phrases(cues.numbers)})"
    return rf"\b(?:(?:a\s+(?=hundred|thousand|dozen))?{one}(?:(?:[\s-]+|\s+and\s+){one})*)\b"


def read_number(text: str, locale: str, words: Mapping[str, int]) -> Decimal | None:
    """Read a number in digits or in words; None for what is no number of this locale."""
    if any(letter.isdigit() for letter in text):
        try:
            return Decimal(parse_decimal(text.replace("\u202f", "\u00a0"), locale=locale))
        except (NumberFormatError, ArithmeticError):
            return None
    return _in_words(text, words)


def _in_words(text: str, words: Mapping[str, int]) -> Decimal | None:
    """Add up a number in words, hundreds and thousands multiplying what stands before."""
    whole = part = 0
    for word in _JOINT.split(text.lower().strip().removeprefix("a ")):
        if word not in words:
            return None
        value = words[word]
        if value == 1000:
            whole, part = whole + max(part, 1) * value, 0
        elif value in {100, 12} and (value == 100 or part):
            part = max(part, 1) * value
        else:
            part += value
    return Decimal(whole + part)
