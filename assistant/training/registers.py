"""One message as different people type it: tidy, in lower case, in capitals, in haste.

Knows nothing of what a message means. Marks that are no letters stay where they are.
"""

from __future__ import annotations

import re
from random import Random

from assistant.rehearsal.shoppers.typing_errors import mistyped

__all__ = ["retyped", "tidy"]

_FILLERS = ("uh", "um", "like", "you know", "erm", "well")
_SHORT = {"please": "pls", "you": "u", "your": "ur", "thanks": "thx", "for": "4", "are": "r"}
_BEFORE_MARK = re.compile(r"\s+([,.?!])")
_PUNCTUATION = re.compile(r"(?<!\d)[,.?!](?!\d)")
_HASTE, _CAPITALS, _BARE, _LOWER = 0.04, 0.04, 0.2, 0.35
_SLIPPING, _SLIPS = 0.2, 0.25
_SPOKEN = 0.05


def tidy(text: str) -> str:
    """Mend the blanks that expanding leaves behind."""
    text = _BEFORE_MARK.sub(r"\1", " ".join(text.split()))
    return re.sub(r"([,.])[,.]+", r"\1", text).strip(" ,")


def retyped(text: str, random: Random) -> str:
    """Give a text in one of the ways that people write or say it; typing errors in some."""
    if random.random() < _SPOKEN:
        return _spoken(text, random)
    drawn = random.random()
    if drawn < _HASTE:
        text = " ".join(_SHORT.get(word, word) for word in text.split(" "))
    elif drawn < _HASTE + _CAPITALS:
        text = text.upper()
    elif drawn < _HASTE + _CAPITALS + _BARE:
        text = _PUNCTUATION.sub("", text).lower()
    elif drawn < _HASTE + _CAPITALS + _BARE + _LOWER:
        text = text.lower()
    else:
        text = text[:1].upper() + text[1:]
    return mistyped(text, _SLIPS, random) if random.random() < _SLIPPING else text


def _spoken(text: str, random: Random) -> str:
    """As a dictation takes it down: no capitals, no marks, a filler somewhere."""
    words = _PUNCTUATION.sub("", text).lower().split(" ")
    words.insert(random.randrange(len(words)), random.choice(_FILLERS))
    return " ".join(words)
