"""The searchable catalogue: conditions first, then relevance, one hit a product.

Knows nothing of conversations, of files, or of how the index was built.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from retrieval.catalogue import CatalogueError, Product, Variant
from retrieval.columns import Columns, Mask
from retrieval.filters import Condition
from retrieval.lexical import LexicalIndex
from retrieval.matching import NEAR, SHARE, SHORT, words_beyond
from retrieval.ordering import Sort, best_variant, popularity, sort_key
from retrieval.queries import QueryReader
from retrieval.ranking import Candidates, Nearest, Ranker
from retrieval.spelling import Speller
from retrieval.text import content_terms
from retrieval.vocabulary import Vocabulary

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["Condition", "Hit", "Index", "Results", "Sort"]

_DEPTH = 200  # candidates taken from each of the two lists


@dataclass(frozen=True, slots=True)
class Hit:
    """One product found, and its variant that fits best (in stock first, then the cheapest).

    `score` orders the hits of one query (0 to 1) and means nothing across queries; `matches`
    is False for a hit that is merely the nearest there is (see `retrieval.matching`).
    """

    product: Product
    variant: Variant
    score: float
    matches: bool = True


@dataclass(frozen=True, slots=True)
class Results:
    """The first hits, and how many products of the whole catalogue meet the request."""

    hits: tuple[Hit, ...]
    match_count: int


class Index:
    """A catalogue in memory that can be searched; safe to share between threads.

    `products` are in ascending order of id and `vectors` holds their unit vectors, shape
    (products, dimensions), float32. `nearest` asks a vector store for the positions of the k
    nearest active products; without it the search is exact. `close` lets go of that store's
    files (an index nobody refers to any more does so by itself); searching goes on, exactly.
    """

    def __init__(
        self,
        products: Sequence[Product],
        vectors: npt.NDArray[np.float32],
        embeddings: Embeddings,
        *,
        generation: str = "memory",
        nearest: Nearest | None = None,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        if len(products) != len(vectors):
            raise CatalogueError(f"{len(products)} products have {len(vectors)} vectors")
        self.products: Sequence[Product] = tuple(products)
        self.generation = generation
        self._positions = {product.id: at for at, product in enumerate(self.products)}
        self._columns = Columns(self.products)
        self._lexical = LexicalIndex(self.products)
        self.ranker = Ranker(vectors, self._lexical)
        self._nearest = nearest
        self.close = close
        self._popularity = np.array([popularity(product) for product in self.products])
        self._queries = QueryReader(embeddings, vectors.shape[1], Speller(self._lexical.terms))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What this catalogue can be asked by; learnt at first use."""
        return Vocabulary(self.products)

    def product(self, product_id: str) -> Product | None:
        """Return one product by its exact id, discontinued ones included, or None."""
        at = self._positions.get(product_id)
        return None if at is None else self.products[at]

    def search(
        self,
        query: str,
        conditions: Sequence[Condition] = (),
        *,
        limit: int = 10,
        sort: Sort = Sort.RELEVANCE,
        available_only: bool = False,
    ) -> Results:
        """Find products that meet all `conditions`, best first.

        Every hit meets every condition by one and the same variant. By relevance the hits are
        the nearest to the query there are, matching or not; in any other order only matching
        products are hits, unless none matches. `match_count` counts the products that meet
        the conditions and match what the query says beyond them (`retrieval.matching`).

        Raises:
            CatalogueError: a condition names a field that this catalogue lacks or compares it
                in a way it does not allow, or the embedder does not fit the index.
        """
        rows = self._columns.mask(conditions, available_only=available_only)
        allowed = self._columns.products_of(rows)
        filtered = bool(conditions) or available_only
        found, matched = self._find(query, conditions, allowed, max(limit, _DEPTH), filtered)
        hits = [
            Hit(self.products[at], self._fitting(at, rows), float(score), bool(matched[at]))
            for at, score in self._choose(found, matched, sort, limit)
        ]
        if sort is not Sort.RELEVANCE:
            hits.sort(key=lambda hit: sort_key(sort, hit.product, hit.variant))
        return Results(tuple(hits[:limit]), int(matched.sum()))

    def warm(self) -> None:
        """Load the embedder's weights and open the vector store, ahead of the first query."""
        vector = self._queries.vector("warm")
        if self._nearest is not None:
            self._nearest(vector, 1)

    def speaks_of(self, words: str) -> bool:
        """Say whether the catalogue has any of these words, as they are spelt."""
        return any(self._lexical.holds(term) for term in content_terms(words))

    def similarity(self, query: str, product_ids: Sequence[str]) -> tuple[float, ...]:
        """Return the cosine of a query with each product; unknown ids are an error."""
        missing = [wanted for wanted in product_ids if wanted not in self._positions]
        if missing:
            raise CatalogueError(f"no product {missing[0]!r} in the index {self.generation}")
        positions = np.array([self._positions[wanted] for wanted in product_ids], dtype=np.int64)
        cosines = self.ranker.cosines(self._queries.vector(query), positions)
        return tuple(float(cosine) for cosine in cosines)

    def _find(
        self,
        query: str,
        conditions: Sequence[Condition],
        allowed: Mask,
        depth: int,
        filtered: bool,
    ) -> tuple[Candidates, Mask]:
        text = self._queries.read(query)
        terms = content_terms(text)
        beyond = words_beyond(text, conditions)
        if not terms or (conditions and not beyond):
            return self._popular(allowed), allowed  # nothing left to tell the products apart by
        nearest = None if filtered else self._nearest
        found = self.ranker.rank(self._queries.vector(text), terms, allowed, depth, nearest=nearest)
        words = content_terms(beyond)
        matched = self._lexical.share(words) >= SHARE
        if len(words) <= SHORT and not any(c.op == "in" for c in conditions):
            matched &= self._lexical.named(words)
        matched[found.positions[found.cosines >= NEAR]] = True
        return found, matched & allowed

    def _popular(self, allowed: Mask) -> Candidates:
        positions = np.flatnonzero(allowed)
        scores = np.round(self._popularity[positions], 6).astype(np.float32)
        order = np.lexsort((positions, -scores))
        return Candidates(positions[order], scores[order], scores[order])

    def _choose(
        self, found: Candidates, matched: Mask, sort: Sort, limit: int
    ) -> list[tuple[int, float]]:
        scores = dict(zip(found.positions.tolist(), found.scores.tolist(), strict=True))
        if sort is Sort.RELEVANCE or not matched.any():
            return list(scores.items())[:limit]
        return [(at, scores.get(at, 0.0)) for at in np.flatnonzero(matched).tolist()]

    def _fitting(self, at: int, rows: Mask) -> Variant:
        variants = self.products[at].variants
        first = int(self._columns.first_row[at])
        fits = rows[first : first + len(variants)]
        return best_variant([variant for variant, fit in zip(variants, fits, strict=True) if fit])
