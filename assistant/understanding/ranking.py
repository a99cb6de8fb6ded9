"""Superlatives of what is measured: "the lightest tent", "the longest cable", "most storage".

Says by which measure of the catalogue; prices, ratings and dates have orders of their own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from assistant.showings import Ranking
from assistant.understanding.lexicon import phrase_pattern
from assistant.understanding.lexicon.orders import load_ends, load_orders
from assistant.understanding.spans import Span
from retrieval.text import content_terms
from retrieval.vocabulary import Facet, Vocabulary

__all__ = ["find_ranking", "find_weighing"]

_NOUNS = r"\s+((?:[\w'-]+\s+)?[\w'-]+)"


def find_ranking(
    text: str, vocabulary: Vocabulary, kinds: Collection[str]
) -> tuple[Ranking, Span] | None:
    """Find the measure that a superlative goes by, and where it stands.

    A measure that is named counts before what an adjective usually goes by; either way it must
    be one that products of these kinds have, or any where no kind is spoken of.
    """
    return next(_named(text, vocabulary, kinds), None) or next(
        _usual(text, vocabulary, kinds), None
    )


def find_weighing(text: str) -> Ranking | None:
    """What "which is lighter?" or "which is the cheapest?" goes by, as the words are used."""
    for order in load_orders():
        if phrase_pattern((*order.superlative, *order.comparative)).search(text):
            return Ranking(order.by, most=order.which == "most")
    return None


def _named(
    text: str, vocabulary: Vocabulary, kinds: Collection[str]
) -> Iterator[tuple[Ranking, Span]]:
    """ "The most storage", "the longest cable": a word of a measure's name behind the end."""
    for which, words in load_ends().items():
        ends = "|".join(map(re.escape, words))
        for found in re.finditer(rf"(?<!\w)(?:{ends}){_NOUNS}", text, re.IGNORECASE):
            both, alone = found[1], found[1].split()[0]
            for noun in dict.fromkeys((both, alone)):
                if facet := _of_noun(noun, vocabulary, kinds):
                    end = found.start(1) + len(noun)
                    ranking = Ranking((facet.name,), most=which == "most")
                    yield ranking, Span(found.start(), end)


def _of_noun(noun: str, vocabulary: Vocabulary, kinds: Collection[str]) -> Facet | None:
    """The measure of such kinds whose name has all words of a noun; the shortest name first."""
    terms = set(content_terms(noun))
    alike = [f for f in vocabulary.measures.values() if terms and _has(f, kinds)]
    named = [f for f in alike if terms <= set(content_terms(f.name))]
    return min(named, key=lambda facet: (len(facet.name), facet.name), default=None)


def _usual(
    text: str, vocabulary: Vocabulary, kinds: Collection[str]
) -> Iterator[tuple[Ranking, Span]]:
    """ "The lightest": the first measure that the adjective goes by."""
    for order in load_orders():
        found = phrase_pattern(order.superlative).search(text)
        known = (vocabulary.measures.get(name) for name in order.by)
        facet = next((f for f in known if f and _has(f, kinds)), None)
        if found and facet:
            ranking = Ranking((facet.name,), most=order.which == "most")
            yield ranking, Span(*found.span())


def _has(facet: Facet, kinds: Collection[str]) -> bool:
    return not kinds or bool(facet.kinds & set(kinds))
