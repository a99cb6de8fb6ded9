"""Queries as people type them: with a slip of the finger, or inside a sentence.

The same for a seed. Knows nothing of products or of how either is mended.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import yaml

__all__ = ["with_typing_error", "wrapped"]

_FILE = Path(__file__).parent.parent / "data" / "wrappings.yaml"
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHORTEST = 4  # letters of a word that gets an error


def wrapped(query: str, seed: int) -> str:
    """Put a query into a sentence that a shopper might write around it."""
    frames = _frames()
    return Random(f"{seed} {query}").choice(frames).replace("{query}", query)


def with_typing_error(query: str, seed: int) -> str:
    """Make one typing error in one word of four letters or more; none where there is none.

    A letter is left out, typed twice, swapped with the next, or missed for its neighbour on
    the keyboard, each as often.
    """
    random = Random(f"{seed} {query}")
    words = query.split(" ")
    places = [at for at, word in enumerate(words) if len(word) >= _SHORTEST and word.isalpha()]
    if not places:
        return query
    at = random.choice(places)
    words[at] = _slip(words[at], random)
    return " ".join(words)


def _slip(word: str, random: Random) -> str:
    at = random.randrange(1, len(word) - 1)
    kind = random.choice(("leave", "double", "swap", "miss"))
    if kind == "leave":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[:at] + word[at] + word[at:]
    if kind == "swap" and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + random.choice(_neighbours(word[at].lower())) + word[at + 1 :]


def _neighbours(letter: str) -> str:
    for row in _ROWS:
        if letter in row:
            at = row.index(letter)
            return row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    return "e"


@cache
def _frames() -> tuple[str, ...]:
    frames = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(str(frame) for frame in frames)
