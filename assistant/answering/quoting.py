"""Which sentences of a text that others wrote may be quoted: those that only describe.

A listing or a review may give orders, links, prices of its own or letters that hide. What does
is left out, sentence by sentence. The words are data: `words/unquotable.en.toml`.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.wordfiles import kept, read_table

__all__ = ["quotable_sentences"]

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_MARKUP = re.compile(
    r"[<>{}\[\]|\\^~`*_#=@$€£¥%]|\w+script:|(?:https?|ftp|data|file|mailto):|www\.|\w\.(?:com|net|org|io|shop|example|invalid)\b|"
    r"\S{31,}",
    re.IGNORECASE,
)
_LONGEST = 300


def quotable_sentences(text: str) -> tuple[str, ...]:
    """Give the sentences of a text that may be quoted, in their order."""
    parts = (part.strip() for part in _SENTENCE.split(text))
    return tuple(part for part in parts if part and _describes(part))


def _describes(sentence: str) -> bool:
    if len(sentence) > _LONGEST or _MARKUP.search(sentence) or _words().search(sentence):
        return False
    return all(_is_plain(letter) for letter in sentence)


def _is_plain(letter: str) -> bool:
    """Latin letters, figures and ordinary signs; nothing that cannot be seen."""
    if letter.isalpha():
        return "LATIN" in unicodedata.name(letter, "")
    return unicodedata.category(letter) not in {"Cc", "Cf", "Co", "Cs", "Cn", "So", "Mn"}


@kept
def _words(locale: str = "en") -> re.Pattern[str]:
    words: list[str] = read_table("answering", f"unquotable.{locale}.toml")["words"]
    either = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
