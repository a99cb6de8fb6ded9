"""Typing errors in the words by which messages are read: "avooid", "excludng", "strs".

Mends a word only where neither the catalogue nor common English knows it, and where no word of
the catalogue is as near. What catalogue words are misspelt is for the vocabulary to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.understanding.lexicon import Lexicon, phrase_pattern
from assistant.understanding.lexicon.asking import errand_words
from assistant.understanding.lexicon.orders import ordering_words
from retrieval.mentions import Mention
from retrieval.vocabulary import Vocabulary

__all__ = ["mended"]

_WORD = re.compile(r"(?<![\w'’-])[A-Za-z]{4,}(?![\w'’-])")
_LONG = 8
"""Letters from which two errors are mended."""
_WRAPPED = 5
"""Letters from which a word that carries no wish is mended."""
_CLOSE = 6
"""Letters behind a word within which what it refuses begins: "avoid any leather"."""
_FIGURE = re.compile(r"\d\s*$")


def mended(text: str, lexicon: Lexicon, vocabulary: Vocabulary) -> str:
    """Give the message with its misspelt reading words put right, all else as it was."""
    return _WORD.sub(_Mender(text, lexicon, vocabulary), text)


class _Mender:
    """Gives for a word of one message what it most likely is."""

    def __init__(self, text: str, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        self._text, self._lexicon, self._vocabulary = text, lexicon, vocabulary
        self._steering = {*lexicon.closed_words, *errand_words(lexicon.language)}
        self._right = self._steering | ordering_words(lexicon.language) | lexicon.wrapping

    def __call__(self, found: re.Match[str]) -> str:
        word = found[0].lower()
        if self._stands_for_a_colour(found) and (colour := self._colour(word)):
            return colour
        if word in self._right or self._vocabulary.knows(word):
            return found[0]
        if _FIGURE.search(self._text[: found.start()]) and (unit := self._unit(word)):
            return unit
        likeliest = self._reading_word(found)
        if likeliest in self._properties:
            return likeliest
        return found[0] if self._names(found) else likeliest or found[0]

    def _names(self, found: re.Match[str]) -> bool:
        """Whether a word, misspelt as it is, names a product with its neighbours: "hiking bots"."""
        return any(m.start <= found.start() and found.end() <= m.end for m in self._phrases)

    @cached_property
    def _phrases(self) -> list[Mention]:
        mentions = self._vocabulary.find_mentions(self._text)
        return [m for m in mentions if not m.exact and " " in self._text[m.start : m.end]]

    def _reading_word(self, found: re.Match[str]) -> str | None:
        """The likeliest of the words by which messages are read, or that carry no wish."""
        word, behind = found[0].lower(), self._text[found.end() :].lower()
        carrying_none = {other for other in self._lexicon.wrapping if len(other) >= _WRAPPED}
        near, distance = _nearest(word, self._steering | carrying_none | self._properties)
        before = self._text[: found.start()].lower()
        if fits := [other for other in near if self._makes_a_phrase(before, other, behind)]:
            return fits[0]
        rival = self._vocabulary.mend(word) or ""
        as_near = rival[:1] == word[0] and OSA.distance(word, rival) <= distance
        if as_near and self._vocabulary.find_mentions(rival):  # a value by itself: "whire" is white
            return rival if rival in near else None
        if empty := [other for other in near if other in carrying_none]:
            return empty[0]
        if rival in near:
            return rival
        if not near or as_near:
            return None
        return [*(other for other in near if other in self._lexicon.closed_words), *near][0]

    def _makes_a_phrase(self, before: str, word: str, behind: str) -> bool:
        """Whether a word makes a phrase with its neighbours: "other than olive", "best rated
        first", "avoid leather".
        """
        if word in self._lexicon.negation["before"]:
            return any(m.start < _CLOSE for m in self._vocabulary.find_mentions(behind))
        phrases = (*self._lexicon.negation["before"], *chain(*self._lexicon.sorts.values()))
        return any(
            f"{word}{behind}".startswith(phrase) or f" {before}{word}".endswith(f" {phrase}")
            for phrase in phrases
            if " " in phrase and word in phrase.split()
        )

    @cached_property
    def _properties(self) -> set[str]:
        """Long words in the names of properties: "suitible for small kitchens"."""
        words = (word for name in self._vocabulary.facets for word in name.split())
        return {word for word in words if len(word) >= _WRAPPED}

    def _unit(self, word: str) -> str | None:
        """What is counted or measured by a misspelt word behind a figure: "18 montjs"."""
        near, _ = _nearest(word, self._lexicon.units, _LONG - 2)
        return near[0] if near else None

    def _stands_for_a_colour(self, found: re.Match[str]) -> bool:
        """Whether a word stands where colours do: "back ones", "only in definitely back"."""
        behind = self._text[found.end() :].lower()
        before = phrase_pattern(self._lexicon.shades["before"]).pattern
        if re.match(rf"\s+{phrase_pattern(self._lexicon.shades['behind']).pattern}", behind):
            return True
        ends = not behind.strip() or behind.lstrip()[0] in ",.;!?"
        said = re.search(rf"{before}\s+$", self._text[: found.start()], re.IGNORECASE)
        return ends and said is not None

    def _colour(self, word: str) -> str | None:
        """The colour that a right word is, but for one letter left out: "and back ones"."""
        facet = self._vocabulary.facets.get("colour")
        if facet is None or word in self._lexicon.wrapping or self._vocabulary.find_mentions(word):
            return None
        longer = (value for value in facet.values if len(value) == len(word) + 1)
        return next((v for v in longer if OSA.distance(word, v.lower()) == 1), None)


def _nearest(word: str, known: Collection[str], long: int = _LONG) -> tuple[list[str], float]:
    """The words with the fewest errors between, in order, and how many errors that is."""
    cutoff = 2 if len(word) >= long else 1
    alike = sorted(other for other in known if other[0] == word[0])
    found = process.extract(word, alike, scorer=OSA.distance, score_cutoff=cutoff, limit=None)
    least = min((distance for _, distance, _ in found), default=0)
    return [other for other, distance, _ in found if distance == least], least
