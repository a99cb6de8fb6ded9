"""Puts what the shop's code says in English fragments ("under $100 · not leather") into Chinese.

Whole sentences are templates of their own; this is for what goes into them, and for chips.
What has no Chinese (a product's title, a brand) stays as it is.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.languages.phrasebook import phrasebook

__all__ = ["spoken", "spoken_list", "spoken_names"]

_LETTERS = re.compile(r"[A-Za-z]")
_COUNTED = re.compile(r"([\d.,]+) (.+)")
_AND, _OR = re.compile(r"\s+and\s+"), re.compile(r"\s+or\s+")
_WHOLE = re.compile('[“"]|^, |^tell me more', re.IGNORECASE)
"""What is said as one, whatever commas are in it."""
_COMMA = re.compile(r",\s+")
_FULL_COMMA = "\uff0c"
_SOLD_OUT = "\uff08已售罄\uff09"
_CLOSED = "(?<=[)\uff09])"


def spoken(text: str, language: str) -> str:
    """Give the text in a language; English is what it is in."""
    return _chinese(text) if language == "zh" else text


@cache
def _chinese(text: str) -> str:
    if not _LETTERS.search(text):
        return text.replace(", ", "、")
    if word := _word(text):
        return word
    if _COMMA.search(text) and not _WHOLE.search(text):
        return "、".join(map(_chinese, _COMMA.split(text)))
    return _fragment(text) or _joined(text) or _counted(text) or text


def _word(text: str) -> str | None:
    """The word of the phrase book, also for one of many: "mug"."""
    known, small = phrasebook().chinese, text.casefold()
    return next((known[form] for form in (small, f"{small}s", f"{small}es") if form in known), None)


def _fragment(text: str) -> str | None:
    for pattern, said in phrasebook().fragments:
        if found := pattern.match(text):
            parts = found.groupdict().items()
            return said.format(**{k: v if k == "title" else _chinese(v) for k, v in parts})
    return None


def _joined(text: str) -> str | None:
    for joint, sign in ((_OR, "或"), (_AND, "和")):
        if len(parts := joint.split(text)) > 1:
            return sign.join(map(_chinese, parts))
    return None


def _counted(text: str) -> str | None:
    """ "23 running shoes", "30 h"."""
    found = _COUNTED.fullmatch(text)
    if found is None:
        return None
    if unit := phrasebook().units.get(found[2]):
        return f"{found[1]}{unit}"
    what = _chinese(found[2])
    return None if what == found[2] else f"{found[1]}款{what}"


def spoken_names(text: str, language: str) -> str:
    """Join product names as the language does, and leave the names as they are."""
    if language != "zh":
        return text
    named = text.replace(", sold out", _SOLD_OUT)
    return re.sub(rf"{_CLOSED} and ", " 和 ", re.sub(rf"{_CLOSED}, ", "、", named))


def spoken_list(text: str, language: str) -> str:
    """Put a list of short statements into a language, with commas between them."""
    if language != "zh":
        return text
    parts = (part for piece in _COMMA.split(text) for part in _AND.split(piece))
    return _FULL_COMMA.join(map(_chinese, parts))
