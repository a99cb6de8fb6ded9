"""Names of products that were shown, in part and misspelt: "the Skimmer", "northvale skimer".

Finds the words; which showing is meant is resolved against the state, elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from rapidfuzz.distance import OSA

from assistant.showings import Reference
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.spans import Span, covered

__all__ = ["find_names"]

_WORD = re.compile(r"[a-z0-9]{3,}")
_NEXT = re.compile(r"[\s-]+([a-z0-9]{3,})")
_SAID = re.compile(r"[^\W_]{3,}")
_LONG, _MENDED = 8, 5
"""Letters from which two errors, and one, are mended."""
_THE = re.compile(r"\b(?:the|that|this)\s+$", re.IGNORECASE)


def find_names(
    text: str,
    titles: Sequence[str],
    taken: Sequence[Span],
    lexicon: Lexicon,
    knows: Callable[[str], bool] = lambda _: True,
    *,
    several: bool = True,
) -> list[tuple[Reference, Span]]:
    """Words that only one of the shown titles has: "the Skimmer" names "Northvale Skimmer 2".

    `titles` are those shown, the newest showing first. Words inside `taken` spans (colours,
    kinds, amounts) never name a product, nor do everyday words ("first", "good"). A word that
    nobody `knows` may be misspelt. What several titles have names each of them, where "the"
    stands before it, nothing names one alone, and `several` may be asked about.
    """
    everyday = {*lexicon.wrapping, *lexicon.ordinals}
    distinct = list(dict.fromkeys(titles))
    named: dict[str, tuple[Reference, Span]] = {}
    shared: dict[str, tuple[Reference, Span]] = {}
    for span, having in _said(text, distinct, taken, everyday, knows):
        if len(having) == 1:
            named.setdefault(having[0], (Reference(name=having[0]), span))
        elif several and _THE.search(text[: span.start]):
            words = text[span.start : span.end]
            shared.setdefault(words, (Reference(name=words, words=f"the {words}"), span))
    return list(named.values()) or list(shared.values())


def _said(
    text: str,
    titles: Sequence[str],
    taken: Sequence[Span],
    everyday: Collection[str],
    knows: Callable[[str], bool],
) -> Iterator[tuple[Span, list[str]]]:
    """Every free word of the text with the titles that have it, as it is spelt or nearly."""
    words = {title: set(_WORD.findall(title.lower())) for title in titles}
    for found in _SAID.finditer(text):
        word, span = found[0].lower(), Span(*found.span())
        if word in everyday or word.isdigit() or covered(span, taken):
            continue
        having = [title for title in titles if word in words[title]]
        if not having and len(word) >= _MENDED and not knows(word):
            having = [title for title in titles if any(_near(word, own) for own in words[title])]
        if having:
            yield span, _narrowed(having, text[span.end :].lower(), words)


def _narrowed(having: list[str], behind: str, words: Mapping[str, Collection[str]]) -> list[str]:
    """Of titles that have a word, those that have what follows it too: "Damson espresso cup"."""
    while found := _NEXT.match(behind):
        fewer = [title for title in having if found[1] in words[title]]
        if not fewer:
            break
        having, behind = fewer, behind[found.end() :]
    return having


def _near(word: str, own: str) -> bool:
    errors = 2 if len(word) >= _LONG else 1
    return len(own) >= _MENDED and OSA.distance(word, own, score_cutoff=errors) <= errors
