"""Cuts a Chinese message into words: the longest known one at each place, and what is unknown.

Chinese writes no spaces, so the words are found in the phrase book (forward maximum matching).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from assistant.languages.numerals import NUMERAL, read_numeral
from assistant.languages.phrasebook import Entry, phrasebook

__all__ = ["Token", "scan"]

_QUOTED = re.compile(r"[“\"「]([^”\"」]+)[”\"」]")
_ORDINAL = re.compile(rf"第({NUMERAL.pattern})")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f][\w&'’./-]*|&", re.ASCII)
_SIGNS = {"US$": "dollars", "$": "dollars", "€": "euros", "£": "pounds", "CN¥": "CNY", "¥": "CNY"}
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))
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


def _next(text: str, at: int, before: Sequence[Token]) -> Token:
    """Give the word at a place: the first finder that knows it."""
    found = (finder(text, at, before) for finder in _FINDERS)
    return next((token for token in found if token), Token("space", "", text[at]))


def _marked(text: str, at: int, _: Sequence[Token]) -> Token | None:
    """What is quoted, counted ("第二"), priced by a sign, or no word at all."""
    if quoted := _QUOTED.match(text, at):
        return Token("quote", quoted[1], quoted[0])
    if ordinal := _ORDINAL.match(text, at):
        return Token("ordinal", _plain(ordinal[1]), ordinal[0])
    if sign := _SIGN.match(text, at):
        return Token("sign", _SIGNS[sign[0]], sign[0])
    return Token("space", "", " ") if text[at].isspace() and text[at] != "\n" else None


def _number(text: str, at: int, _: Sequence[Token]) -> Token | None:
    """A numeral that is no part of a longer known word."""
    known, number = phrasebook().at(text, at), NUMERAL.match(text, at)
    if number is None or (known is not None and len(known[0]) > 1):
        return None
    return Token("number", _plain(number[0]), number[0])


def _known(text: str, at: int, before: Sequence[Token]) -> Token | None:
    """A word of the phrase book; one in Latin letters only as a whole."""
    found, latin = phrasebook().at(text, at), _LATIN.match(text, at)
    if found is None or (latin and len(found[0]) < len(latin[0])) or not _fits(found[1], before):
        return None
    return Token(found[1].kind, found[1].english, found[0])


def _other(text: str, at: int, _: Sequence[Token]) -> Token | None:
    """Latin words, signs between clauses, and what nobody knows."""
    char = text[at]
    if latin := _LATIN.match(text, at):
        return Token("latin", latin[0], latin[0])
    if char in _STOPS:
        return Token("stop", _STOPS[char], char)
    if char == "、":
        return Token("says", "or", char)
    return Token("unknown", char, char) if char.isalnum() else None


def _plain(numeral: str) -> str:
    value = read_numeral(numeral)
    return f"{value.quantize(1) if value == value.to_integral_value() else value.normalize():f}"


def _fits(entry: Entry, before: Sequence[Token]) -> bool:
    """Units written in Latin letters count only behind a number: "G" is none elsewhere."""
    return entry.kind not in {"units", "money"} or not entry.english or _numbered(before)


def _numbered(before: Sequence[Token]) -> bool:
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


_FINDERS: tuple[Callable[[str, int, Sequence[Token]], Token | None], ...] = (
    _marked,
    _number,
    _known,
    _other,
)
