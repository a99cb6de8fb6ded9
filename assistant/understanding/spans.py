"""Spans of a message that are spoken for, and the words that are left over.

Knows nothing of what the spans mean.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

__all__ = ["Span", "covered", "free_words", "segments"]

_WORD = re.compile(r"[^\W_][\w'’]*(?:-[\w'’]+)*")
_BREAK = re.compile(r"[.,;:!?()\[\]\"“”\n]")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of a message."""

    start: int
    end: int


def covered(span: Span, taken: Iterable[Span]) -> bool:
    """Whether any of the taken spans overlaps this one."""
    return any(other.start < span.end and span.start < other.end for other in taken)


def free_words(text: str, taken: Collection[Span], ignored: Collection[str]) -> list[Span]:
    """The words that no span covers and that are not in `ignored`, in order."""
    return [
        word
        for word in (Span(*found.span()) for found in _WORD.finditer(text))
        if not covered(word, taken)
        and text[word.start : word.end].lower().replace("’", "'") not in ignored
    ]


def segments(text: str, words: list[Span]) -> list[Span]:
    """Neighbouring words joined into runs: nothing but blanks and hyphens stands between them."""
    runs: list[Span] = []
    for word in words:
        between = text[runs[-1].end : word.start] if runs else ""
        if runs and not between.strip(" -&'/") and not _BREAK.search(between):
            runs[-1] = Span(runs[-1].start, word.end)
        else:
            runs.append(word)
    return runs
