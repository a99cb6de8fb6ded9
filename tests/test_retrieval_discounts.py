"""What is reduced, and by how much: a filter, an order, and ways on, checked product by product."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from retrieval.catalogue import Money, Product, Quantity, Variant
from retrieval.conditions import Condition, Expression
from retrieval.discounts import FULL_PRICE, ON_SALE, discount_of, off
from retrieval.errors import CatalogueError
from retrieval.filters import parse_where
from retrieval.generations import build_index, open_index
from retrieval.relaxation import ways_on
from retrieval.search import Index
from retrieval.sorts import Sort
from retrieval.word_embeddings import WordEmbeddings
from ui.asked import Asked

EMBEDDINGS = WordEmbeddings(32)


def money(amount: object) -> Money:
    return Money(amount=Decimal(str(amount)), currency="USD")


def product(number: int, *prices: tuple[object, object], kind: str = "lamps") -> Product:
    """A product with a variant a pair of prices: what is asked, and what was."""
    variants = tuple(
        Variant(
            id=f"p-{number}-{at}",
            options={"colour": ("blue", "red", "green")[at % 3]},
            price=money(asked) if asked is not None else None,
            list_price=money(was) if was is not None else None,
            stock=1,
        )
        for at, (asked, was) in enumerate(prices)
    )
    title = f"Plain {kind.removesuffix('s')} {number}"
    return Product(id=f"p-{number:04}", title=title, category=("Home", kind), variants=variants)


def many(seed: int = 3) -> list[Product]:
    random = Random(seed)

    def pair() -> tuple[object, object]:
        was = random.randrange(200, 20_000, 50)
        share = random.choice((0, 0, 0, 1, 10, 20, 33, 50, 75))
        asked = was * (100 - share) / 100
        if random.random() < 0.1:
            return None, None
        return round(asked / 100, 2), was / 100 if asked < was else None

    return [
        product(n, *(pair() for _ in range(random.randint(1, 3))), kind=random.choice(KINDS))
        for n in range(120)
    ]


KINDS = ("lamps", "rugs", "vases")
PRODUCTS = many()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("shop")
    build_index(PRODUCTS, folder, EMBEDDINGS)
    return open_index(folder, EMBEDDINGS)


def percent(variant: Variant) -> Decimal | None:
    """By how much it is reduced, as a person works it out."""
    if variant.price is None:
        return None
    was = variant.list_price or variant.price
    return Decimal(100) - Decimal(100) * variant.price.amount / was.amount


def meeting(test: object) -> set[str]:
    assert callable(test)
    return {
        one.id
        for one in PRODUCTS
        if any((by := percent(variant)) is not None and test(by) for variant in one.variants)
    }


def found(index: Index, where: str | Sequence[Expression], **options: object) -> list[str]:
    conditions = parse_where(where) if isinstance(where, str) else where
    results = index.search("", conditions, limit=500, **options)  # type: ignore[arg-type]
    return [hit.product.id for hit in results.hits]


@pytest.mark.parametrize(
    ("where", "test"),
    [
        ("discount>0", lambda by: by > 0),
        ("discount>=20", lambda by: by >= 20),
        ("discount >= 20 %", lambda by: by >= 20),
        ("discount>=20 percent", lambda by: by >= 20),
        ("discount>20", lambda by: by > 20),
        ("discount>=50", lambda by: by >= 50),
        ("discount<=10", lambda by: by <= 10),
        ("discount<=0", lambda by: by == 0),
        ("not discount>0", lambda by: by == 0),
        ("discount>0 and discount<=20", lambda by: 0 < by <= 20),
        ("discount=50", lambda by: by == 50),
        ("discount>=101", lambda by: by >= 101),
    ],
)
def test_conditions_hold_for_what_a_person_works_out(
    index: Index, where: str, test: object
) -> None:
    assert set(found(index, where)) == meeting(test)


def test_one_and_the_same_variant_is_reduced_and_has_the_rest(index: Index) -> None:
    hits = index.search("", parse_where("discount>=20,colour=red,price<=80"), limit=500).hits
    assert hits
    for hit in hits:
        by = percent(hit.variant)
        assert by is not None
        assert by >= 20
        assert hit.variant.options["colour"] == "red"
        assert hit.variant.price is not None
        assert hit.variant.price.amount <= 80


def test_named_conditions_are_those_of_the_notation(index: Index) -> None:
    assert found(index, (ON_SALE,)) == found(index, "discount>0")
    assert found(index, (FULL_PRICE,)) == found(index, "discount<=0")
    assert found(index, (off(20),)) == found(index, "discount>=20")
    flagged = Asked(where="category=lamps", limit=500, on_sale=True).run(index)
    assert [hit.product.id for hit in flagged.hits] == found(index, "category=lamps,discount>0")


def test_the_most_reduced_come_first(index: Index) -> None:
    hits = index.search("", (ON_SALE,), limit=500, sort=Sort.DISCOUNT).hits
    shown = [percent(hit.variant) for hit in hits]
    assert shown == sorted(shown, reverse=True)  # type: ignore[type-var]
    assert len(hits) == len(meeting(lambda by: by > 0))
    every = index.search("", limit=500, sort=Sort.DISCOUNT).hits
    rates = [percent(hit.variant) for hit in every]
    assert rates == sorted(rates, reverse=True)  # type: ignore[type-var]


def test_a_price_is_reduced_by_what_is_written() -> None:
    reduced = product(1, (80, 100), (66.67, 100), (7, None), (None, None)).variants
    assert [discount_of(variant) for variant in reduced[:3]] == [20.0, 33.33, 0.0]
    assert discount_of(reduced[3]) != discount_of(reduced[3]), "no price, no discount"


@pytest.mark.parametrize("where", ["discount>=ten", "discount>=20 USD", "discount>=20 stars"])
def test_what_is_no_percentage_is_refused(where: str) -> None:
    with pytest.raises(CatalogueError, match="cannot read the filter"):
        parse_where(where)


def test_an_attribute_of_that_name_is_not_looked_at(tmp_path: Path) -> None:
    boastful = product(1, (10, None)).model_copy(
        update={"attributes": {"discount": Quantity(value=90, unit="%")}}
    )
    build_index([boastful, product(2, (9, 10))], tmp_path, EMBEDDINGS)
    index = open_index(tmp_path, EMBEDDINGS)
    assert found(index, "discount>0") == ["p-0002"]


def test_where_nothing_is_reduced_so_far_the_highest_reduction_is_offered(tmp_path: Path) -> None:
    some = [product(1, (80, 105)), product(2, (99, 100)), product(3, (5, None))]
    build_index(some, tmp_path, EMBEDDINGS)
    index = open_index(tmp_path, EMBEDDINGS)
    (way, *_) = ways_on(index, "", (off(50), Condition("category", "in", ("lamps",))))
    assert (way.without, way.count) == ((off(50),), 3)
    assert way.widening is not None
    assert way.widening.condition == off(23), "105 to 80 is 23.8 percent"
    assert way.widening.count == 1


def test_where_nothing_is_reduced_at_all_nothing_less_is_offered(tmp_path: Path) -> None:
    build_index([product(1, (80, None)), product(2, (99, None))], tmp_path, EMBEDDINGS)
    index = open_index(tmp_path, EMBEDDINGS)
    (way,) = ways_on(index, "", (ON_SALE,))
    assert (way.count, way.widening) == (2, None)
