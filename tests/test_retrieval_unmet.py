"""Values that nobody has are named with what is near; conditions are written as they are read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from retrieval_samples import make_products

from retrieval.conditions import AllOf, AnyOf, Condition, Expression
from retrieval.documents import product_vectors
from retrieval.filters import parse_where
from retrieval.notation import written
from retrieval.search import Index
from retrieval.unmet import Unknown, unknown_values
from retrieval.word_embeddings import WordEmbeddings

EMBEDDINGS = WordEmbeddings(32)
PRODUCTS = make_products(80)
INDEX = Index(PRODUCTS, product_vectors(PRODUCTS, EMBEDDINGS), EMBEDDINGS)


@pytest.mark.parametrize(
    ("where", "unknown"),
    [
        ("colour=bleu", [Unknown("colour", "bleu", ("blue",))]),
        ("brand!=Northvail", [Unknown("brand", "Northvail", ("Northvale",))]),
        ("(colour=blue or not brand=Sony)", [Unknown("brand", "Sony")]),
        ("category=sandles", [Unknown("category", "sandles", ("sandals",))]),
        ("price<=50 GBP", [Unknown("price", "GBP", ("USD",))]),
        ("id=p-none", [Unknown("id", "p-none")]),
        ("size=43", [Unknown("size", "43")]),
        ("colour=blue|mauve,colour=mauve", [Unknown("colour", "mauve")]),
        ("price<=50 EUR,price>=1,rating>=9,in_stock=yes,waterproof=no", []),
        ("colour=BLUE,category=sandal,brand=oat & ash,id=p-0000", []),
    ],
)
def test_what_no_product_has_is_named(where: str, unknown: list[Unknown]) -> None:
    assert list(unknown_values(INDEX, parse_where(where))) == unknown


_FIELDS = st.sampled_from(["colour", "battery life", "capacity (l)", "not", "a,b"])
_VALUES = st.sampled_from(
    ["blue", "salt and pepper", "L (slim, long)", "a|b", "x<=3", "A > B", "é 7 %"]
)
_BOUNDS = st.decimals(0, 10**9, places=2).map(lambda bound: bound.normalize())
_CLAUSES = st.one_of(
    st.builds(
        Condition,
        _FIELDS,
        st.sampled_from(["in", "not_in"]),
        st.lists(_VALUES, min_size=1, max_size=3).map(tuple),
    ),
    st.builds(
        lambda field, op, bound, unit, strict: Condition(
            field, op, bound=bound, unit=unit, strict=strict
        ),
        _FIELDS,
        st.sampled_from(["min", "max"]),
        _BOUNDS,
        st.sampled_from(["", "g", "fl oz"]),
        st.booleans(),
    ),
)


def _joined(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(several.map(AllOf), several.map(AnyOf))


@given(st.recursive(_CLAUSES, _joined, max_leaves=6))
def test_what_is_written_is_read_as_the_same(expression: Expression) -> None:
    read = parse_where(written(expression))
    assert _flat(AllOf(read)) == _flat(expression)


def _flat(expression: Expression) -> Expression:
    """Lift what is nested in its own kind, and what is alone, as reading does."""
    if isinstance(expression, Condition):
        return expression
    kind, parts = type(expression), []
    for part in map(_flat, expression.parts):
        parts += part.parts if isinstance(part, kind) else [part]
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def test_amounts_are_written_without_exponents() -> None:
    bound = Condition("price", "max", bound=Decimal("1E+3"), unit="EUR")
    assert written(bound) == "price<=1000 EUR"
