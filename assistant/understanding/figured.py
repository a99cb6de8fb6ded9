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
            first, *rest = value.split()
            if not _FIGURED.search(value) or first.lower() not in text.lower():
                continue
            pattern = r"\s?".join(map(re.escape, (first, *rest)))
            for match in re.finditer(rf"(?<![\w.,]){pattern}(?!\w)", text, re.IGNORECASE):
                yield facet, value, Span(*match.span())


def _rank(text: str, facet: Facet, value: str, span: Span) -> tuple[int, bool, int, int]:
    named = re.search(rf"\b{re.escape(facet.name)}", text, re.IGNORECASE) is not None
    return span.start - span.end, not named, -facet.values[value], span.start
