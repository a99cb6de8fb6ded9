"""Words against words: BM25 over all products, exact, with weights for where a word stands.

Knows nothing of vectors or of conditions, nor how the weights were worked out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import cast

import numpy as np
import numpy.typing as npt

from retrieval.bm25 import bm25_parts
from retrieval.catalogue import Product
from retrieval.parts import Parts
from retrieval.postings import Postings
from retrieval.roots import root

__all__ = ["LexicalIndex"]

Scores = npt.NDArray[np.float32]


class LexicalIndex:
    """BM25 (Lucene's form, k1 1.2, b 0.75) over the roots of the content words of `products`.

    Terms are given as `content_terms` makes them; which of their forms a product has is one.
    """

    def __init__(self, products: Iterable[Product]) -> None:
        self._take(bm25_parts(products))

    @classmethod
    def of_parts(cls, parts: Parts) -> LexicalIndex:
        """Take what `parts` gave, from whatever memory it lies in."""
        index = cls.__new__(cls)
        index._take(parts)
        return index

    def parts(self) -> Parts:
        """Give all it is made of."""
        return self._parts

    def _take(self, parts: Parts) -> None:
        self._parts = parts
        self._size = cast(int, parts.values["size"])
        words = cast(list[str], parts.values["words"])
        self._weights = parts.array("weights", np.float32)
        self._postings = Postings(
            words, parts.array("starts", np.int64), parts.array("rows", np.int32)
        )
        self._named = Postings(
            words, parts.array("named_starts", np.int64), parts.array("named_rows", np.int32)
        )

    @cached_property
    def terms(self) -> dict[str, int]:
        """Every stemmed word of the catalogue, and in how many products it stands."""
        return cast(dict[str, int], self._parts.values["terms"])

    def scores(self, terms: Sequence[str]) -> Scores:
        """Score all products for the terms of a query: shape (products,), 0 where none fits."""
        scores = np.zeros(self._size, dtype=np.float32)
        for term in terms:
            span = self._postings.span(root(term))
            scores[self._postings.rows[span]] += self._weights[span]
        return scores

    def share(self, terms: Sequence[str]) -> Scores:
        """Say how much of a query each product holds: 0 to 1, words weighted by rarity.

        A word that no product holds keeps its weight, the highest there is: a query for what
        the shop does not carry is not half met by its other words.
        """
        share = np.zeros(self._size, dtype=np.float32)
        total = 0.0
        for word in {root(term) for term in terms}:
            holders = self._postings.of_word(word)
            weight = math.log(1 + self._size / (holders.size + 0.5))
            share[holders] += weight
            total += weight
        return share / np.float32(total) if total else share

    def holds(self, term: str) -> bool:
        """Say whether any product has a word, in whatever form and place."""
        return self._postings.of_word(root(term)).size > 0

    def names(self, term: str) -> bool:
        """Say whether any product has a word outside its description."""
        return self._named.of_word(root(term)).size > 0

    def named(self, terms: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Say which products have any of the terms outside their descriptions."""
        named = np.zeros(self._size, dtype=np.bool_)
        for term in terms:
            named[self._named.of_word(root(term))] = True
        return named
