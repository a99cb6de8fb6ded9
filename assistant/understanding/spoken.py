"""Amounts as people say them, put as they are written: "sixteen gigs" becomes "16 GB".

Knows words of a data file; nothing of what is measured.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.understanding.lexicon import Lexicon, phrase_pattern
from assistant.understanding.lexicon.spoken import load_spoken
from assistant.understanding.spelling import spelt, spelt_pattern
from retrieval.mentions import Mention

__all__ = ["calmed", "helps_a_verb", "in_figures"]

_LETTER = re.compile(r"\w")
_WORD_BEFORE = re.compile(r"([\w']+)[\s,]*$")
_WORD_BEHIND = re.compile(r"^\s*([\w']+)")


def calmed(text: str, lexicon: Lexicon) -> str:
    """Leave out words of impatience that stand before a wish: "how hard can it be. more"."""
    calm = phrase_pattern(lexicon.acts["impatience"]).sub("", text).strip().lstrip(".,;!?… ")
    return calm if _LETTER.search(calm) else text


def in_figures(text: str, lexicon: Lexicon) -> str:
    """Write the amounts of a message in figures with units; all else stays as it was."""
    spoken = load_spoken(lexicon.language)

    def written(found: re.Match[str]) -> str:
        share, word = found["share"], found["word"]
        figure = spoken.shares[share.lower()] if share else found["figure"]
        figure = str(spelt(word, lexicon.numbers)) if word else figure
        return f"{figure} {spoken.units[found['unit'].lower()]}"

    return _pattern(lexicon.language, spelt_pattern(lexicon.numbers)).sub(written, text)


@cache
def _pattern(language: str, numbers: str) -> re.Pattern[str]:
    spoken = load_spoken(language)
    shares, units = (
        "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        for words in (spoken.shares, spoken.units)
    )
    return re.compile(
        rf"(?<![\w.,])(?:(?P<share>{shares})|(?P<word>{numbers})|(?P<figure>\d+(?:[.,]\d+)?))"
        rf"(?:\s+|-|(?<=\d))(?P<unit>{units})\b",
        re.IGNORECASE,
    )


def helps_a_verb(mention: Mention, text: str, lexicon: Lexicon) -> bool:
    """Whether a value of the catalogue is none here: "if I may" is no month."""
    spoken = load_spoken(lexicon.language)
    if text[mention.start : mention.end].lower() not in spoken.auxiliaries:
        return False
    before, behind = (
        _WORD_BEFORE.search(text[: mention.start]),
        _WORD_BEHIND.match(text[mention.end :]),
    )
    if behind is None and text[mention.start].isupper():
        return False  # "what seeds do you have for May?"
    near = (found[1].lower() for found in (before, behind) if found)
    return any(word in spoken.pronouns for word in near)
