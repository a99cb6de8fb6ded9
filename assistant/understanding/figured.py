"""Values of the catalogue that hold a figure: "16 GB", "32 cm", "3 pairs".

Finds them as they are written; what else a message says is not its job.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.understanding.spans import Span, covered
from retrieval.mentions import Mention
from retrieval.vocabulary import Facet, Vocabulary

__all__ = ["find_figured"]

_SIDES = re.compile(r"[\d.]+(?: x [\d.]+)+ [a-z]+")
_FIGURED = re.compile(r"\d.*[^\W\d_]")


def find_figured(text: str, vocabulary: Vocabulary, taken: Sequence[Span]) -> list[Mention]:
    """Find such values outside the `taken` spans, the longest first, none overlapping.

    Where several properties have a value, the one that the message names is meant, else the
    one that most products have it of.
    """
    found: list[Mention] = []
    spans = list(taken)
    for facet, value, span in sorted(_written(text, vocabulary), key=lambda hit: _rank(text, *hit)):
        if not covered(span, spans):
            spans.append(span)
            found.append(Mention(facet.name, value, span.start, span.end, exact=True))
    return sorted(found, key=lambda mention: mention.start)


def _written(text: str, vocabulary: Vocabulary) -> Iterator[tuple[Facet, str, Span]]:
    if not any(char.isdigit() for char in text):
        return
    for facet in vocabulary.facets.values():
        for value in facet.values if facet.kind == "words" else ():
            first = value.split()[0]
            if not _FIGURED.search(value) or first.lower() not in text.lower():
                continue
            pattern = _pattern(value)
            for match in re.finditer(rf"(?<![\w.,]){pattern}(?!\w)", text, re.IGNORECASE):
                yield facet, value, Span(*match.span())


def _pattern(value: str) -> str:
    """A value as people write it: "160 x 230 cm" with its unit or without."""
    words = [re.escape(word) for word in value.split()]
    whole, bare = r"\s?".join(words), r"\s?".join(words[:-1])
    return rf"(?:{whole}|{bare}(?!\s?[\dx]))" if _SIDES.fullmatch(value) else whole


def _rank(text: str, facet: Facet, value: str, span: Span) -> tuple[int, bool, int, int]:
    named = re.search(rf"\b{re.escape(facet.name)}", text, re.IGNORECASE) is not None
    return span.start - span.end, not named, -facet.values[value], span.start
