"""Ways on from a request that nothing meets, against counting by hand; what is nearest."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from retrieval_samples import BRANDS, COLOURS, KINDS, MATERIALS, make_products

from retrieval.conditions import Condition, Expression
from retrieval.documents import product_vectors
from retrieval.filters import parse_where
from retrieval.nearby import has_order, in_order, nearest_first
from retrieval.relaxation import ways_on
from retrieval.search import Index
from retrieval.word_embeddings import WordEmbeddings

EMBEDDINGS = WordEmbeddings(32)
PRODUCTS = make_products(80)
INDEX = Index(PRODUCTS, product_vectors(PRODUCTS, EMBEDDINGS), EMBEDDINGS)

CLAUSES = st.one_of(
    st.sampled_from([f"category={kind}" for kinds in KINDS.values() for kind in kinds]),
    st.sampled_from([f"brand={brand}" for brand in BRANDS]),
    st.sampled_from([f"colour={colour}" for colour in (*COLOURS, "pink")]),
    st.sampled_from([f"material={material}" for material in MATERIALS]),
    st.integers(0, 200).map(lambda amount: f"price<={amount}"),
    st.integers(0, 200).map(lambda amount: f"price>={amount}"),
    st.sampled_from(["rating>=4.5", "rating>=5", "weight<=0.3 kg", "weight>=2 kg", "size=44"]),
    st.sampled_from(["waterproof=yes", "colour!=blue", "(colour=red or size=M)"]),
)


def count(conditions: tuple[Expression, ...]) -> int:
    return INDEX.search("", conditions, limit=0, available_only=True).match_count


@settings(deadline=None)
@given(st.lists(CLAUSES, min_size=1, max_size=5, unique=True))
def test_every_way_on_is_counted_and_none_is_missing(clauses: list[str]) -> None:
    conditions = parse_where(",".join(clauses))
    if count(conditions):
        return
    free = [c for c in conditions if not (isinstance(c, Condition) and c.field == "category")]
    ways = ways_on(INDEX, "", conditions, available_only=True)
    single = [c for c in free if count(tuple(o for o in conditions if o != c))]
    if single:
        assert {way.without for way in ways} == {(c,) for c in single}
    else:
        assert all(len(way.without) > 1 for way in ways)
        pairs = [p for p in combinations(free, 2) if count(tuple(set(conditions) - set(p)))]
        assert not pairs or {way.without for way in ways} == set(pairs)
    for way in ways:
        rest = tuple(c for c in conditions if c not in way.without)
        assert way.count == count(rest)
        if way.widening is not None:
            assert way.widening.count == count((*rest, way.widening.condition)) > 0
            assert 0 <= way.widening.distance <= 1
    order = [(way.distance, -way.count) for way in ways]
    assert order == sorted(order)


@given(st.integers(1, 200), st.sampled_from(("max", "min")))
def test_a_bound_moves_no_further_than_it_must(amount: int, op: str) -> None:
    sign = "<=" if op == "max" else ">="
    conditions = parse_where(f"category=sandals,price{sign}{amount if op == 'min' else 0}")
    conditions = parse_where(f"category=sandals,price{sign}{amount * 10 if op == 'min' else 1}")
    if count(conditions):
        return
    (way,) = ways_on(INDEX, "", conditions, available_only=True)
    assert way.widening is not None
    prices = [
        variant.price.amount
        for product in PRODUCTS
        if product.status == "active" and product.category[-1] == "sandals"
        for variant in product.variants
        if variant.stock and variant.price and variant.price.currency == "USD"
    ]
    figure, bound = way.widening.figure, way.widening.condition.bound
    assert figure == (min(prices) if op == "max" else max(prices))
    assert figure is not None
    assert bound is not None
    assert abs(bound - figure) <= 1
    assert bound == bound.to_integral_value()


def test_words_of_the_query_hold_while_a_condition_goes() -> None:
    conditions = parse_where("price<=0.5,brand=Northvale")
    for way in ways_on(INDEX, "sandals", conditions):
        rest = tuple(c for c in conditions if c not in way.without)
        assert way.count == INDEX.search("sandals", rest, limit=0).match_count


def test_a_value_is_offered_as_the_catalogue_writes_it() -> None:
    (way,) = ways_on(INDEX, "", parse_where("category=sandals,brand=Nobody"))
    assert way.widening is not None
    assert set(way.widening.values) <= set(BRANDS)


@pytest.mark.parametrize(
    ("wanted", "there", "ordered"),
    [
        (["42"], {"45": 9, "41": 1, "38": 3}, ["41", "45", "38"]),
        (["42.5"], {"42": 1, "43": 2}, ["43", "42"]),
        (["M"], {"xs": 5, "L": 1, "s": 1}, ["L", "s", "xs"]),
        (["XXL"], {"m": 5, "xl": 1, "3XL": 1}, ["3XL", "xl", "m"]),
        (["30 cm"], {"32 cm": 1, "24 cm": 4, "3-pack": 9}, ["32 cm", "24 cm", "3-pack"]),
        (["pink"], {"red": 1, "black": 4, "blue": 4}, ["black", "blue", "red"]),
        (["28", "46"], {"36": 1, "45": 1}, ["45", "36"]),
        ([], {"a": 1, "b": 2}, ["b", "a"]),
        (["0"], {"0": 1, "1": 1}, ["0", "1"]),
    ],
)
def test_values_come_nearest_first(
    wanted: list[str], there: dict[str, int], ordered: list[str]
) -> None:
    assert [value for value, _ in nearest_first(wanted, there)] == ordered


def test_sizes_have_an_order_and_none_where_systems_differ() -> None:
    assert in_order(["44", "9", "36"]) == ("9", "36", "44")
    assert in_order(["M", "XS", "XL"]) == ("XS", "M", "XL")
    assert has_order(["62"], ["44", "46"])
    assert has_order(["3XL"], ["M"])
    assert not has_order(["UK 9"], ["44", "46"])
    assert not has_order(["42"], ["S", "M"])
