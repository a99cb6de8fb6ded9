"""Turns a pattern of the word tables into a sentence: choices, slots, articles, capitals.

A pattern writes alternatives as ``(soft|light)`` and slots as ``<material>``; ``a/an`` takes
the article that fits the next word. Knows nothing of what the slots mean.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random

from retrieval.catalogue import AttributeValue, Quantity
from retrieval.errors import CatalogueError

__all__ = ["as_words", "contains_phrase", "fill"]

_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_SLOT = re.compile(r"<([a-z ]+)>")
_ARTICLE = re.compile(r"\b([Aa])/an (\W*)(\w+)")
_SOUNDS_LIKE_A_VOWEL = re.compile(
    r"(?!uni|use|eu|one\b)[aeiou]|hour|hon(?:est|our)|8\b|8\d|11\b|18\b", re.IGNORECASE
)
_SILENT_CAPITALS = re.compile(r"[FHLMNRSX][A-Z]+\b|[FHLMNRSX]\b")


def fill(pattern: str, slots: Mapping[str, str], rng: Random) -> str:
    """The sentence of `pattern`: alternatives drawn, slots filled, first letter a capital.

    `CatalogueError` where a slot has no value.
    """
    chosen = pattern
    while _CHOICE.search(chosen):
        chosen = _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), chosen)
    filled = _SLOT.sub(lambda found: _slot(found[1], slots, pattern), chosen)
    tidy = re.sub(r" {2,}", " ", _ARTICLE.sub(_article, filled)).replace(" ,", ",").strip()
    return tidy[:1].upper() + tidy[1:]


def as_words(value: AttributeValue) -> str:
    """A value as it stands in a sentence: "240 g", "cotton and elastane"."""
    if isinstance(value, tuple):
        return " and ".join(value)
    return _measure(value) if isinstance(value, Quantity) else ""


def contains_phrase(text: str, phrase: str) -> bool:
    """Whether `phrase` stands in `text` as whole words, whatever the case."""
    return bool(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE))


_SPOKEN_UNITS = {"h": "hours", "min": "minutes", "in": "inches"}
_SINGULAR = {"hours": "hour", "minutes": "minute", "inches": "inch", "years": "year"}


def _measure(value: Quantity) -> str:
    unit = _SPOKEN_UNITS.get(value.unit, value.unit)
    if value.value == 1:
        unit = _SINGULAR.get(unit, unit)
    return f"{value.value:g} {unit}".strip()


def _slot(name: str, slots: Mapping[str, str], pattern: str) -> str:
    if name not in slots:
        raise CatalogueError(f"{pattern!r} needs <{name}>; the attributes here: {sorted(slots)}")
    return slots[name]


def _article(found: re.Match[str]) -> str:
    word = found[3]
    vowel = _SILENT_CAPITALS.match(word) or _SOUNDS_LIKE_A_VOWEL.match(word)
    return f"{found[1]}{'n' if vowel else ''} {found[2]}{word}"
