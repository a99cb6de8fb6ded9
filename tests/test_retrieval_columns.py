"""Filtering against a naive reading of the same rule, variant by variant."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from retrieval_samples import BRANDS, COLOURS, KINDS, MATERIALS, make_products

from retrieval.catalogue import Product, Quantity, Variant
from retrieval.columns import Columns
from retrieval.conditions import AllOf, AnyOf, Expression, negated
from retrieval.errors import CatalogueError
from retrieval.filters import Condition, parse_where
from retrieval.search import Index
from retrieval.word_embeddings import WordEmbeddings

PRODUCTS = make_products(90)
COLUMNS = Columns(PRODUCTS)
INDEX = Index(PRODUCTS, np.zeros((90, 8), dtype=np.float32), WordEmbeddings(8))


def _values(product: Product, variant: Variant, field: str) -> set[str]:
    if field == "brand":
        return {product.brand.lower()} - {""}
    if field == "category":
        return {level.lower() for level in product.category}
    if field == "in_stock":
        return {"yes" if variant.stock else "no"}
    if field == "id":
        return {product.id, variant.id}
    found = {variant.options[field].lower()} if field in variant.options else set()
    value = product.attributes.get(field)
    if isinstance(value, bool):
        found.add("yes" if value else "no")
    elif isinstance(value, tuple):
        found |= {word.lower() for word in value}
    return found


def _number(product: Product, variant: Variant, field: str, unit: str) -> Decimal | None:
    if field == "price":
        price = variant.price
        return price.amount if price and price.currency == (unit or "USD") else None
    if field == "rating":
        return None if product.rating is None else Decimal(str(product.rating))
    value = product.attributes.get(field)
    if not isinstance(value, Quantity):
        return None
    grams = value.value * (1000 if value.unit == "kg" else 1)
    return Decimal(str(round(grams / (1000 if unit == "kg" else 1), 6)))


def _meets(product: Product, variant: Variant, condition: Condition) -> bool:
    if condition.op in {"in", "not_in"}:
        wanted = {value.lower() for value in condition.values}
        return bool(_values(product, variant, condition.field) & wanted) == (condition.op == "in")
    number = _number(product, variant, condition.field, condition.unit)
    if number is None or condition.bound is None:
        return False
    if number == condition.bound:
        return not condition.strict
    return (number < condition.bound) == (condition.op == "max")


def _naive(conditions: list[Condition]) -> set[str]:
    return {
        product.id
        for product in PRODUCTS
        if product.status == "active"
        and any(all(_meets(product, v, c) for c in conditions) for v in product.variants)
    }


def _words(field: str, values: list[str]) -> st.SearchStrategy[Condition]:
    return st.builds(
        Condition,
        field=st.just(field),
        op=st.sampled_from(("in", "not_in")),
        values=st.lists(st.sampled_from(values), min_size=1, max_size=2).map(tuple),
    )


def _bounds(field: str, units: list[str], numbers: list[str]) -> st.SearchStrategy[Condition]:
    return st.builds(
        Condition,
        field=st.just(field),
        op=st.sampled_from(("min", "max")),
        bound=st.sampled_from(numbers).map(Decimal),
        unit=st.sampled_from(units),
        strict=st.booleans(),
    )


CATEGORIES = [*KINDS, *(kind for kinds in KINDS.values() for kind in kinds)]
CONDITION = st.one_of(
    _words("brand", [*BRANDS, "NORTHVALE", "none of them"]),
    _words("category", CATEGORIES),
    _words("colour", list(COLOURS)),
    _words("size", ["S", "42", "XXL"]),
    _words("material", list(MATERIALS)),
    _words("waterproof", ["yes", "no"]),
    _words("in_stock", ["yes", "no"]),
    _words("id", ["p-0001", "p-0002-0", "p-9999"]),
    _bounds("price", ["", "EUR", "USD", "GBP"], ["0", "5", "49.99", "50", "52.5", "1e9"]),
    _bounds("rating", [""], ["2.5", "4", "4.1", "5"]),
    _bounds("weight", ["g"], ["100", "250", "399.5", "900"]),
    _bounds("weight", ["kg"], ["0.1", "0.25", "0.4"]),
)
CONDITIONS = st.lists(CONDITION, max_size=5)
EXPRESSIONS = st.recursive(
    CONDITION,
    lambda parts: st.one_of(
        st.lists(parts, max_size=3).map(lambda found: AllOf(tuple(found))),
        st.lists(parts, max_size=3).map(lambda found: AnyOf(tuple(found))),
        parts.map(negated),
    ),
    max_leaves=8,
)


@given(CONDITIONS)
@settings(max_examples=400, deadline=None)
def test_filters_equal_the_naive_count(conditions: list[Condition]) -> None:
    expected = _naive(conditions)
    results = INDEX.search("", conditions, limit=1000)
    assert {hit.product.id for hit in results.hits} == expected
    assert results.match_count == len(expected)
    for hit in results.hits:
        assert all(_meets(hit.product, hit.variant, condition) for condition in conditions)


def _found(where: str) -> set[str]:
    mask = COLUMNS.products_of(COLUMNS.mask(parse_where(where)))
    return {PRODUCTS[at].id for at in np.flatnonzero(mask)}


def test_category_ignores_case_and_plural_and_takes_the_subtree() -> None:
    assert _found("category=RUNNING SHOE") == _found("category=running shoes") != set()
    assert _found("category=shoe") > _found("category=running shoes")
    assert _found("category=Shoes > Running Shoes") == _found("category=running shoes")


def test_exclusion_keeps_what_lacks_the_attribute_and_inclusion_does_not() -> None:
    without = {p.id for p in PRODUCTS if "material" not in p.attributes and p.status == "active"}
    assert without
    assert without <= _found("material!=leather")
    assert not without & _found("material=leather|canvas|recycled mesh|cotton")


def test_an_excluded_product_level_value_is_never_returned() -> None:
    for product_id in _found("material!=leather"):
        product = next(p for p in PRODUCTS if p.id == product_id)
        assert "leather" not in product.attributes.get("material", ())


def test_an_unknown_field_is_named_with_near_ones() -> None:
    with pytest.raises(CatalogueError, match=r"no field 'materail'.*material"):
        COLUMNS.mask(parse_where("materail=leather"))


def test_a_bound_on_words_and_a_foreign_unit_are_errors() -> None:
    with pytest.raises(CatalogueError, match="'colour' is not a number"):
        COLUMNS.mask([Condition("colour", "max", bound=Decimal(3))])
    with pytest.raises(CatalogueError, match=r"'weight' is measured in k?g, not in 'hours'"):
        COLUMNS.mask(parse_where("weight<=3 hours"))
    with pytest.raises(CatalogueError, match="'price' is a number"):
        COLUMNS.mask([Condition("price", "in", ("50",))])
    with pytest.raises(CatalogueError, match="no number"):
        COLUMNS.mask([Condition("price", "max")])


def test_measures_compare_across_units() -> None:
    assert _found("weight<=0.25 kg") == _found("weight<=250 g") == _found("weight<=250 grams")
    assert _found("weight=250 g") == _found("weight=0.25 kg") != set()


def test_prices_are_exact_to_the_cent() -> None:
    amounts = sorted({v.price.amount for p in PRODUCTS for v in p.variants if v.price})
    price = amounts[len(amounts) // 2]
    assert _found(f"price<={price}") - _found(f"price<{price}") == _found(
        f"price={price}"
    ) - _found(f"price<{price}")
    assert _found(f"price={price - Decimal('0.0001')}") == set()


def test_an_empty_catalogue_finds_nothing() -> None:
    columns = Columns([])
    assert columns.products_of(columns.mask([])).shape == (0,)


def test_a_field_of_measures_and_words_is_asked_by_either() -> None:
    bottle = Product(
        id="b",
        title="Bottle",
        attributes={"capacity": Quantity(value=0.7, unit="l")},
        variants=(Variant(id="b-1", stock=1),),
    )
    bank = Product(
        id="p", title="Bank", variants=(Variant(id="p-1", options={"capacity": "10000 mAh"}),)
    )
    columns = Columns([bottle, bank])

    def having(value: str) -> list[bool]:
        return columns.mask([Condition("capacity", "in", (value,))]).tolist()

    assert having("10000 mAh") == [False, True]
    assert having("700 ml") == [True, False]
    assert having("3 kg") == [False, False]


def _holds(product: Product, variant: Variant, expression: Expression) -> bool:
    if isinstance(expression, Condition):
        return _meets(product, variant, expression)
    parts = [_holds(product, variant, part) for part in expression.parts]
    return all(parts) if isinstance(expression, AllOf) else any(parts)


@given(EXPRESSIONS, st.booleans())
@settings(max_examples=300, deadline=None)
def test_expressions_equal_the_naive_reading(expression: Expression, available: bool) -> None:
    expected = {
        product.id
        for product in PRODUCTS
        if product.status == "active"
        and any(
            _holds(product, v, expression) and (v.stock or not available) for v in product.variants
        )
    }
    rows = COLUMNS.mask([expression], available_only=available)
    found = np.flatnonzero(COLUMNS.products_of(rows))
    assert {PRODUCTS[at].id for at in found} == expected


def test_what_has_no_price_meets_no_bound_however_it_is_asked() -> None:
    unpriced = {p.id for p in PRODUCTS if all(v.price is None for v in p.variants)}
    assert unpriced
    assert not unpriced & (_found("price<=50") | _found("not price<=50"))


def test_a_category_is_named_by_any_part_of_its_path() -> None:
    shoe = Product(
        id="a", title="Shoe", category=("Men", "Shoes", "Boots"), variants=(Variant(id="a1"),)
    )
    columns = Columns([shoe])
    for name in ("Men", "shoes", "Shoes > Boots", "men > shoe", "Men > Shoes > Boots"):
        assert columns.mask(parse_where(f"category={name}")).all(), name
    assert not columns.mask(parse_where("category=Men > Boots")).any()


def test_ranges_and_values_are_those_of_the_masked_rows() -> None:
    rows = COLUMNS.mask(parse_where("category=shoes"))
    shoes = [p for p in PRODUCTS if p.category[0] == "Shoes" and p.status == "active"]
    for currency in ("USD", "EUR"):
        amounts = [
            v.price.amount
            for p in shoes
            for v in p.variants
            if v.price and v.price.currency == currency
        ]
        found = COLUMNS.range_of("price", rows, currency)
        assert found is not None
        assert (found.low, found.high, found.rows) == (min(amounts), max(amounts), len(amounts))
    assert COLUMNS.range_of("price", rows, "GBP") is None
    blue = sum(v.options["colour"] == "blue" for p in shoes for v in p.variants)
    assert COLUMNS.values("colour", rows)["blue"] == blue
    rated = COLUMNS.range_of("rating", rows)
    assert rated is not None
    assert float(rated.high) == max(p.rating for p in shoes if p.rating is not None)
    weight = COLUMNS.range_of("weight", rows)
    assert weight is not None
    assert COLUMNS.mask(parse_where(f"weight<{weight.low} {weight.unit},category=shoes")).sum() == 0
