"""The demo shop's reviews: enough of them, true to their stars, and behind every rating."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from statistics import fmean

import pytest

from retrieval.catalogue import Product
from retrieval.demo import SEED, TODAY
from retrieval.demo.opinions import opinions
from retrieval.demo.products import make_products
from retrieval.demo.reviews import Review, make_reviews, rated


@pytest.fixture(scope="module")
def products() -> tuple[Product, ...]:
    return make_products(SEED)


@pytest.fixture(scope="module")
def reviews(products: tuple[Product, ...]) -> tuple[Review, ...]:
    return make_reviews(products, SEED)


def test_there_are_enough_and_all_stars_occur(reviews: tuple[Review, ...]) -> None:
    stars = Counter(review.stars for review in reviews)
    assert len(reviews) >= 8500
    assert set(stars) == {1, 2, 3, 4, 5}
    assert min(stars.values()) > 100
    assert len({review.text for review in reviews}) > 0.9 * len(reviews)
    assert len({review.id for review in reviews}) == len(reviews)


def test_a_rating_is_the_mean_of_its_reviews(
    products: tuple[Product, ...], reviews: tuple[Review, ...]
) -> None:
    given: dict[str, list[int]] = defaultdict(list)
    for review in reviews:
        given[review.product_id].append(review.stars)
    for product in rated(products, reviews):
        stars = given[product.id]
        assert product.rating_count == len(stars)
        assert product.rating == (round(fmean(stars), 1) if stars else None)


def _says(text: str, patterns: tuple[str, ...]) -> bool:
    """Whether a sentence of `patterns` without choices stands in `text`."""
    plain = [pattern for pattern in patterns if "|" not in pattern]
    return any(pattern.lower() in text.lower() for pattern in plain)


def test_the_words_agree_with_the_stars(
    products: tuple[Product, ...], reviews: tuple[Review, ...]
) -> None:
    kind = {product.id: product.category[1] for product in products}
    heard: Counter[str] = Counter()
    for review in reviews:
        known = opinions()[kind[review.product_id]]
        praised = _says(review.text, known.praise)
        grumbled = _says(review.text, known.grumbles)
        assert not (review.stars == 5 and grumbled), review
        assert not (review.stars == 1 and praised), review
        heard["praise"] += praised
        heard["grumbles"] += grumbled
    assert heard["praise"] > 5000
    assert heard["grumbles"] > 1500


def test_a_review_is_one_to_four_clean_sentences_in_the_past(
    products: tuple[Product, ...], reviews: tuple[Review, ...]
) -> None:
    listed = {product.id: product.listed_on for product in products}
    for review in reviews:
        assert 1 <= len(re.split(r"(?<=[.!?]) ", review.text)) <= 4, review.text
        assert not re.search(r"[<>|]|  | ,|\b(\w+) \1\b", review.text.lower()), review.text
        since = listed[review.product_id]
        assert since is not None
        assert since <= review.written_on <= TODAY
        assert re.fullmatch(r"c-\d+", review.customer_id)


def test_every_kind_has_opinions(products: tuple[Product, ...]) -> None:
    assert {product.category[1] for product in products} == set(opinions())
