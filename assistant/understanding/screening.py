"""Messages that cannot be read, told apart before anything else looks at them."""

from __future__ import annotations

import re
import unicodedata

from assistant.languages import detect
from assistant.types import Problem
from assistant.understanding.private import is_private
from retrieval.text import clean

__all__ = ["LONGEST", "screen"]

LONGEST = 2_000
"""Characters that a message may have."""
_FEW = 2
_UNSEEN = re.compile(r"[\u00ad\u200b\u200c\u200e\u200f\u2060-\u2064\ufeff]")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width forms of ASCII to ASCII: "under $50" typed on an East Asian keyboard."""
_CODE = re.compile(
    r"<[^<>]*>|\b(?:[a-z][a-z\d+.-]{1,20}://|javascript:|data:|mailto:)\S*|\bwww\.\S+",
    re.IGNORECASE,
)
"""Tags and addresses: no words of a shopper."""


def screen(message: str) -> tuple[str, Problem | None]:
    """Give the message without what no text carries (NUL, lone surrogates) or nobody sees, and
    what is wrong with it.
    """
    text = _UNSEEN.sub("", clean(message)).strip()
    if not text:
        return "", "empty"
    if len(text) > LONGEST:
        return text[:LONGEST], "too_long"
    chinese = detect(text) == "zh"
    text = text if chinese else text.translate(_WIDE)
    if is_private(text):
        return text, "private"
    return text, None if chinese else _script_problem(text)


def _script_problem(text: str) -> Problem | None:
    """What hinders reading a text as English, if anything does."""
    letters = [char for char in text if char.isalpha()]
    if _is_code(text) or not (letters or any(char.isdigit() for char in text)):
        return "no_words"
    foreign = sum(not unicodedata.name(char, "").startswith("LATIN") for char in letters)
    return "other_script" if foreign > len(letters) / 2 else None


def _is_code(text: str) -> bool:
    """Whether next to nothing is left of a text without its tags and addresses."""
    words = _CODE.sub(" ", text)
    return words != text and sum(map(str.isalnum, words)) < _FEW
