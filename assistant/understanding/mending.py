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
        return _nearest(word, steering, vocabulary) or found[0]

    return _WORD.sub(mend, text)


def _nearest(word: str, steering: Collection[str], vocabulary: Vocabulary) -> str | None:
    cutoff = 2 if len(word) >= _LONG else 1
    alike = sorted(known for known in steering if known[0] == word[0])
    near = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=cutoff)
    if near is None:
        return None
    rival = vocabulary.mend(word)
    if rival is not None and OSA.distance(word, rival) < near[1]:
        return None
    return str(near[0])
