"""The catalogue as columns in memory: which variants meet a set of hard conditions.

Every answer is exact. A row is a variant; what holds for a product holds for all its rows, so
one mask over rows settles conditions that one and the same variant must meet. Knows nothing
of queries, vectors or ranking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import cast

import numpy as np
import numpy.typing as npt
from pydantic import JsonValue
from rapidfuzz import fuzz, process

from retrieval.catalogue import Product
from retrieval.conditions import RESERVED_FIELDS, AllOf, Condition, Expression, field_key
from retrieval.errors import CatalogueError
from retrieval.measures import Measures, PriceColumn, Range, Ratings, in_front
from retrieval.ordering import ranks
from retrieval.parts import Parts
from retrieval.postings import Postings
from retrieval.sorts import ByMeasure, Order, Sort
from retrieval.tabulating import column_parts
from retrieval.text import fold, stem_phrase

__all__ = ["Columns", "Mask", "Rows"]

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.int64]

_NEAR = 60.0  # of 100, rapidfuzz's ratio
_LISTED = 40


class Columns:
    """Inverted lists and number columns over the variants of `products`, in their order.

    `product_of[row]` is the position of a row's product, `variant_of[row]` the place of the
    row's variant in it; the rows of one product are neighbours, the one to show first.
    `kind_of` numbers the products' categories, `liked` is their popularity (0 to 1).
    Discontinued products meet nothing.
    """

    def __init__(self, products: Iterable[Product]) -> None:
        self._take(column_parts(products))

    @classmethod
    def of_parts(cls, parts: Parts) -> Columns:
        """Take what `parts` gave, from whatever memory it lies in."""
        columns = cls.__new__(cls)
        columns._take(parts)
        return columns

    def parts(self) -> Parts:
        """Give all that they are made of."""
        return self._parts

    def _take(self, parts: Parts) -> None:
        self._parts = parts
        self.product_of: Rows = parts.array("product_of", np.int32)
        self.variant_of: Rows = parts.array("variant_of", np.int32)
        self.stocked: Mask = parts.array("stocked", np.bool_)
        self.kind_of: Rows = parts.array("kind_of", np.int32)
        self.liked = parts.array("liked", np.float64)
        active = parts.array("active", np.bool_)
        self.size = len(active)
        self.price = PriceColumn(
            parts.array("price_units", np.int64),
            parts.array("price_currency", np.int16),
            cast(list[str], parts.values["currencies"]),
        )
        self._alive: Mask = active[self.product_of]
        self._starts = np.searchsorted(self.product_of, np.arange(self.size + 1))
        self._stars = parts.array("stars", np.float64)
        self._rating = Ratings(self._stars[self.product_of])
        self._postings = {
            cast(str, field["name"]): Postings(
                cast(list[str], field["words"]),
                parts.array(f"words_{at}_starts", np.int64),
                parts.array(f"words_{at}_rows", np.int32),
            )
            for at, field in enumerate(_entries(parts, "fields"))
        }
        self._numbers = {
            cast(str, measure["name"]): Measures(
                cast(str, measure["name"]),
                cast(str, measure["unit"]),
                parts.array(f"measure_{at}", np.float64),
            )
            for at, measure in enumerate(_entries(parts, "measures"))
        }

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """All names that a condition may use: the reserved ones, options and attributes."""
        learnt = set(self._postings) | set(self._numbers)
        return (*RESERVED_FIELDS, *sorted(learnt - set(RESERVED_FIELDS)))

    def mask(self, expressions: Sequence[Expression] = (), *, available_only: bool = False) -> Mask:
        """Return which rows meet all `expressions`, as booleans of shape (rows,).

        Raises:
            CatalogueError: a field does not exist here, or cannot be compared that way.
        """
        mask = self._alive & self.stocked if available_only else self._alive.copy()
        for expression in expressions:
            mask &= self._holds(expression)
        return mask

    def products_of(self, mask: Mask) -> Mask:
        """Fold a mask over rows into one over products: any of their variants."""
        if not self.size:
            return np.zeros(0, dtype=bool)
        return np.logical_or.reduceat(mask, self._starts[:-1])

    def shown(self, mask: Mask, positions: Numbers) -> Rows:
        """Give for each of some products the first of its masked rows, -1 where it has none."""
        if not len(positions):
            return np.zeros(0, dtype=np.int32)
        first, count = self._starts[positions], np.diff(self._starts)[positions]
        begins = np.cumsum(count) - count
        rows = np.arange(count.sum()) - np.repeat(begins - first, count)
        found = np.minimum.reduceat(np.where(mask[rows], rows, len(mask)), begins)
        return np.where(found < len(mask), found, -1).astype(np.int32)

    def ranked(self, sort: Order, shown: Rows, positions: Numbers) -> Numbers:
        """Give the rank of products in an order, each by the row in which it is shown."""
        if isinstance(sort, ByMeasure):
            return ranks(-self._measured(sort)[shown])
        if sort in {Sort.PRICE_ASC, Sort.PRICE_DESC}:
            return self.price_ranks[sort][shown]
        return self.product_ranks[sort][positions]

    def measured(self, sort: Order, matched: Mask) -> Mask:
        """Leave of some products those that have what an order goes by; all where none has."""
        if not isinstance(sort, ByMeasure):
            return matched
        having = matched & self.products_of(np.isfinite(self._measured(sort)))
        return having if having.any() else matched

    def _measured(self, sort: ByMeasure) -> npt.NDArray[np.float64]:
        return in_front(self._numbers.get(sort.field), self.product_of.size, most=sort.most)

    def values(self, field: str, mask: Mask) -> Mapping[str, int]:
        """Count the masked rows of every value in words that a field has."""
        postings = self._postings.get(self.known(field))
        return postings.counts(mask) if postings else {}

    def range_of(self, field: str, mask: Mask, unit: str = "") -> Range | None:
        """Return the least and greatest number of a field; of a price, those in one currency."""
        name = self.known(field)
        if name == "price":
            return self.price.range_of(mask, unit)
        if name == "rating":
            return self._rating.range_of(mask)
        return self._numbers[name].range_of(mask) if name in self._numbers else None

    def known(self, name: str) -> str:
        """Return a field's spelling here.

        Raises:
            CatalogueError: there is no such field; names near ones, or all where none is near.
        """
        field = field_key(name)
        if field in self.fields:
            return field
        scored = process.extract(field, self.fields, scorer=fuzz.ratio, limit=3, score_cutoff=_NEAR)
        near = ", ".join(found[0] for found in scored)
        known = f"near names: {near}" if near else f"it has {_listed(self.fields)}"
        raise CatalogueError(f"this catalogue has no field {name[:80]!r}; {known}")

    @cached_property
    def price_ranks(self) -> Mapping[Sort, Numbers]:
        """Rows by price, unpriced ones last; currencies apart, the most used first."""
        price, unpriced = self.price.units, self.price.units < 0
        keys = (unpriced, self.price.currency)
        return {
            Sort.PRICE_ASC: ranks(*keys, price),
            Sort.PRICE_DESC: ranks(*keys, -price),
        }

    @cached_property
    def product_ranks(self) -> Mapping[Sort, Numbers]:
        """Products by date and by stars; what lacks the figure comes last."""
        unrated, ratings = np.isnan(self._stars), self._parts.array("ratings", np.int64)
        return {
            Sort.NEWEST: ranks(-self._parts.array("listed", np.int64)),
            Sort.RATING: ranks(unrated, -np.nan_to_num(self._stars), -ratings),
            Sort.RELEVANCE: ranks(-np.round(self.liked, 6)),
        }

    def _holds(self, expression: Expression) -> Mask:
        if isinstance(expression, Condition):
            return self._meets(expression)
        join = np.logical_and if isinstance(expression, AllOf) else np.logical_or
        found = np.full(len(self.product_of), isinstance(expression, AllOf))
        for part in expression.parts:
            join(found, self._holds(part), out=found)
        return found

    def _meets(self, condition: Condition) -> Mask:
        field = self.known(condition.field)
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

    def _compare(self, field: str, condition: Condition) -> Mask:
        if condition.bound is None:
            raise CatalogueError(f"the condition on {field!r} has no number to compare with")
        if field == "price":
            return self.price.compare(condition)
        if field == "rating":
            return self._rating.compare(condition)
        if field not in self._numbers:
            raise CatalogueError(
                f"{field!r} is not a number in this catalogue; use {field}=value instead"
            )
        return self._numbers[field].compare(condition)

    def _having(self, field: str, values: Sequence[str]) -> Mask:
        mask = np.zeros(len(self.product_of), dtype=bool)
        spell = stem_phrase if field == "category" else fold
        postings = self._postings.get(field)
        for value in values:
            if postings is not None:
                mask[postings.of_word(spell(value))] = True
            if field in self._numbers:
                mask |= self._numbers[field].equal(value)
        return mask


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more


def _entries(parts: Parts, name: str) -> list[dict[str, JsonValue]]:
    return cast(list[dict[str, JsonValue]], parts.values[name])
