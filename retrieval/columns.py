"""The catalogue as columns in memory: which variants meet a set of hard conditions.

Every answer is exact. A row is a variant; what holds for a product holds for all its rows, so
one mask over rows settles conditions that one and the same variant must meet. Knows nothing
of queries, vectors or ranking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import process

from retrieval.catalogue import CatalogueError, Product, Quantity, Variant
from retrieval.filters import RESERVED_FIELDS, Condition, field_key
from retrieval.measures import Measures, PriceColumn
from retrieval.text import fold, stem_phrase

__all__ = ["Columns", "Mask"]

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int32]


class Columns:
    """Inverted lists and number columns over the variants of `products`, in their order.

    `product_of[row]` is the position of a row's product, `first_row[p]` the first row of
    product `p`; the rows of one product are neighbours. Discontinued products meet nothing.
    """

    def __init__(self, products: Sequence[Product]) -> None:
        self.variants: list[Variant] = []
        product_of: list[int] = []
        for position, product in enumerate(products):
            self.variants.extend(product.variants)
            product_of.extend([position] * len(product.variants))
        self.product_of: Rows = np.asarray(product_of, dtype=np.int32)
        self.first_row: Rows = np.searchsorted(self.product_of, np.arange(len(products))).astype(
            np.int32
        )
        self.price = PriceColumn([variant.price for variant in self.variants])
        self.stocked: Mask = np.array([v.stock > 0 for v in self.variants], dtype=bool)
        active = np.array([product.status == "active" for product in products], dtype=bool)
        self._alive: Mask = active[self.product_of]
        ratings = [np.nan if p.rating is None else p.rating for p in products]
        self._rating = np.array(ratings, dtype=np.float64)[self.product_of]
        self._postings: dict[str, dict[str, Rows]] = {}
        self._measures: dict[str, Measures] = {}
        self._read(products)

    @property
    def fields(self) -> tuple[str, ...]:
        """All names that a condition may use: the reserved ones, options and attributes."""
        learnt = set(self._postings) | set(self._measures)
        return (*RESERVED_FIELDS, *sorted(learnt - set(RESERVED_FIELDS)))

    def mask(self, conditions: Sequence[Condition], *, available_only: bool = False) -> Mask:
        """Return which rows meet all `conditions`, as booleans of shape (rows,).

        Raises:
            CatalogueError: a field does not exist here, or cannot be compared that way.
        """
        mask = self._alive.copy()
        if available_only:
            mask &= self.stocked
        for condition in conditions:
            mask &= self._meets(condition)
        return mask

    def products_of(self, mask: Mask) -> Mask:
        """Fold a mask over rows into one over products: any of their variants."""
        if not len(self.first_row):
            return np.zeros(0, dtype=bool)
        return np.asarray(np.logical_or.reduceat(mask, self.first_row), dtype=bool)

    def _meets(self, condition: Condition) -> Mask:
        field = self._known(condition.field)
        if condition.op in {"min", "max"}:
            return self._compare(field, condition)
        if field in {"price", "rating"}:
            raise CatalogueError(f"{field!r} is a number: compare it with min or max")
        if field == "in_stock":
            wanted = {fold(value) for value in condition.values}
            found = (self.stocked & ("yes" in wanted)) | (~self.stocked & ("no" in wanted))
        else:
            found = self._having(field, condition.values)
        return found if condition.op == "in" else ~found

    def _known(self, name: str) -> str:
        field = field_key(name)
        if field in self.fields:
            return field
        near = [found[0] for found in process.extract(field, self.fields, limit=3)]
        raise CatalogueError(f"this catalogue has no field {name!r}; near names: {', '.join(near)}")

    def _compare(self, field: str, condition: Condition) -> Mask:
        if condition.bound is None:
            raise CatalogueError(f"the condition on {field!r} has no number to compare with")
        if field == "price":
            return self.price.compare(condition)
        if field == "rating":
            bound = float(condition.bound)
            pairs = {"min": (np.greater_equal, np.greater), "max": (np.less_equal, np.less)}
            return np.asarray(pairs[condition.op][condition.strict](self._rating, bound))
        if field not in self._measures:
            raise CatalogueError(
                f"{field!r} is not a number in this catalogue; use {field}=value instead"
            )
        return self._measures[field].compare(condition)

    def _having(self, field: str, values: Sequence[str]) -> Mask:
        mask = np.zeros(len(self.variants), dtype=bool)
        spell = stem_phrase if field == "category" else fold
        lists = self._postings.get(field, {})
        for value in values:
            rows = lists.get(spell(value))
            if rows is not None:
                mask[rows] = True
            if field in self._measures:
                mask |= self._measures[field].equal(value)
        return mask

    def _read(self, products: Sequence[Product]) -> None:
        lists: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        measures: dict[str, list[tuple[int, Quantity]]] = defaultdict(list)
        for position, product in enumerate(products):
            first = int(self.first_row[position])
            rows = range(first, first + len(product.variants))
            for field, words in _product_words(product):
                for word in set(words):
                    lists[field][word].extend(rows)
            for name, value in product.attributes.items():
                if isinstance(value, Quantity):
                    measures[field_key(name)].extend((row, value) for row in rows)
            for row, variant in zip(rows, product.variants, strict=True):
                lists["id"][fold(variant.id)].append(row)
                for name, option in variant.options.items():
                    lists[field_key(name)][fold(option)].append(row)
        self._postings = {
            field: {word: np.unique(np.asarray(rows, dtype=np.int32)) for word, rows in of.items()}
            for field, of in lists.items()
        }
        size = len(self.variants)
        self._measures = {field: Measures(field, size, of) for field, of in measures.items()}


def _product_words(product: Product) -> list[tuple[str, tuple[str, ...]]]:
    levels = [stem_phrase(level) for level in product.category]
    paths = [" ".join(levels[: depth + 1]) for depth in range(len(levels))]
    found = [("id", (fold(product.id),)), ("category", (*levels, *paths))]
    if product.brand:
        found.append(("brand", (fold(product.brand),)))
    for name, value in product.attributes.items():
        if not isinstance(value, Quantity):
            words = ("yes" if value else "no",) if isinstance(value, bool) else value
            found.append((field_key(name), tuple(map(fold, words))))
    return found
