"""The word lists of a language, as its data file has them.

Knows nothing of any catalogue: the words of the shop come from its vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from assistant.wordfiles import kept, read_table

__all__ = ["Lexicon", "load_lexicon", "phrase_pattern"]

Words = tuple[str, ...]
_SHORTEST_MENDED = 4
_TABLES = (
    "bounds",
    "currencies",
    "people",
    "shades",
    "negation",
    "clear",
    "allowing",
    "fields",
    "sorts",
    "undo",
    "likeness",
)


@dataclass(frozen=True)
class Lexicon:
    """The word lists of one language; the names are those of the data file."""

    language: str
    bounds: Mapping[str, Words]
    currencies: Mapping[str, Words]
    numbers: Mapping[str, int]
    imitations: Words
    units: Words
    shades: Mapping[str, Words]
    people: Mapping[str, Words]
    stars: Words
    negation: Mapping[str, Words]
    clear: Mapping[str, Words]
    allowing: Mapping[str, Words]
    fields: Mapping[str, Words]
    sorts: Mapping[str, Words]
    comparatives: Mapping[str, Words]
    likeness: Mapping[str, Words]
    ordinals: Mapping[str, int]
    references: Mapping[str, Words]
    pointing: Mapping[str, Words]
    undo: Mapping[str, Words]
    corrections: Words
    openers: Words
    asking_which: Words
    properties: Mapping[str, Words]
    acts: Mapping[str, Words]
    story: frozenset[str]
    wrapping: frozenset[str]

    @cached_property
    def currency_of(self) -> Mapping[str, str]:
        """Currency sign or word to ISO 4217 code."""
        return {word: code for code, words in self.currencies.items() for word in words}

    @cached_property
    def closed_words(self) -> tuple[str, ...]:
        """The single words that steer a reading, of four letters or more, in order."""
        tables = (self.bounds, self.negation, self.clear, self.sorts, self.comparatives)
        phrases = [p for table in tables for words in table.values() for p in words]
        phrases += [*self.stars, *self.currency_of, *self.ordinals, *self.acts["instead"]]
        words = {word for phrase in phrases for word in phrase.split() if word.isalpha()}
        return tuple(sorted(word for word in words if len(word) >= _SHORTEST_MENDED))

    def has(self, group: str, text: str) -> bool:
        """Whether `text` holds a phrase of the group of acts named `group`."""
        return phrase_pattern(self.acts[group]).search(text) is not None


@kept
def load_lexicon(language: str = "en") -> Lexicon:
    """Read the data file of a language."""
    raw = read_table("understanding", f"{language}.toml")
    tables = {name: {key: tuple(words) for key, words in raw[name].items()} for name in _TABLES}
    return Lexicon(
        language=raw["language"],
        bounds=tables["bounds"],
        currencies=tables["currencies"],
        numbers=raw["numbers"],
        imitations=tuple(raw["imitations"]["words"]),
        shades=tables["shades"],
        units=tuple(raw["units"]["words"]),
        people=tables["people"],
        stars=tuple(raw["stars"]["words"]),
        negation=tables["negation"],
        clear=tables["clear"],
        allowing=tables["allowing"],
        fields=tables["fields"],
        sorts=tables["sorts"],
        comparatives={key: tuple(words) for key, words in raw["comparatives"].items()},
        likeness=tables["likeness"],
        ordinals=raw["ordinals"],
        references={
            "focus": tuple(raw["references"]["focus"]),
            "counted": tuple(raw["references"]["counted"]),
            "behind_ordinal": tuple(raw["references"]["behind_ordinal"]),
            "before_number": tuple(raw["references"]["numbers"]["before"]),
        },
        pointing={key: tuple(words) for key, words in raw["references"]["pointing"].items()},
        undo=tables["undo"],
        corrections=tuple(raw["corrections"]["marks"]),
        openers=tuple(raw["questions"]["openers"]),
        asking_which=tuple(raw["questions"]["which"]),
        properties={k: tuple(words) for k, words in raw["questions"]["properties"].items()},
        acts={key: tuple(words) for key, words in raw["acts"].items()},
        story=frozenset(raw["story"]["words"]),
        wrapping=frozenset(raw["wrapping"]["words"]),
    )


@cache
def phrase_pattern(phrases: Words) -> re.Pattern[str]:
    """A pattern that finds any of the phrases as whole words, the longest first."""
    ordered = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)", re.IGNORECASE)
