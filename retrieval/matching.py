"""The one rule for whether a product matches what a query says beyond its conditions.

A product matches when it holds at least `SHARE` of those words, weighted by rarity (words after
stemming; one that no product holds counts fully), or when it is among the candidates and its
cosine with the whole query is at least `NEAR`. Where a few words are all there is to go by
(`SHORT`, and no wish among the conditions), at least one must stand outside the description:
chocolate that "keeps in the fridge" is no fridge. Ranking does not depend on this rule: it says
how many products are an answer, not in which order they come.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.conditions import Condition
from retrieval.text import STOPWORDS, content_terms, stem, tokenise

__all__ = ["NEAR", "SHARE", "SHORT", "words_beyond"]

SHARE = 0.6
SHORT = 2
NEAR = 0.45
"""Measured on judged shop queries: five of six exact answers match, one of a hundred products
taken at random does."""

_MONEY_WORDS = frozenset({"dollar", "usd", "euro", "eur", "pound", "gbp", "buck", "price", "cost"})


def words_beyond(query: str, conditions: Sequence[Condition]) -> str:
    """Return the content words of a query that no condition already speaks for, as written."""
    said = _said(conditions)
    words = (token.text for token in tokenise(query) if token.text not in STOPWORDS)
    return " ".join(word for word in words if stem(word) not in said)


def _said(conditions: Sequence[Condition]) -> set[str]:
    said: set[str] = set()
    for condition in conditions:
        said.update(content_terms(" ".join((condition.field, condition.unit, *condition.values))))
        if condition.bound is not None:
            said.update(content_terms(f"{condition.bound:f} {condition.bound.normalize():f}"))
        if condition.field == "price":
            said.update(_MONEY_WORDS)
    return said
