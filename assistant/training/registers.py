"""One message as different people type it: tidy, in lower case, in capitals, in haste, in slang,
or in the English of somebody who learns it.

Knows nothing of what a message means. Marks that are no letters stay where they are.
"""

from __future__ import annotations

import re
from random import Random

from assistant.rehearsal.shoppers.typing_errors import mistyped

__all__ = ["retyped", "tidy"]

_FILLERS = ("uh", "um", "like", "you know", "erm", "well")
_SHORT = {"please": "pls", "you": "u", "your": "ur", "thanks": "thx", "for": "4", "are": "r"}
_BEFORE_MARK = re.compile(r"\s+([,.?!])")
_PUNCTUATION = re.compile(r"(?<!\d)[,.?!](?!\d)")
_HASTE, _CAPITALS, _BARE, _LOWER = 0.04, 0.04, 0.2, 0.35
_SLIPPING, _SLIPS = 0.2, 0.25
_SPOKEN = 0.05
_SLANG, _LEARNING = 0.06, 0.06
_SLANG_WORDS = {
    r"\bgoing to\b": "gonna", r"\bwant to\b": "wanna", r"\bgot to\b": "gotta",
    r"\b(?:do you have|have you got)\b": "u got", r"\bgive me\b": "gimme", r"\bto\b": "2",
    r"\bsomething\b": "smth", r"\bbecause\b": "cuz", r"\bthough\b": "tho", r"\band\b": "n",
    r"\breally\b": "rly", r"\bright now\b": "rn", r"\byou\b": "u", r"\bplease\b": "pls",
    r"\bthe\b": "da", r"\bwhat\b": "wat", r"\bdon't know\b": "dunno",
}  # fmt: skip
_LEARNER_WORDS = {
    r"\b(?:a|an|the) ": "", r"\b(?:do|does|did) (?=you|it|they|i)": "", r"\bi'm\b": "i am",
    r"\bi'd like to\b": "i like to", r"\bdoesn't\b": "don't", r"\b(?:is|are) there\b": "have",
    r"\bhasn't arrived\b": "not arrive", r"\bto (?=buy|return|see|pay)": "", r"\bmany\b": "much",
}  # fmt: skip


def tidy(text: str) -> str:
    """Mend the blanks that expanding leaves behind."""
    text = _BEFORE_MARK.sub(r"\1", " ".join(text.split()))
    return re.sub(r"([,.])[,.]+", r"\1", text).strip(" ,")


def retyped(text: str, random: Random) -> str:
    """Give a text in one of the ways that people write or say it; typing errors in some."""
    if random.random() < _SPOKEN:
        return _spoken(text, random)
    text = _in_words(text, random)
    drawn = random.random()
    if drawn < _HASTE:
        text = " ".join(_SHORT.get(word, word) for word in text.split(" "))
    elif drawn < _HASTE + _CAPITALS:
        text = text.upper()
    elif drawn < _HASTE + _CAPITALS + _BARE:
        text = _PUNCTUATION.sub("", text).lower()
    elif drawn < _HASTE + _CAPITALS + _BARE + _LOWER:
        text = text.lower()
    else:
        text = text[:1].upper() + text[1:]
    return mistyped(text, _SLIPS, random) if random.random() < _SLIPPING else text


def _in_words(text: str, random: Random) -> str:
    """In slang or as a learner says it, some of the words of each; most often as it is."""
    drawn = random.random()
    if drawn >= _SLANG + _LEARNING:
        return text
    for word, other in (_SLANG_WORDS if drawn < _SLANG else _LEARNER_WORDS).items():
        if random.random() < 0.5:
            text = re.sub(word, other, text, flags=re.IGNORECASE)
    return text


def _spoken(text: str, random: Random) -> str:
    """As a dictation takes it down: no capitals, no marks, a filler somewhere."""
    words = _PUNCTUATION.sub("", text).lower().split(" ")
    words.insert(random.randrange(len(words)), random.choice(_FILLERS))
    return " ".join(words)
