"""How messages are put, read from a data file: as a question on what is talked about, and so on.

Knows nothing of catalogues, nor of what follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.wordfiles import kept, read_table

__all__ = ["Turns", "load_turns"]

_SIGNS = {" ": r"\s+", "'": "['’]?", "’": "['’]?"}


@dataclass(frozen=True, slots=True)
class Turns:
    """Patterns for how a message is put; each is explained in the data file.

    `of_it` matches a beginning, `which_is` and `private` a whole message; the others are searched
    for.
    """

    of_it: re.Pattern[str]
    which_is: re.Pattern[str]
    of_shop: re.Pattern[str]
    ones: re.Pattern[str]
    adjective: re.Pattern[str]
    private: re.Pattern[str]


@kept
def load_turns(language: str = "en") -> Turns:
    """Read the data file of a language."""
    raw = read_table("understanding", f"turns.{language}.toml")
    of_it, which_is = raw["of_it"], raw["which_is"]
    begins = rf"\W*(?:{_any(of_it['before'])}\W+)?{_any(of_it['verbs'])}\s+{_any(of_it['it'])}\b"
    asks = rf"\W*(?:{_any(which_is['before'])}\W+)?{_any(which_is['asks'])}\s+[\w\s-]+\W*"
    return Turns(
        _pattern(begins),
        _pattern(asks),
        _pattern(rf"\b{_any(raw['of_shop']['words'])}\b"),
        _pattern(rf"\b{_any(raw['ones']['words'])}\b"),
        _pattern(rf"{_any(raw['adjectives']['endings'])}$"),
        _pattern(_private(raw["private"])),
    )


def _private(words: Mapping[str, Sequence[str]]) -> str:
    """ "My password is ...", and no question behind it."""
    told = rf"\s*(?:{_any(words['told'])}\b|[:=])\s*"
    secret = rf"{_any(words['secret'])}{told}[^\s?][^?]*"
    contact = rf"{_any(words['contact'])}{told}[^?]*?(?:\w@\w|\d[\d ()-]{{5,}})[^?]*"
    return rf"\W*(?:{_any(words['before'])}\W+)?{_any(words['mine'])}\s+(?:{secret}|{contact})\Z"


def _any(phrases: Sequence[str]) -> str:
    """A pattern of any of the phrases, the longest first."""
    ordered = sorted(phrases, key=len, reverse=True)
    return f"(?:{'|'.join(''.join(_SIGNS.get(c) or re.escape(c) for c in p) for p in ordered)})"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)
