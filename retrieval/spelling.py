"""Mends typing errors against the words of one catalogue.

A word is touched only when neither the catalogue nor common English (with the names of everyday
goods) knows it. Knows nothing
of products beyond their words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from retrieval.english import common_words
from retrieval.goods import goods
from retrieval.synonyms import general_words
from retrieval.text import STOPWORDS, stem, tokenise

__all__ = ["Speller"]

_SHORTEST = 4  # letters; shorter words have too many neighbours
_LONG = 8  # letters from which two errors are mended


class Speller:
    """Corrects words to the nearest of `frequencies` (stemmed word -> how many products).

    `known` are further stemmed words that are right as they are.
    """

    def __init__(self, frequencies: Mapping[str, int], *, known: Iterable[str] = ()) -> None:
        self._frequencies = {w: n for w, n in frequencies.items() if len(w) >= _SHORTEST - 1}
        self._known = frozenset(frequencies) | frozenset(known)
        self._choices = sorted(self._frequencies)
        self._plurals = {f"{w[:-1]}ies": w for w in self._choices if w.endswith("y")}
        """Where a plural is further from its stem than a typing error: "puppirs"."""

    def correct(self, text: str) -> str:
        """Return the text with its unknown words mended, everything else as it was."""
        pieces, end = [], 0
        for token in tokenise(text):
            mended = self.suggest(token.text)
            if mended is not None:
                pieces += [text[end : token.start], mended]
                end = token.end
        return "".join([*pieces, text[end:]])

    def suggest(self, word: str) -> str | None:
        """Return the catalogue's word that an unknown one most likely means, or None."""
        if len(word) < _SHORTEST or not word.isalpha() or not word.isascii():
            return None
        if self.knows(word):
            return None
        cutoff = 2 if len(word) >= _LONG else 1
        near = process.extract(
            stem(word), self._choices, scorer=OSA.distance, score_cutoff=cutoff, limit=10
        )
        if len(word) == _SHORTEST:  # so short a word is right in its first letter
            near = [found for found in near if found[0][0] == word[0]]
        if not near:
            return self._plural(word, cutoff)
        return min(near, key=lambda found: (found[1], -self._frequencies[found[0]], found[0]))[0]

    def _plural(self, word: str, cutoff: int) -> str | None:
        found = process.extractOne(
            word, self._plurals.keys(), scorer=OSA.distance, score_cutoff=cutoff
        )
        return self._plurals[found[0]] if found else None

    def beside(self, word: str) -> tuple[str, ...]:
        """Return the catalogue's words that are one error from a word which is another's.

        "Bans" may be "banks" where "power" stands before it. Names of goods are themselves.
        """
        stemmed = stem(word)
        if len(word) < _SHORTEST or not word.isalpha() or not word.isascii():
            return ()
        if stemmed in self._frequencies or stemmed in goods() or word in STOPWORDS:
            return ()
        near = process.extract(
            stemmed, self._choices, scorer=OSA.distance, score_cutoff=1, limit=None
        )
        alike = (found for found, _, _ in near if found[0] == stemmed[0])
        return tuple(sorted(alike, key=lambda found: (-self._frequencies[found], found)))

    def knows(self, word: str) -> bool:
        """Say whether a folded word is right as it is."""
        stemmed = stem(word)
        return (
            stemmed in self._known
            or word in STOPWORDS
            or word in common_words()
            or stemmed in goods()
            or stemmed in general_words()
        )
