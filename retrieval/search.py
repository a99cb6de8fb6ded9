"""The searchable catalogue: conditions first, then relevance, one hit a product.

Knows nothing of conversations, of files, or of how the index was built.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from retrieval.agreement import Shelves
from retrieval.catalogue import Product
from retrieval.columns import Mask
from retrieval.conditions import Condition, Expression, leaves
from retrieval.diversity import mixed
from retrieval.errors import CatalogueError
from retrieval.hits import Hit, Matches, Results, check_limit
from retrieval.likeness import alike
from retrieval.matching import matching, words_beyond
from retrieval.measures import Range
from retrieval.nearness import Nearest, Nearness
from retrieval.ordering import first_of
from retrieval.product_file import ids_of
from retrieval.queries import QueryReader
from retrieval.ranking import Candidates, Ranker
from retrieval.rewording import reworded
from retrieval.sorts import Order, Sort, resolved
from retrieval.spelling import Speller
from retrieval.synonyms import Synonyms
from retrieval.tables import Tables
from retrieval.text import content_terms
from retrieval.vocabulary import Vocabulary

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from retrieval.reranking import Reranker

__all__ = ["Condition", "Hit", "Index", "Results", "Sort"]

_DEPTH = 200  # candidates taken from each of the two lists


class Index:
    """A catalogue in memory that can be searched; safe to share between threads.

    `products` are in ascending order of id and `vectors` holds their unit vectors, shape
    (products, dimensions), float32. `nearest` asks a vector store for the positions of the k
    nearest active products; without it the search is exact; `close` lets go of its files.
    `synonyms` are the shop's words; `tables` are made where not given; a `reranker` is set later.
    """

    def __init__(  # noqa: PLR0913 - what an index is made of
        self,
        products: Sequence[Product],
        vectors: npt.NDArray[np.float32],
        embeddings: Embeddings,
        *,
        generation: str = "memory",
        nearest: Nearest | None = None,
        synonyms: Synonyms | None = None,
        close: Callable[[], None] = lambda: None,
        tables: Tables | None = None,
    ) -> None:
        if len(products) != len(vectors):
            raise CatalogueError(f"{len(products)} products have {len(vectors)} vectors")
        self.products: Sequence[Product] = products
        self.generation = generation
        self._positions = {each: at for at, each in enumerate(ids_of(products))}
        tables = tables or Tables.of(products, vectors)
        self._columns, self._lexical = tables.columns, tables.lexical
        self.ranker = Ranker(vectors, self._lexical)
        self.reranker: Reranker | None = None
        self.nearness = Nearness(vectors, nearest, tables.sketch)
        self._synonyms = synonyms
        self._shelves = Shelves(self._columns.kind_of, products)
        self.close = close
        self._queries = QueryReader(embeddings, vectors.shape[1], Speller(self._lexical.terms))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What this catalogue can be asked by; learnt at first use."""
        return Vocabulary(self.products, self._synonyms)

    def product(self, product_id: str) -> Product | None:
        """Return one product by its exact id, discontinued ones included, or None."""
        at = self._positions.get(product_id)
        return None if at is None else self.products[at]

    def search(
        self,
        query: str,
        conditions: Sequence[Expression] = (),
        *,
        limit: int = 10,
        sort: Order = Sort.RELEVANCE,
        available_only: bool = False,
        diverse: bool = False,
    ) -> Results:
        """Find products that meet all `conditions`, best first.

        Every hit meets every condition by one and the same variant. By relevance the hits are
        the nearest to the query there are, matching or not; in any other order only matching
        products, unless none matches. `diverse` mixes the best matches, so that the first ones
        differ. `match_count` counts the products that meet the conditions and match what the
        query says beyond them (`retrieval.matching`); a `limit` of 0 counts only.

        Raises:
            CatalogueError: a condition names a field that this catalogue lacks or compares it in
                a way it does not allow, the limit is negative, or the embedder does not fit.
        """
        check_limit(limit)
        matches = self.matches(query, conditions, available_only=available_only, depth=limit)
        if sort is Sort.RELEVANCE:
            if self.reranker is not None and limit:
                matches = self.reranker.reordered(self.read(query), matches, self.products)
            matches = mixed(matches, self.ranker.vectors, limit) if diverse else matches
        return self.results(matches, sort, limit)

    def similar(
        self,
        product_id: str,
        conditions: Sequence[Expression] = (),
        *,
        limit: int = 10,
        sort: Order = Sort.RELEVANCE,
        available_only: bool = False,
    ) -> Results:
        """Find products like a given one that meet all `conditions`; never the product itself.

        "Like that but cheaper" is a bound on the price, "of another brand" an exclusion.
        `match_count` counts those of its kind and those that read the same
        (`retrieval.likeness`).

        Raises:
            CatalogueError: as in `search`, or there is no product of that id.
        """
        check_limit(limit)
        matches = self.matches_like(product_id, conditions, available_only=available_only)
        return self.results(matches, sort, limit)

    def matches(
        self,
        query: str,
        conditions: Sequence[Expression] = (),
        *,
        available_only: bool = False,
        depth: int = 0,
    ) -> Matches:
        """Decide which products meet conditions and match a query, and rank the best of them."""
        rows = self._columns.mask(conditions, available_only=available_only)
        allowed = self._columns.products_of(rows)
        text = self.read(query)
        terms = content_terms(text)
        beyond = words_beyond(text, tuple(leaves(conditions)))
        if not terms or (conditions and not beyond):
            return Matches(rows, allowed, self._popular(allowed), allowed, by_words=False)
        filtered = bool(conditions) or available_only
        nearest = partial(self.nearness.top, allowed=allowed, filtered=filtered)
        vector, count = self._queries.vector(text), max(depth, _DEPTH)
        found = self.ranker.rank(vector, terms, allowed, count, nearest=nearest)
        matched = matching(text, conditions, self._lexical, found, self._shelves)
        return Matches(rows, allowed, found, matched & allowed)

    def matches_like(
        self,
        product_id: str,
        conditions: Sequence[Expression] = (),
        *,
        available_only: bool = False,
    ) -> Matches:
        """Decide which other products meet conditions and are like a given one, and rank them."""
        at = self._position(product_id)
        rows = self._columns.mask(conditions, available_only=available_only)
        rows &= self._columns.product_of != at
        allowed = self._columns.products_of(rows)
        found, matched = alike(self.ranker.vectors, self._columns.kind_of, at, allowed)
        return Matches(rows, allowed, found, matched)

    def results(self, matches: Matches, sort: Order = Sort.RELEVANCE, limit: int = 10) -> Results:
        """Make hits of the first matches in an order."""
        sort = resolved(sort)
        found, matched = matches.found, self._columns.measured(sort, matches.matched)
        chosen = found.positions[:limit]
        if sort is not Sort.RELEVANCE and matched.any():
            chosen = np.flatnonzero(matched)
        shown = self._columns.shown(matches.rows, chosen)
        if sort is not Sort.RELEVANCE:
            order = first_of(self._columns.ranked(sort, shown, chosen), limit)
            chosen, shown = chosen[order], shown[order]
        scores = dict(zip(found.positions.tolist(), found.scores.tolist(), strict=True))
        hits = [
            self._hit(at, row, scores.get(at, 0.0), bool(matched[at]))
            for at, row in zip(chosen.tolist(), shown.tolist(), strict=True)
        ]
        return Results(tuple(hits), int(matched.sum()))

    def read(self, query: str) -> str:
        """Give a query as it is searched for: cleaned, cut, in the words of the catalogue."""
        return reworded(self._queries.read(query), self._lexical, lambda: self.vocabulary)

    def values(self, field: str, matches: Matches) -> Mapping[str, int]:
        """Count the values in words (folded) that a field has among the variants that match."""
        rows = matches.rows & matches.matched[self._columns.product_of]
        return self._columns.values(field, rows)

    def range_of(self, field: str, matches: Matches, unit: str = "") -> Range | None:
        """Return the least and greatest number of a field among what matches, None without any."""
        rows = matches.rows & matches.matched[self._columns.product_of]
        return self._columns.range_of(field, rows, unit)

    def warm(self) -> None:
        """Load the embedder's weights and open the vector store, ahead of the first query."""
        vector = self._queries.vector("warm")
        if self.nearness.store is not None:
            self.nearness.store(vector, 1)

    def speaks_of(self, words: str) -> bool:
        """Say whether the catalogue has any of these words, as they are spelt."""
        return any(self._lexical.holds(term) for term in content_terms(words))

    def similarity(self, query: str, product_ids: Sequence[str]) -> tuple[float, ...]:
        """Return the cosine of a query with each product; unknown ids are an error."""
        positions = np.array([self._position(wanted) for wanted in product_ids], dtype=np.int64)
        return tuple(self.ranker.cosines(self._queries.vector(query), positions).tolist())

    def _position(self, product_id: str) -> int:
        at = self._positions.get(product_id)
        if at is None:
            raise CatalogueError(
                f"there is no product {product_id[:80]!r} in the index: a search lists the ids "
                "that there are"
            )
        return at

    def _popular(self, allowed: Mask) -> Candidates:
        """Rank by popularity, where there is nothing else to tell products apart by."""
        positions = np.flatnonzero(allowed)
        positions = positions[np.argsort(self._columns.product_ranks[Sort.RELEVANCE][positions])]
        scores = np.round(self._columns.liked[positions], 6).astype(np.float32)
        return Candidates(positions, scores, scores)

    def _hit(self, at: int, row: int, score: float, matches: bool) -> Hit:
        product = self.products[at]
        variant = product.variants[int(self._columns.variant_of[row])]
        return Hit(product, variant, float(score), matches)
