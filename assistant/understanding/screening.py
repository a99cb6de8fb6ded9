"""Messages that cannot be read, told apart before anything else looks at them."""

from __future__ import annotations

import unicodedata

from assistant.languages import detect
from assistant.types import Problem
from retrieval.text import clean

__all__ = ["LONGEST", "screen"]

LONGEST = 2_000
"""Characters that a message may have."""


def screen(message: str) -> tuple[str, Problem | None]:
    """Give the message without what no text carries (NUL, lone surrogates), and what is wrong."""
    text = clean(message).strip()
    if not text:
        return "", "empty"
    if len(text) > LONGEST:
        return text[:LONGEST], "too_long"
    if detect(text) == "zh":
        return text, None
    letters = [char for char in text if char.isalpha()]
    if not letters and not any(char.isdigit() for char in text):
        return text, "no_words"
    foreign = sum(not unicodedata.name(char, "").startswith("LATIN") for char in letters)
    return text, "other_script" if foreign > len(letters) / 2 else None
