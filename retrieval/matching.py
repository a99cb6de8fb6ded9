"""The one rule for whether a product matches what a query says beyond its conditions.

A product matches when it holds at least `SHARE` of those words, weighted by rarity (words after
stemming; one that no product holds counts fully), or when it is among the candidates and its
cosine with the whole query is at least `NEAR`.

Where a few words are all there is to go by (`SHORT`, and no condition names a kind or a brand),
they name what is wanted, and a description that speaks of it is not it: chocolate that "keeps in
the fridge" is no fridge, blue or not. Then at least one word must stand outside the description,
and the last one must where it makes another thing of the word before it ("coffee table"). Words
that stand outside no description go by the kind that the nearest products agree on
(`retrieval.agreement`), but for everyday names of other goods: a wardrobe is no dress, and where
titles end with what things are, a bike helmet is no bike.

Ranking does not depend on this rule: it says how many products are an answer, not in which order
they come.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from retrieval.agreement import Shelves, agreed
from retrieval.conditions import Condition, Expression, leaves
from retrieval.goods import goods, heads
from retrieval.lexical import LexicalIndex
from retrieval.ranking import Candidates
from retrieval.text import STOPWORDS, content_terms, stem, tokenise

__all__ = ["NEAR", "SHARE", "SHORT", "matching", "names_a_kind", "words_beyond"]

SHARE = 0.6
SHORT = 2
NEAR = 0.45
"""Measured on judged shop queries: five of six exact answers match, one of a hundred products
taken at random does."""
Mask = npt.NDArray[np.bool_]

_MONEY_WORDS = frozenset({"dollar", "usd", "euro", "eur", "pound", "gbp", "buck", "price", "cost"})


def words_beyond(query: str, conditions: Sequence[Condition]) -> str:
    """Return the content words of a query that no condition already speaks for, as written."""
    said = _said(conditions)
    words = (token.text for token in tokenise(query) if token.text not in STOPWORDS)
    return " ".join(word for word in words if stem(word) not in said)


def names_a_kind(condition: Condition) -> bool:
    """Say whether a condition settles what is wanted, so that words only describe it."""
    return condition.op == "in" and condition.field in {"category", "brand", "id"}


def matching(
    query: str,
    conditions: Sequence[Expression],
    lexical: LexicalIndex,
    found: Candidates,
    shelves: Shelves,
) -> Mask:
    """Mark the products that match a query beyond its conditions; `found` are the best of them."""
    said = words_beyond(query, tuple(leaves(conditions)))
    words = content_terms(said)
    matched = lexical.share(words) >= SHARE
    near = np.zeros_like(matched)
    near[found.positions[found.cosines >= NEAR]] = True
    if len(words) > SHORT or any(map(names_a_kind, leaves(conditions))):
        return matched | near
    named = lexical.named(words)
    if _is_a_good(words) and (not named.any() or not _is_a_head(words[-1], shelves)):
        return np.zeros_like(matched)
    if not named.any():
        return agreed(found, shelves)
    if head := _compound_head(query):
        return (matched | near) & lexical.named([head])
    return (matched & named) | near


def _is_a_good(words: Sequence[str]) -> bool:
    """Whether the last word is an everyday name of goods: it means those, and no others."""
    return bool(words) and words[-1] in goods()


def _is_a_head(word: str, shelves: Shelves) -> bool:
    """Whether anything is called so: where there are bike helmets alone, there are no bikes."""
    return shelves.heads is None or word in shelves.heads


def _compound_head(query: str) -> str | None:
    """Give the stem of the last word where, right behind another, it makes another thing of it."""
    *before, last = [token.text for token in tokenise(query)] or [""]
    modified = bool(before) and before[-1] not in STOPWORDS
    return stem(last) if modified and stem(last) in heads() else None


def _said(conditions: Sequence[Condition]) -> set[str]:
    said: set[str] = set()
    for condition in conditions:
        said.update(content_terms(" ".join((condition.field, condition.unit, *condition.values))))
        if condition.bound is not None:
            said.update(content_terms(f"{condition.bound:f} {condition.bound.normalize():f}"))
        if condition.field == "price":
            said.update(_MONEY_WORDS)
    return said
