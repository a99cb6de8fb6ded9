"""Cuts a Chinese message into words: the longest known one at each place, and what is unknown.

Chinese writes no spaces, so the words are found in the phrase book (forward maximum matching).
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from assistant.languages.numerals import NUMERAL, read_numeral
from assistant.languages.phrasebook import Entry, phrasebook

__all__ = ["Token", "scan"]

_QUOTED = re.compile(r"[“\"「]([^”\"」]+)[”\"」]")
_ORDINAL = re.compile(rf"第({NUMERAL.pattern})")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f][\w&'’./-]*", re.ASCII)
_STOPS = {",": ",", "。": ".", "!": "!", "?": "?", ";": ";", "\n": ".", ":": ",", ".": "."}
_AFTER_A_NUMBER = {"money", "units", "measures", "sizes", "max_after", "min_after", "near_after"}
_SHORT = {"good", "number", "between", "measures", "sizes", "money", "units"} | _AFTER_A_NUMBER


class Token(NamedTuple):
    """A word: its kind, what it is in English, and how it was written."""

    kind: str
    text: str
    said: str


def scan(message: str) -> list[Token]:
    """Give the words of a message, in order; unknown characters that touch are one word."""
    text = unicodedata.normalize("NFKC", message)
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        token = _next(text, at, tokens)
        tokens.append(token)
        at += max(len(token.said), 1)
    return [token for token in _joined(tokens) if token.kind != "space"]


def _next(text: str, at: int, before: list[Token]) -> Token:
    char = text[at]
    if quoted := _QUOTED.match(text, at):
        return Token("quote", quoted[1], quoted[0])
    if ordinal := _ORDINAL.match(text, at):
        return Token("ordinal", f"{read_numeral(ordinal[1]):f}", ordinal[0])
    if char.isspace() and char != "\n":
        return Token("space", "", char)
    known = phrasebook().at(text, at)
    if (number := NUMERAL.match(text, at)) and (known is None or len(known[0]) < 2):
        return Token("number", f"{read_numeral(number[0]):f}", number[0])
    latin = _LATIN.match(text, at)
    if latin and (known is None or len(known[0]) < len(latin[0])):
        return Token("latin", latin[0], latin[0])
    if known and _fits(known[1], before):
        return Token(known[1].kind, known[1].english, known[0])
    if latin:
        return Token("latin", latin[0], latin[0])
    if char in _STOPS:
        return Token("stop", _STOPS[char], char)
    if char == "、":
        return Token("says", "or", char)
    return Token("unknown" if char.isalnum() else "space", char, char)


def _fits(entry: Entry, before: list[Token]) -> bool:
    """Units written in Latin letters count only behind a number: "G" is none elsewhere."""
    return entry.kind not in {"units", "money"} or not entry.english or _numbered(before)


def _numbered(before: list[Token]) -> bool:
    spoken = [token for token in before if token.kind != "space"]
    return bool(spoken) and spoken[-1].kind in {"number", "ordinal"}


def _joined(tokens: list[Token]) -> list[Token]:
    """Unknown characters take single known ones that touch them along: 钢琴 is no steel."""
    found: list[Token] = []
    for token in tokens:
        last = found[-1] if found else None
        if last and "unknown" in (last.kind, token.kind) and _is_part(last, token, found):
            found[-1] = Token("unknown", last.said + token.said, last.said + token.said)
        else:
            found.append(token)
    return found


def _is_part(last: Token, token: Token, found: list[Token]) -> bool:
    other = token if last.kind == "unknown" else last
    if other.kind == "unknown":
        return True
    single = len(other.said) == 1 and not other.said.isascii()
    counted = other is last and len(found) > 1 and found[-2].kind == "number"
    return single and other.kind in _SHORT and not counted
