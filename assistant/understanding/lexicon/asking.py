"""What a shop can be asked to do, in words: the acts beside searching, read from a data file.

Knows phrases; whether a message means what it says is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.wordfiles import kept, read_table

__all__ = ["Errand", "Tier", "buys", "errand_words", "likeness", "load_errands"]

_ABOUT_SHOWN = {"cart_add", "cart_remove", "compare", "similar"}

Tier = Literal["always", "plain", "pointing", "describing", "whole", "order", "never"]
"""How much a phrase says by itself; the data file explains each."""

_GAP = r"(?:[^\w.?!]+[\w'’#-]+){0,6}?[^\w.?!]+"
"""What "..." stands for: up to six words of the same sentence."""


_TOKEN = re.compile(r"\{\w+\}|\s+|\w+|.")
_SIGNS = {"(": "(?:", ")": ")", "|": "|", " ": r"\s+", "'": "['’]?"}
_LONG_WORD = re.compile(r"(?<![\w'{])[a-z]{4,}(?![\w'}])")
Groups = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Errand:
    """The phrases of one act, by how much they say; `act` is the act's name."""

    act: str
    patterns: Mapping[Tier, re.Pattern[str]]

    def heard(self, tier: Tier, text: str) -> bool:
        """Whether the text has one of the phrases of that tier."""
        pattern = self.patterns.get(tier)
        if pattern is None:
            return False
        if tier == "whole":
            return pattern.fullmatch(text) is not None
        return next(self.found(tier, text), None) is not None

    def found(self, tier: Tier, text: str) -> Iterator[re.Match[str]]:
        """Give every place where one of the phrases of that tier stands."""
        if never := self.patterns.get("never"):
            text = never.sub(lambda match: "·" * len(match[0]), text)
        return self.patterns[tier].finditer(text)


@kept
def load_errands(language: str = "en") -> tuple[Errand, ...]:
    """Read the data file of a language, in its order."""
    raw = read_table("understanding", f"acts.{language}.toml")
    groups = raw["words"]
    acts = ((act, tiers) for act, tiers in raw.items() if act != "words")
    return tuple(Errand(act, dict(_patterns(tiers, groups))) for act, tiers in acts)


@kept
def errand_words(language: str = "en") -> frozenset[str]:
    """The longer words of all phrases: what may be meant where one of them is misspelt."""
    raw = read_table("understanding", f"acts.{language}.toml")
    lists = (phrases for tiers in raw.values() for phrases in tiers.values())
    text = " ".join(phrase for phrases in lists for phrase in phrases)
    return frozenset(_LONG_WORD.findall(text.lower()))


def buys(text: str) -> bool:
    """Whether a message says that it wants to do something with what was shown."""
    about = [errand for errand in load_errands() if errand.act in _ABOUT_SHOWN]
    return any(errand.heard("always", text) or errand.heard("pointing", text) for errand in about)


def likeness(text: str) -> tuple[tuple[int, int], ...]:
    """Where a message may say that others are wanted which are like what was shown."""
    similar = next(errand for errand in load_errands() if errand.act == "similar")
    tiers: tuple[Tier, ...] = ("always", "pointing")
    return tuple(match.span() for tier in tiers for match in similar.found(tier, text))


def _patterns(
    tiers: Mapping[Tier, list[str]], groups: Groups
) -> Iterator[tuple[Tier, re.Pattern[str]]]:
    for tier, phrases in tiers.items():
        ordered = sorted(phrases, key=len, reverse=True)
        either = "|".join(_phrase(words, groups) for words in ordered)
        yield tier, re.compile(rf"(?<!\w)(?<!\w-)(?:{either})(?!\w)", re.IGNORECASE)


def _phrase(words: str, groups: Groups) -> str:
    """A phrase as a pattern: any blanks between its words, its gaps, groups and choices."""
    parts = [_words(part.strip(), groups) for part in words.split("...")]
    return _GAP.join(part for part in parts if part)


def _words(part: str, groups: Groups) -> str:
    pattern = ""
    for token in _TOKEN.findall(part):
        if token.startswith("{"):
            pattern += f"(?:{'|'.join(_words(word, groups) for word in groups[token[1:-1]])})"
        else:
            pattern += _SIGNS.get(token) or re.escape(token)
    return pattern
