"""Numbers in words: "two hundred and fifty" is 250.

Knows the words of a lexicon; nothing of what is counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["spelt", "spelt_pattern"]

_HUNDRED, _THOUSAND = 100, 1000


def spelt_pattern(numbers: Mapping[str, int]) -> str:
    """A pattern of numbers in words, one word or several."""
    word = "|".join(sorted(numbers, key=len, reverse=True))
    return rf"\b(?:an?\s+(?=hundred|thousand))?(?:{word})(?:[\s-]+(?:and\s+)?(?:{word}))*\b"


def spelt(words: str, numbers: Mapping[str, int]) -> int:
    """Read a number: tens and ones add up, hundreds and thousands multiply what is before them."""
    total = part = 0
    for word in re.findall(r"[a-z]+", words.lower()):
        value = numbers.get(word, 0)
        if value == _HUNDRED:
            part = max(part, 1) * value
        elif value == _THOUSAND:
            total, part = total + max(part, 1) * value, 0
        else:
            part += value
    return total + part
