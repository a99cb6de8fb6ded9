"""Words beside the name of a property mean a value of it: "the taste must be chocolate".

Knows the catalogue's words; whether they are wanted or refused is not its job.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.understanding.lexicon import Lexicon, phrase_pattern
from assistant.understanding.spans import Span, covered
from retrieval.mentions import Mention
from retrieval.text import tokenise
from retrieval.vocabulary import Vocabulary

__all__ = ["find_named", "not_names"]

_MOST_WORDS = 4
_BETWEEN = re.compile(r"\s*(?:[:=]|\b(?:is|are|in|of|must be|should be)\b)?\s*", re.IGNORECASE)
_MEANING = re.compile(r",?\s*\bI mean(?:\s+the)?\s*$", re.IGNORECASE)
"""Between a value and the name of its property: "blanket, I mean the shape"."""
_APART = re.compile(r"[,.;:!?\n]")


def find_named(text: str, vocabulary: Vocabulary, lexicon: Lexicon) -> list[Mention]:
    """Find values that stand beside the name of their property, misspelt ones too."""
    found: list[Mention] = []
    for field, words in _names(vocabulary, lexicon).items():
        if not any(word in text.lower() for word in words):
            continue
        for place in phrase_pattern(words).finditer(text):
            near = (*_behind(text, place.end()), *_before(text, place.start()))
            valued = (_value(text, span, field, vocabulary) for span in near)
            mention = next((value for value in valued if value), None)
            if mention and not covered(Span(mention.start, mention.end), map(_span, found)):
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def not_names(text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """Leave out what only names the property of another mention.

    The "sport" of "running sport" does not ask for the department of that name, nor the
    "maker" of "the maker Acme" for coffee makers.
    """
    fields = {mention.field for mention in mentions}
    names = {name for field in fields for name in (field, *lexicon.fields.get(field, ()))}
    return [
        m
        for m in mentions
        if text[m.start : m.end].lower() not in names - {m.field} - _own(m, lexicon)
    ]


def _own(mention: Mention, lexicon: Lexicon) -> set[str]:
    return set(lexicon.fields.get(mention.field, ()))


def _span(mention: Mention) -> Span:
    return Span(mention.start, mention.end)


def _names(vocabulary: Vocabulary, lexicon: Lexicon) -> Mapping[str, tuple[str, ...]]:
    """The worded properties, and what they are called; sizes are read on their own."""
    worded = {f.name for f in vocabulary.facets.values() if f.kind == "words"} | {"brand"}
    return {name: (name, *lexicon.fields.get(name, ())) for name in worded - {"size"}}


def _behind(text: str, start: int) -> Iterator[Span]:
    """Runs of words that begin at a place, the longest first."""
    gap = _BETWEEN.match(text, start)
    start = gap.end() if gap else start
    words = tokenise(text[start:])[:_MOST_WORDS]
    for word in reversed(words):
        span = Span(start + words[0].start, start + word.end)
        if words[0].start == 0 and not _APART.search(text[span.start : span.end]):
            yield span


def _before(text: str, end: int) -> Iterator[Span]:
    """Runs of words that end at a place, the longest first."""
    meaning = _MEANING.search(text[:end])
    end = meaning.start() if meaning else end
    words = tokenise(text[:end])[-_MOST_WORDS:]
    for word in words:
        span = Span(word.start, words[-1].end)
        if not _APART.search(text[span.start : end]):
            yield span


def _value(text: str, span: Span, field: str, vocabulary: Vocabulary) -> Mention | None:
    words = text[span.start : span.end]
    found = vocabulary.match(field, words)
    if found is None:
        return None
    if not found.exact and all(vocabulary.knows(token.text) for token in tokenise(words)):
        return None  # right words that only look like a value
    return Mention(field, found.value, span.start, span.end, found.exact, found.others)
