"""Which language a message is in, told by its script: honest about the two that are read.

Chinese is what has Han characters and neither kana nor hangul; everything in Latin letters is
taken for English, which is what the shop reads. Knows nothing of words.
"""

from __future__ import annotations

import re

__all__ = ["detect", "language_of"]

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_OTHER_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_LATIN_LETTERS_A_HAN = 4
"""A Chinese message may name a product: what begins a conversation has at most so many Latin
letters beside each Han character, what goes on in Chinese any number."""
_FEW = 1
"""Latin words up to which a message does not change the language ("OK", "XL", "42")."""


def detect(text: str, before: str = "en") -> str:
    """Give "zh" or "en"; `before` is the language of the conversation so far.

    What has next to no words of its own ("M", "42", "OK") stays in that language.
    """
    han = len(_HAN.findall(text))
    if han and not _OTHER_EAST_ASIAN.search(text):
        latin = sum(len(word) for word in _LATIN_WORD.findall(text))
        return "zh" if before == "zh" or latin <= han * _LATIN_LETTERS_A_HAN else "en"
    return before if len(_LATIN_WORD.findall(text)) <= _FEW else "en"


def language_of(locale: str) -> str:
    """The language of a locale: "zh" of "zh_CN"."""
    return locale.replace("-", "_").partition("_")[0].lower()
