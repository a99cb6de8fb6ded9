"""Slips of the fingers: letters swapped, left out, doubled or hit beside. Figures stay right."""

from __future__ import annotations

import re
from random import Random

__all__ = ["mistyped"]

_SHORTEST = 5
_WORD = re.compile(rf"[A-Za-z]{{{_SHORTEST},}}")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def mistyped(text: str, rate: float, random: Random) -> str:
    """Misspell each longer word with probability `rate`; its first letter is always right."""
    return _WORD.sub(
        lambda word: _slip(word[0], random) if random.random() < rate else word[0], text
    )


def _slip(word: str, random: Random) -> str:
    at = random.randrange(1, len(word) - 1)
    before, letter, behind = word[:at], word[at], word[at + 1 :]
    return random.choice(
        (
            f"{before}{behind[0]}{letter}{behind[1:]}",
            f"{before}{behind}",
            f"{before}{letter}{letter}{behind}",
            f"{before}{_beside(letter, random)}{behind}",
        )
    )


def _beside(letter: str, random: Random) -> str:
    """Give a key next to this one on the keyboard."""
    row = next((keys for keys in _ROWS if letter.lower() in keys), letter)
    at = row.find(letter.lower())
    near = row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    return random.choice(near or letter)
