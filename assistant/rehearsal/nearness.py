"""What a misspelt name was probably meant to be, told behind a fault.

Knows letters and words; what the names are of is told elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from retrieval.text import fold

__all__ = ["near", "slip_of"]

_LISTED = 20
_SHOWN = 3
_ALIKE_ENOUGH, _WORD_ENOUGH = 0.6, 0.8
_ABOUT = 0.08
"""How much less alike than the nearest a name may be that is told beside it."""
_SHORTEST, _LONG = 4, 8
"""Letters from which one error, and two, make another word of a word."""

_SAYINGS = {"all": "every", "each": "every", "any": "some", "none": "no"}
"""First words that people write for the ones of the format."""


def near(name: str, known: Sequence[str]) -> str:
    """Name what is spelled nearest, or everything where that is little; empty for nothing."""
    first, _, rest = name.partition("_")
    spelled = f"{_SAYINGS.get(first, first)}_{rest}" if rest else name
    found = _alike(spelled, known) or _with_a_word_of(spelled, known)
    if found:
        return f"; near: {', '.join(found)}"
    return f"; known: {', '.join(known)}" if 0 < len(known) <= _LISTED else ""


def slip_of(value: str, known: Sequence[str]) -> str | None:
    """Name the word that a value is one typing error from, two where it is long; None for nothing.

    Codes and figures are no words: size XXL is no misspelt XL, and 45 no misspelt 44.
    """
    if len(value) < _SHORTEST or not re.search(r"[a-z]", value) or re.search(r"\d", value):
        return None
    most = 2 if len(value) >= _LONG else 1
    found = process.extractOne(
        value, known, scorer=OSA.distance, processor=_letters, score_cutoff=most
    )
    return found[0] if found else None


def _alike(name: str, known: Sequence[str]) -> list[str]:
    """The names about as alike as the likest is, in the order of `known` where they are equal."""
    found = process.extract(
        name, known, scorer=OSA.normalized_similarity, processor=_letters,
        score_cutoff=_ALIKE_ENOUGH, limit=_SHOWN,
    )  # fmt: skip
    return [choice for choice, score, _ in found if score >= found[0][1] - _ABOUT]


def _with_a_word_of(name: str, known: Sequence[str]) -> list[str]:
    """The names of which one word is alike to one of these: "lammps" of "table lamps"."""
    words = _letters(name).split()

    def likest(choice: str) -> float:
        pairs = [(own, word) for own in _letters(choice).split() for word in words]
        return max((OSA.normalized_similarity(*pair) for pair in pairs), default=0.0)

    scores = [(likest(choice), choice) for choice in known]
    best = max((score for score, _ in scores), default=0.0)
    found = [pair for pair in scores if pair[0] >= max(_WORD_ENOUGH, best - _ABOUT)]
    return [choice for _, choice in sorted(found, key=lambda pair: -pair[0])[:_SHOWN]]


def _letters(name: str) -> str:
    return fold(name.replace("_", " "))
