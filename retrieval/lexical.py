"""Words against words: BM25 over all products, exact, with weights for where a word stands.

Knows nothing of vectors or of conditions.
"""

from __future__ import annotations

import logging
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from retrieval.catalogue import Product, Quantity
from retrieval.roots import root
from retrieval.text import content_terms

if TYPE_CHECKING:
    import bm25s

__all__ = ["LexicalIndex", "product_terms"]

Scores = npt.NDArray[np.float32]

_TITLE, _KIND, _ATTRIBUTES, _DESCRIPTION = 3, 2, 1, 1
"""How often a field's words count: the weighted term frequency of Robertson, Zaragoza and
Taylor (Simple BM25 extension to multiple weighted fields, 2004)."""


class LexicalIndex:
    """BM25 (Lucene's form, k1 1.2, b 0.75) over the roots of the content words of `products`.

    Terms are given as `content_terms` makes them; which of their forms a product has is one.
    """

    def __init__(self, products: Sequence[Product]) -> None:
        documents = [product_terms(product) for product in products]
        self._size = len(documents)
        self._bm25 = _index([[root(term) for term in terms] for terms in documents])
        self._terms = Counter(term for terms in documents for term in set(terms))
        self._named = _holders_by_name(products)

    @property
    def terms(self) -> dict[str, int]:
        """Every stemmed word of the catalogue, and in how many products it stands."""
        return dict(self._terms)

    def scores(self, terms: Sequence[str]) -> Scores:
        """Score all products for the terms of a query: shape (products,), 0 where none fits."""
        known = [root(term) for term in terms if self._holders(root(term)).size]
        if self._bm25 is None or not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)

    def share(self, terms: Sequence[str]) -> Scores:
        """Say how much of a query each product holds: 0 to 1, words weighted by rarity.

        A word that no product holds keeps its weight, the highest there is: a query for what
        the shop does not carry is not half met by its other words.
        """
        share = np.zeros(self._size, dtype=np.float32)
        total = 0.0
        for term in {root(term) for term in terms}:
            holders = self._holders(term)
            weight = math.log(1 + self._size / (holders.size + 0.5))
            share[holders] += weight
            total += weight
        return share / np.float32(total) if total else share

    def holds(self, term: str) -> bool:
        """Say whether any product has a word, in whatever form and place."""
        return self._holders(root(term)).size > 0

    def named(self, terms: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Say which products have any of the terms outside their descriptions."""
        named = np.zeros(self._size, dtype=np.bool_)
        for term in terms:
            named[self._named.get(root(term), [])] = True
        return named

    def _holders(self, term: str) -> npt.NDArray[np.int32]:
        number = self._bm25.vocab_dict.get(term) if self._bm25 is not None else None
        if number is None or self._bm25 is None:
            return np.zeros(0, dtype=np.int32)
        columns = self._bm25.scores
        start, stop = columns["indptr"][number], columns["indptr"][number + 1]
        return np.asarray(columns["indices"][start:stop], dtype=np.int32)


def product_terms(product: Product) -> list[str]:
    """List the terms of a product, each as often as it counts."""
    return _naming_terms(product) + content_terms(product.description) * _DESCRIPTION


def _naming_terms(product: Product) -> list[str]:
    """List the terms of everything but the description."""
    terms = content_terms(product.title) * _TITLE
    terms += content_terms(" ".join((product.brand, *product.category))) * _KIND
    return terms + content_terms(" ".join(_attribute_text(product))) * _ATTRIBUTES


def _holders_by_name(products: Sequence[Product]) -> dict[str, list[int]]:
    holders: dict[str, list[int]] = defaultdict(list)
    for at, product in enumerate(products):
        for term in {root(term) for term in _naming_terms(product)}:
            holders[term].append(at)
    return dict(holders)


def _attribute_text(product: Product) -> list[str]:
    words: list[str] = []
    for name, value in product.attributes.items():
        if isinstance(value, bool):
            words.append(name if value else "")
        elif isinstance(value, Quantity):
            words.append(f"{name} {value}")
        else:
            words.extend(value)
    options = {option: None for variant in product.variants for option in variant.options.values()}
    return [*words, *options]


def _index(documents: Sequence[list[str]]) -> bm25s.BM25 | None:
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to debug
    if not any(documents):
        return None
    bm25 = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    bm25.index(documents, show_progress=False)
    return bm25
