"""Which attribute a measure is about: "at least 20 hours battery" bounds the battery life.

Knows the catalogue's measured attributes and their units; knows nothing of prices.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assistant.understanding.amounts import Amount
from retrieval.text import content_terms
from retrieval.units import dimension
from retrieval.vocabulary import Vocabulary

__all__ = ["measured"]


def measured(amounts: Iterable[Amount], text: str, vocabulary: Vocabulary) -> tuple[Amount, ...]:
    """Give every amount its field; a measure that no attribute is named for is left out.

    Of the attributes measured in that dimension the one whose name the message shares most
    words with is meant; where only one is, its name need not be said. A "length" is no blade
    length in a catalogue where other things have a length.
    """
    words = set(content_terms(text))
    found = (a if a.field else _assigned(a, words, vocabulary) for a in amounts)
    return tuple(amount for amount in found if amount)


def _assigned(amount: Amount, words: set[str], vocabulary: Vocabulary) -> Amount | None:
    alike = [
        facet.name
        for facet in vocabulary.facets.values()
        if facet.kind == "number" and dimension(facet.unit) == dimension(amount.unit)
    ]
    shared = {name: len(words & set(content_terms(name))) for name in alike}
    best = max(alike, key=lambda name: shared[name], default=None)
    if best is None or (shared[best] == 0 and len(alike) > 1):
        return None
    if _names_another(best, words, vocabulary):
        return None
    return replace(amount, field=best)


def _names_another(best: str, words: set[str], vocabulary: Vocabulary) -> bool:
    """Say whether an attribute is named in full where only a part of `best` is."""
    own = set(content_terms(best))
    named = (set(content_terms(name)) for name in vocabulary.facets)
    return not own <= words and any(terms <= words and terms & own for terms in named)
