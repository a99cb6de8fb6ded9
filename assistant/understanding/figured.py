"""Values of the catalogue that hold a figure: "16 GB", "32 cm", "3 pairs".

Finds them as they are written; what else a message says is not its job.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.understanding.spans import Span, covered
from retrieval.mentions import Mention
from retrieval.units import dimension, to_base
from retrieval.vocabulary import Facet, Vocabulary

__all__ = ["find_figured"]

_SIDES = re.compile(r"[\d.]+(?: x [\d.]+)+ [a-z]+")
_MEASURED = re.compile(r"(?<![\w.,])(\d+(?:[.,]\d+)?)\s?([a-zA-Z]+)(?!\w)")
_FIGURED = re.compile(r"\d.*[^\W\d_]")


def find_figured(text: str, vocabulary: Vocabulary, taken: Sequence[Span]) -> list[Mention]:
    """Find such values outside the `taken` spans, the longest first, none overlapping.

    Where several properties have a value, the one that the message names is meant, else the
    one that most products have it of.
    """
    found: list[Mention] = []
    spans = list(taken)
    for facet, value, span in sorted(_all(text, vocabulary), key=lambda hit: _rank(text, *hit)):
        if not covered(span, spans):
            spans.append(span)
            found.append(Mention(facet.name, value, span.start, span.end, exact=True))
    return sorted(found, key=lambda mention: mention.start)


def _all(text: str, vocabulary: Vocabulary) -> Iterator[tuple[Facet, str, Span]]:
    yield from _written(text, vocabulary)
    yield from _equal(text, vocabulary)


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


def _equal(text: str, vocabulary: Vocabulary) -> Iterator[tuple[Facet, str, Span]]:
    """Values that are as much in another unit: "0.5 kg" where the catalogue has "500 g"."""
    for match in _MEASURED.finditer(text):
        amount = _amount(match)
        for facet in vocabulary.facets.values() if amount else ():
            for value in facet.values if facet.kind == "words" else ():
                own = _MEASURED.fullmatch(value)
                if own and _amount(own) == amount:
                    yield facet, value, Span(*match.span())


def _amount(match: re.Match[str]) -> tuple[str, float] | None:
    """What is measured and how much of it in the base unit; None for what is no unit."""
    figure, unit = float(match[1].replace(",", ".")), match[2]
    measures = dimension(unit)
    return None if measures == unit.lower() else (measures, round(to_base(figure, unit), 6))


def _pattern(value: str) -> str:
    """A value as people write it: "160 x 230 cm" with its unit or without."""
    words = [re.escape(word) for word in value.split()]
    whole, bare = r"\s?".join(words), r"\s?".join(words[:-1])
    return rf"(?:{whole}|{bare}(?!\s?[\dx]))" if _SIDES.fullmatch(value) else whole


def _rank(text: str, facet: Facet, value: str, span: Span) -> tuple[int, bool, int, int]:
    named = re.search(rf"\b{re.escape(facet.name)}", text, re.IGNORECASE) is not None
    return span.start - span.end, not named, -facet.values[value], span.start
