"""What is looked for, out of the sentence around it: "hi, can you show me some mugs please".

Knows words of conversation, nothing of products.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from itertools import takewhile
from pathlib import Path

import yaml

from retrieval.text import Token, fold, tokenise

__all__ = ["unwrapped"]

_FILE = Path(__file__).parent / "data" / "conversation.yaml"
_MARKS = " \t\n,.;:!?…"


def unwrapped(query: str) -> str:
    """Give a query without the words of conversation at its ends; whole where nothing is left."""
    words = tokenise(query)
    first = _run(words, "before")
    last = _run(reversed(words[first:]), "behind")
    if last and not first:  # "what mugs do you sell": a question is one on both sides
        first = sum(1 for _ in takewhile(lambda word: word.text in _words("before"), words))
    kept = words[first : len(words) - last]
    if not kept or len(kept) == len(words):
        return query
    end = len(query) if not last else kept[-1].end
    return query[kept[0].start : end].strip(_MARKS)


def _run(words: Iterable[Token], side: str) -> int:
    """How many words a run of conversation has; none where none of them is telling."""
    run = list(takewhile(lambda word: word.text in _words(side), words))
    telling = _words("telling" if len(run) > 1 else "alone")
    return len(run) if any(word.text in telling for word in run) else 0


@cache
def _words(group: str) -> Collection[str]:
    table = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return frozenset(part.text for word in table[group] for part in tokenise(fold(str(word))))
