from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pytest
from retrieval_samples import make_products

from retrieval.catalogue import Money, Product, Variant
from retrieval.documents import product_vectors
from retrieval.errors import CatalogueError
from retrieval.filters import Condition, parse_where
from retrieval.search import Index, Sort
from retrieval.word_embeddings import WordEmbeddings

EMBEDDINGS = WordEmbeddings(64)


def make_index(products: list[Product]) -> Index:
    return Index(products, product_vectors(products, EMBEDDINGS), EMBEDDINGS)


INDEX = make_index(make_products(80))


def _product(product_id: str, title: str, *variants: Variant, **more: object) -> Product:
    return Product.model_validate({"id": product_id, "title": title, "variants": variants, **more})


def _variant(own: str, price: str | None, stock: int = 1, **options: str) -> Variant:
    money = None if price is None else Money(amount=Decimal(price), currency="USD")
    return Variant(id=own, price=money, stock=stock, options=options)


def test_the_nearest_come_first_and_say_whether_they_match() -> None:
    results = INDEX.search("hiking boots", limit=80)
    boots = [hit for hit in results.hits if hit.product.category[-1] == "hiking boots"]
    assert list(results.hits[: len(boots)]) == boots
    assert results.match_count == len(boots) == sum(hit.matches for hit in results.hits) > 0
    scores = [hit.score for hit in results.hits]
    assert scores == sorted(scores, reverse=True)


def test_the_same_search_gives_the_same_hits_in_the_same_order() -> None:
    again = make_index(make_products(80))
    for query in ("boots", "Swift headphone", "blue", ""):
        first = [(hit.product.id, hit.score) for hit in INDEX.search(query, limit=80).hits]
        assert first == [(hit.product.id, hit.score) for hit in again.search(query, limit=80).hits]
        assert first == sorted(first, key=lambda pair: (-pair[1], pair[0]))


def test_filtered_ranking_equals_ranking_all_and_filtering_after() -> None:
    """Exact under filters: the hits are those of the whole catalogue that meet the filter."""
    conditions = parse_where("colour=blue,price<=120")
    allowed = {hit.product.id for hit in INDEX.search("", conditions, limit=999).hits}
    vector = np.asarray(EMBEDDINGS.embed_query("quiet headphones"))
    cosines = dict(
        zip(
            (product.id for product in INDEX.products),
            INDEX.similarity("quiet headphones", [product.id for product in INDEX.products]),
            strict=True,
        )
    )
    assert vector.shape == (64,)
    best = max(allowed, key=lambda found: (cosines[found], found))
    hits = INDEX.search("quiet headphones", conditions, limit=999).hits
    assert {hit.product.id for hit in hits} == allowed
    assert cosines[hits[0].product.id] == pytest.approx(cosines[best])


def test_the_fitting_variant_is_in_stock_then_cheapest() -> None:
    index = make_index(
        [
            _product(
                "a",
                "Lamp",
                _variant("sold-out", "10", 0, colour="red"),
                _variant("dear", "30", colour="red"),
                _variant("cheap", "20", colour="red"),
                _variant("other", "5", colour="blue"),
                _variant("unpriced", None, colour="red"),
            )
        ]
    )
    assert index.search("", parse_where("colour=red")).hits[0].variant.id == "cheap"
    assert index.search("", parse_where("colour=red,price<=15")).hits[0].variant.id == "sold-out"
    assert index.search("", parse_where("colour=red,price<=15"), available_only=True).hits == ()
    assert index.search("").hits[0].variant.id == "other"


def test_conditions_must_be_met_by_one_and_the_same_variant() -> None:
    index = make_index(
        [_product("a", "Boot", _variant("1", "90", size="42"), _variant("2", "40", size="43"))]
    )
    assert index.search("", parse_where("size=42,price<=50")).match_count == 0
    assert index.search("", parse_where("size=43,price<=50")).match_count == 1


def test_discontinued_products_are_never_found_and_still_known() -> None:
    gone = _product("gone", "Green kettle", _variant("g", "9"), status="discontinued")
    index = make_index([gone, _product("kept", "Red kettle", _variant("k", "9"))])
    for query in ("green kettle", "kettle", ""):
        assert [hit.product.id for hit in index.search(query).hits] == ["kept"]
    assert index.product("gone") == gone
    assert index.product("never") is None


@pytest.mark.parametrize("sort", [Sort.PRICE_ASC, Sort.PRICE_DESC, Sort.RATING, Sort.NEWEST])
def test_orders_hold_over_all_matches_not_only_the_first_page(sort: Sort) -> None:
    conditions = parse_where("category=shoes")
    everything = INDEX.search("shoes", conditions, limit=999, sort=sort)
    assert everything.match_count == len(everything.hits) > 5
    assert INDEX.search("shoes", conditions, limit=3, sort=sort).hits == everything.hits[:3]


def test_price_order_is_ascending_within_a_currency_and_unpriced_last() -> None:
    hits = INDEX.search("", parse_where("category=shoes"), limit=999, sort=Sort.PRICE_ASC).hits
    prices = [hit.variant.price for hit in hits]
    order = [
        (p is None, p is not None and p.currency != "USD", p.amount if p else 0) for p in prices
    ]
    assert order == sorted(order)
    assert {price.currency for price in prices if price} == {"USD", "EUR"}
    assert prices[-1] is None


def test_rating_and_newest_orders() -> None:
    rated = INDEX.search("", limit=999, sort=Sort.RATING).hits
    stars = [hit.product.rating or 0 for hit in rated]
    assert stars == sorted(stars, reverse=True)
    newest = INDEX.search("", limit=999, sort=Sort.NEWEST).hits
    days = [hit.product.listed_on for hit in newest]
    assert days == sorted(days, reverse=True)  # type: ignore[type-var]


def test_words_that_conditions_already_say_do_not_narrow_the_count() -> None:
    conditions = parse_where("category=running shoes,price<=100")
    alone = INDEX.search("", conditions)
    spoken = INDEX.search("running shoes under $100", conditions)
    assert spoken.match_count == alone.match_count > 0


def test_what_the_catalogue_does_not_carry_matches_nothing() -> None:
    results = INDEX.search("xylophone")
    assert results.match_count == 0
    assert not any(hit.matches for hit in results.hits)


def test_a_typing_error_is_mended() -> None:
    right, wrong = INDEX.search("headphones", limit=5), INDEX.search("headfones", limit=5)
    assert [hit.product.id for hit in right.hits] == [hit.product.id for hit in wrong.hits]
    assert right.match_count == wrong.match_count > 0


@pytest.mark.parametrize(
    "query",
    ["", "   ", "\x00", "\ud800", "👟" * 500, "x" * 100_000, "靴", "'; DROP TABLE--", "%s %d"],
)
def test_any_query_is_answered(query: str) -> None:
    results = INDEX.search(query, limit=5)
    assert len(results.hits) == 5


def test_limits() -> None:
    assert INDEX.search("shoes", limit=1).hits == INDEX.search("shoes", limit=9).hits[:1]
    assert len(INDEX.search("shoes", limit=10_000).hits) <= len(INDEX.products)


def test_similarity_needs_known_products() -> None:
    first = INDEX.products[0]
    assert INDEX.similarity(first.title, [first.id])[0] > 0.5
    with pytest.raises(CatalogueError, match="'nope'"):
        INDEX.similarity("boots", ["nope"])


def test_an_embedder_of_another_length_is_refused() -> None:
    products = make_products(5)
    index = Index(products, product_vectors(products, EMBEDDINGS), WordEmbeddings(32))
    with pytest.raises(CatalogueError, match=r"64 numbers .* makes 32.*aisle index"):
        index.search("boots")


def test_vectors_must_be_as_many_as_products() -> None:
    with pytest.raises(CatalogueError, match="5 products have 4 vectors"):
        Index(make_products(5), np.zeros((4, 8), dtype=np.float32), EMBEDDINGS)


@dataclass
class _Store:
    """A vector store that remembers what it was asked."""

    asked: int = 0

    def __call__(self, vector: np.ndarray, count: int) -> np.ndarray:
        self.asked += 1
        return np.arange(min(count, 40), dtype=np.int64)


def test_the_vector_store_answers_only_unfiltered_queries() -> None:
    store = _Store()
    products = make_products(40)
    vectors = product_vectors(products, EMBEDDINGS)
    index = Index(products, vectors, EMBEDDINGS, nearest=store)
    index.search("boots", [Condition("colour", "in", ("blue",))])
    index.search("boots", available_only=True)
    index.search("")
    assert store.asked == 0
    found = index.search("boots", limit=40)
    assert store.asked == 1
    exact = Index(products, vectors, EMBEDDINGS).search("boots", limit=40)
    assert [hit.product.id for hit in found.hits] == [hit.product.id for hit in exact.hits]


def test_products_like_one_are_of_its_kind_and_never_itself() -> None:
    seed = INDEX.search("hiking boots").hits[0].product
    found = INDEX.similar(seed.id, limit=99)
    assert found.match_count > 0
    assert seed.id not in {hit.product.id for hit in found.hits}
    assert all(hit.product.category == seed.category for hit in found.hits[: found.match_count])
    cheaper = INDEX.similar(seed.id, parse_where("price<60 USD,colour!=red"), limit=99)
    for hit in cheaper.hits:
        assert hit.variant.price is not None
        assert hit.variant.price.amount < 60
        assert hit.variant.options["colour"] != "red"
    with pytest.raises(CatalogueError, match="no product 'never'"):
        INDEX.similar("never")


def test_ideas_differ_more_than_the_nearest_and_are_the_same_every_time() -> None:
    plain = INDEX.search("shoes", limit=6)
    ideas = INDEX.search("shoes", limit=6, diverse=True)
    again = INDEX.search("shoes", limit=6, diverse=True)
    assert ideas == again
    assert ideas.match_count == plain.match_count
    assert ideas.hits[0] == plain.hits[0]
    kinds = [{hit.product.title for hit in found.hits} for found in (plain, ideas)]
    assert len(kinds[1]) >= len(kinds[0])
    assert ideas.hits != plain.hits, "nothing was mixed"


def test_a_limit_of_zero_only_counts_and_a_negative_one_is_refused() -> None:
    counted = INDEX.search("", parse_where("category=shoes"), limit=0)
    assert counted.hits == ()
    assert counted.match_count > 0
    with pytest.raises(CatalogueError, match="below zero"):
        INDEX.search("boots", limit=-1)
    assert len(INDEX.search("", limit=10_000_000).hits) < 81


def test_what_only_descriptions_speak_of_is_not_found_in_any_colour() -> None:
    blue = _variant("a-1", "10.00", colour="blue")
    lamp = _product("a", "Blue Lamp", blue, description="Stands well beside a sofa.")
    index = Index([lamp], product_vectors([lamp], EMBEDDINGS), EMBEDDINGS)
    for where in ("", "colour=blue"):
        assert index.search("sofa", parse_where(where)).match_count == 0
        assert index.search("lamp", parse_where(where)).match_count == 1
    assert index.search("lamp sofa").match_count == 1
