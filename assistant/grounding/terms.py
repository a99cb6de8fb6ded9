"""The closed vocabulary of a catalogue: every value, yes-or-no property, kind and brand.

A phrase found here is a claim wherever it stands. Knows nothing of what is true of a product.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from weakref import WeakKeyDictionary

from retrieval.text import Token, stem, tokenise
from retrieval.vocabulary import Vocabulary

__all__ = ["Found", "Meaning", "Terms", "terms_of"]

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A property and the value that a phrase claims of it; "yes" for a yes-or-no property."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of the vocabulary in a text: where it stands, and everything it can mean."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]


class Terms:
    """Finds the catalogue's phrases in a text, the longest first, none overlapping.

    `measures` are the names of what is measured ("battery life"), `brands` all brands.
    """

    def __init__(
        self,
        phrases: Mapping[Stems, tuple[Meaning, ...]] = MappingProxyType({}),
        measures: Iterable[str] = (),
        brands: Iterable[str] = (),
    ) -> None:
        self._phrases = phrases
        self._begins = frozenset(stems[0] for stems in phrases)
        self._longest = max(map(len, phrases), default=0)
        self.measures = tuple(sorted(measures, key=len, reverse=True))
        self.brands = any_of(brands)

    def find(self, text: str) -> tuple[Found, ...]:
        """Give every phrase of the vocabulary that a text holds."""
        tokens = tokenise(text)
        stems = [stem(token.text) for token in tokens]
        found: list[Found] = []
        at = 0
        while at < len(tokens):
            length, meanings = self._at(stems, at)
            if length:
                found.append(_found(tokens[at : at + length], meanings))
            at += length or 1
        return tuple(found)

    def _at(self, stems: Sequence[str], at: int) -> tuple[int, tuple[Meaning, ...]]:
        if stems[at] not in self._begins:
            return 0, ()
        for length in range(min(self._longest, len(stems) - at), 0, -1):
            if meanings := self._phrases.get(tuple(stems[at : at + length])):
                return length, meanings
        return 0, ()


def any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Match any of the names as a whole, the longest first, in any case."""
    return _any_of(frozenset(names) - {""})


@lru_cache(maxsize=512)
def _any_of(names: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    either = "|".join(map(re.escape, longest_first)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


_made: WeakKeyDictionary[Vocabulary, Terms] = WeakKeyDictionary()


def terms_of(vocabulary: Vocabulary) -> Terms:
    """Give the terms of a catalogue; made once for each vocabulary."""
    if vocabulary not in _made:
        _made[vocabulary] = _learn(vocabulary)
    return _made[vocabulary]


def _learn(vocabulary: Vocabulary) -> Terms:
    phrases: dict[Stems, list[Meaning]] = defaultdict(list)
    for facet in vocabulary.facets.values():
        if facet.kind == "yes_no":
            phrases[_stems(facet.name)].append(Meaning(facet.name, "yes"))
        for value in facet.values if facet.kind == "words" else ():
            if not _is_size(facet.name, value):
                phrases[_stems(value)].append(Meaning(facet.name, value))
    for category in vocabulary.categories:
        phrases[_stems(category.name)].append(Meaning("category", category.name))
    kept = {stems: tuple(meanings) for stems, meanings in phrases.items() if stems}
    return Terms(kept, vocabulary.measures, vocabulary.brands)


def _is_size(name: str, value: str) -> bool:
    """Sizes are figures or letters ("42", "M", "S"): read as sizes, where a sentence names one."""
    return name == "size" or value.replace(".", "").isdigit() or len(value) == 1


def _stems(text: str) -> Stems:
    return tuple(stem(token.text) for token in tokenise(text))


def _found(tokens: Sequence[Token], meanings: tuple[Meaning, ...]) -> Found:
    return Found(tokens[0].start, tokens[-1].end, meanings)
