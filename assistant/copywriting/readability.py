"""How easily a text reads: Flesch's reading ease for English, with estimated syllables."""

from __future__ import annotations

import re

__all__ = ["reading_ease"]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SENTENCE = re.compile(r"[.!?:]+(?:\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")


def reading_ease(text: str) -> float:
    """Give Flesch's reading ease, about 0 (hard) to 100 (easy); 100 for no words.

    206.835 - 1.015 words a sentence - 84.6 syllables a word (Flesch, A new readability
    yardstick, 1948); syllables are groups of vowels, a silent final e not counted.
    """
    words = _WORD.findall(text)
    if not words:
        return 100.0
    sentences = max(len(_SENTENCE.findall(text)), 1)
    syllables = sum(_syllables(word.lower()) for word in words)
    ease = 206.835 - 1.015 * len(words) / sentences - 84.6 * syllables / len(words)
    return round(max(0.0, min(100.0, ease)), 1)


def _syllables(word: str) -> int:
    groups = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(groups - silent, 1)
