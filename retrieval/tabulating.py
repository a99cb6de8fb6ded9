"""Reads products once and lays out their variants as columns: what `Columns` is made of.

Rows of one product are neighbours, the one to show first: in stock, then the cheapest. Knows
nothing of conditions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from pydantic import JsonValue

from retrieval.catalogue import Money, Product, Quantity, Variant
from retrieval.conditions import field_key
from retrieval.discounts import DISCOUNT, UNIT, discount_of
from retrieval.measures import Measures, PriceColumn
from retrieval.ordering import popularity, preference
from retrieval.parts import Parts
from retrieval.postings import Postings
from retrieval.text import fold, stem_phrase

__all__ = ["column_parts"]


def column_parts(products: Iterable[Product]) -> Parts:
    """Lay out the variants of products, in their order, as arrays and JSON values.

    Every field of words is an inverted list of rows: `words_<n>_starts` and `words_<n>_rows`,
    with its words and its name in the value `fields`; every measured attribute a column
    `measure_<n>`, with name and unit in `measures`.
    """
    tally = _tabulate(products)
    price = PriceColumn.of(tally.prices)
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "product_of": np.array(tally.product_of, dtype=np.int32),
        "variant_of": np.array(tally.variant_of, dtype=np.int32),
        "price_units": price.units,
        "price_currency": price.currency,
        "stocked": np.array(tally.stocked, dtype=np.bool_),
        "active": np.array(tally.active, dtype=np.bool_),
        "kind_of": np.array(tally.kind_of, dtype=np.int32),
        "liked": np.array(tally.liked, dtype=np.float64),
        "stars": np.array(tally.stars, dtype=np.float64),
        "ratings": np.array(tally.ratings, dtype=np.int64),
        "listed": np.array(tally.listed, dtype=np.int64),
    }
    fields: list[JsonValue] = []
    for at, (name, lists) in enumerate(tally.words.items()):
        postings = Postings.of(lists)
        arrays[f"words_{at}_starts"], arrays[f"words_{at}_rows"] = postings.starts, postings.rows
        fields.append({"name": name, "words": list(postings.words)})
    measures: list[JsonValue] = []
    for at, column in enumerate(_columns(tally)):
        arrays[f"measure_{at}"] = column.base
        measures.append({"name": column.field, "unit": column.unit})
    currencies: list[JsonValue] = list(price.currencies)
    return Parts(arrays, {"fields": fields, "measures": measures, "currencies": currencies})


def _columns(tally: _Tally) -> Iterator[Measures]:
    """Give the column of each measured attribute, and that of the discounts."""
    rows = len(tally.product_of)
    for name, entries in tally.measured.items():
        if name != DISCOUNT:
            yield Measures.of(name, rows, entries)
    yield Measures(DISCOUNT, UNIT, np.array(tally.discounts, dtype=np.float64))


@dataclass(slots=True)
class _Tally:
    """Lists that grow product by product; those of rows and those of products.

    `variant_of` is where in its product a row's variant stands; `listed` is an ordinal day, 0
    where unknown; `kinds` numbers the categories by their whole path.
    """

    product_of: list[int] = field(default_factory=list)
    variant_of: list[int] = field(default_factory=list)
    prices: list[Money | None] = field(default_factory=list)
    discounts: list[float] = field(default_factory=list)
    stocked: list[bool] = field(default_factory=list)
    active: list[bool] = field(default_factory=list)
    stars: list[float] = field(default_factory=list)
    ratings: list[int] = field(default_factory=list)
    listed: list[int] = field(default_factory=list)
    liked: list[float] = field(default_factory=list)
    kind_of: list[int] = field(default_factory=list)
    kinds: dict[tuple[str, ...], int] = field(default_factory=dict)
    words: dict[str, dict[str, list[int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    measured: dict[str, list[tuple[int, Quantity]]] = field(
        default_factory=lambda: defaultdict(list)
    )


def _tabulate(products: Iterable[Product]) -> _Tally:
    """Lay out products in their order; each is looked at once."""
    tally = _Tally()
    for position, product in enumerate(products):
        _add_product(tally, product)
        rows = range(len(tally.product_of), len(tally.product_of) + len(product.variants))
        ordered = sorted(enumerate(product.variants), key=lambda pair: preference(pair[1]))
        for row, (at, variant) in zip(rows, ordered, strict=True):
            tally.product_of.append(position)
            tally.variant_of.append(at)
            tally.prices.append(variant.price)
            tally.discounts.append(discount_of(variant))
            tally.stocked.append(variant.stock > 0)
            for name, word in _variant_words(variant):
                tally.words[name][word].append(row)
        _add_words(tally, product, rows)
    return tally


def _add_product(tally: _Tally, product: Product) -> None:
    tally.active.append(product.status == "active")
    tally.stars.append(np.nan if product.rating is None else product.rating)
    tally.ratings.append(product.rating_count)
    tally.listed.append(product.listed_on.toordinal() if product.listed_on else 0)
    tally.liked.append(popularity(product))
    tally.kind_of.append(tally.kinds.setdefault(product.category, len(tally.kinds)))


def _add_words(tally: _Tally, product: Product, rows: range) -> None:
    for name, words in _product_words(product):
        for word in set(words):
            tally.words[name][word].extend(rows)
    for name, value in product.attributes.items():
        if isinstance(value, Quantity):
            tally.measured[field_key(name)].extend((row, value) for row in rows)


def _variant_words(variant: Variant) -> Iterator[tuple[str, str]]:
    yield "id", fold(variant.id)
    for name, option in variant.options.items():
        yield field_key(name), fold(option)


def _product_words(product: Product) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "id", (fold(product.id),)
    yield "category", tuple(_category_names(product.category))
    if product.brand:
        yield "brand", (fold(product.brand),)
    for name, value in product.attributes.items():
        if not isinstance(value, Quantity):
            words = ("yes" if value else "no",) if isinstance(value, bool) else value
            yield field_key(name), tuple(map(fold, words))


def _category_names(path: tuple[str, ...]) -> Iterator[str]:
    """Every run of levels: a category is named by itself, by its path, or by a part of that."""
    levels = [stem_phrase(level) for level in path]
    for start in range(len(levels)):
        for stop in range(start + 1, len(levels) + 1):
            yield " ".join(levels[start:stop])
