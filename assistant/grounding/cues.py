"""The words that make a claim, from `words/cues.en.toml`, ready to be looked for in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.wordfiles import kept, read_table

__all__ = ["Compared", "Cues", "compiled", "load_cues", "phrases"]

Way = Literal["more", "less"]


@dataclass(frozen=True, slots=True)
class Compared:
    """Words that compare: what by, which way, and whether with all (`extreme`) or another."""

    by: str
    way: Way
    extreme: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of one locale; patterns match whole words in any case.

    `money_behind` and `money_before` map what an amount is to the words beside it, `acts` what
    may have been done to its verbs, `active` behind a person and `done` also by themselves.
    """

    negators: re.Pattern[str]
    plural: re.Pattern[str]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    currencies: Mapping[str, Sequence[str]]
    money_behind: Mapping[str, re.Pattern[str]]
    money_before: Mapping[str, re.Pattern[str]]
    totals: re.Pattern[str]
    units: Mapping[str, Sequence[str]]
    measured: Mapping[str, str]
    compared: tuple[Compared, ...]
    comparing: Mapping[str, Sequence[str]]
    stock: Mapping[str, re.Pattern[str]]
    refused: Mapping[str, re.Pattern[str]]
    reduced: re.Pattern[str]
    persons: Sequence[str]
    acts: Mapping[str, Mapping[str, Sequence[str]]]


def phrases(words: Iterable[str]) -> str:
    """Give a pattern of any of the phrases, the longest first."""
    return _phrases(tuple(words))


@lru_cache(maxsize=512)
def _phrases(words: tuple[str, ...]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(map(re.escape, longest_first)) or r"(?!)"


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that is put together from cues; in any case, and once."""
    return re.compile(pattern, re.IGNORECASE)


@kept
def load_cues(locale: str = "en") -> Cues:
    """Read the cues of a locale; made once."""
    raw = read_table("grounding", f"cues.{locale}.toml")
    acts = dict(raw["acts"])
    return Cues(
        negators=_whole(raw["negators"]),
        plural=_whole(raw["plural"]),
        numbers=raw["numbers"],
        ordinals=raw["ordinals"],
        currencies=raw["currencies"],
        money_behind={role: _behind(words) for role, words in raw["money"]["behind"].items()},
        money_before={role: _before(words) for role, words in raw["money"]["before"].items()},
        totals=_whole(raw["totals"]["words"]),
        units=raw["units"],
        measured=raw["measured"],
        compared=tuple(_compared(raw["compared"])),
        comparing=raw["comparing"],
        stock={state: _whole(words) for state, words in raw["stock"].items()},
        refused={kind: _whole(words) for kind, words in raw["refused"].items()},
        reduced=_whole(raw["reduced"]["words"]),
        persons=acts.pop("persons"),
        acts=acts,
    )


def _compared(raw: Mapping[str, Mapping[Way, Mapping[str, Sequence[str]]]]) -> Iterable[Compared]:
    for by, ways in raw.items():
        for way, words in ways.items():
            for degree, said in words.items():
                yield Compared(by, way, degree == "most", _whole(said))


def _whole(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{phrases(words)})(?![\w-])", re.IGNORECASE)


def _behind(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{phrases(words)})(?!\w)", re.IGNORECASE)


def _before(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{phrases(words)})\s*\(?$", re.IGNORECASE)
