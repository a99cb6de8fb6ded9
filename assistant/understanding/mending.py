"""Typing errors in the words by which messages are read: "avooid", "excludng", "strs".

Mends a word only where neither the catalogue nor common English knows it, and where no word of
the catalogue is as near. What catalogue words are misspelt is for the vocabulary to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.understanding.lexicon import Lexicon
from assistant.understanding.lexicon.asking import errand_words
from assistant.understanding.lexicon.orders import ordering_words
from retrieval.vocabulary import Vocabulary

__all__ = ["mended"]

_WORD = re.compile(r"(?<![\w'’-])[A-Za-z]{4,}(?![\w'’-])")
_LONG = 8
"""Letters from which two errors are mended."""


def mended(text: str, lexicon: Lexicon, vocabulary: Vocabulary) -> str:
    """Give the message with its misspelt reading words put right, all else as it was."""
    steering = {*lexicon.closed_words, *errand_words(lexicon.language)}
    ordering = ordering_words(lexicon.language)

    def mend(found: re.Match[str]) -> str:
        word = found[0].lower()
        if (
            word in steering
            or word in ordering
            or word in lexicon.wrapping
            or vocabulary.knows(word)
        ):
            return found[0]
        near, distance = _nearest(word, steering)
        if not near or _is_rather(word, near, distance, vocabulary):
            return found[0]
        behind = text[found.end() :].lower()
        return next((other for other in near if _begins(other, behind, lexicon)), near[0])

    return _WORD.sub(mend, text)


def _nearest(word: str, steering: Collection[str]) -> tuple[list[str], float]:
    """The words with the fewest errors between, in order, and how many errors that is."""
    cutoff = 2 if len(word) >= _LONG else 1
    alike = sorted(known for known in steering if known[0] == word[0])
    found = process.extract(word, alike, scorer=OSA.distance, score_cutoff=cutoff, limit=None)
    least = min((distance for _, distance, _ in found), default=0)
    return [known for known, distance, _ in found if distance == least], least


def _is_rather(word: str, near: Collection[str], distance: float, vocabulary: Vocabulary) -> bool:
    """Whether another word of the catalogue is as near."""
    rival = vocabulary.mend(word)
    return rival is not None and rival not in near and OSA.distance(word, rival) <= distance


def _begins(word: str, behind: str, lexicon: Lexicon) -> bool:
    """Whether a word and those behind it refuse something: "other than olive"."""
    refusing = lexicon.negation["before"]
    return any(" " in phrase and f"{word}{behind}".startswith(phrase) for phrase in refusing)
