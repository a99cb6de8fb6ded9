"""`GET /v1/search`: what is found, and what of a wish is refused with a problem document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient
from retrieval_samples import make_products
from scripted import ScriptedAssistant

from retrieval.documents import product_vectors
from retrieval.search import Index
from retrieval.word_embeddings import WordEmbeddings
from ui.api import create_api
from ui.handles import Handles
from ui.replies import Replies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EMBEDDINGS = WordEmbeddings(64)
PRODUCTS = make_products(80)
INDEX = Index(PRODUCTS, product_vectors(PRODUCTS, EMBEDDINGS), EMBEDDINGS)


def served(index: Callable[[], Index] | None) -> TestClient:
    assistant = ScriptedAssistant()
    handles = Handles("a secret of at least thirty-two letters")
    return TestClient(create_api(assistant, Replies(assistant), handles, index))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with served(lambda: INDEX) as client:
        yield client


def found(client: TestClient, **asked: str | int) -> dict[str, Any]:
    answer = client.get("/search", params=asked)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_words_and_conditions(client: TestClient) -> None:
    told = found(client, q="swift sandals", where="price<=120,colour=blue|black", k=5)
    assert 0 < len(told["products"]) <= 5
    assert told["match_count"] >= sum(product["matches"] for product in told["products"])
    for product in told["products"]:
        assert float(product["price"]) <= 120
        assert product["currency"] == "USD"
        assert 0 <= product["score"] <= 1


def test_misspelt_words_are_told_as_they_were_read(client: TestClient) -> None:
    assert found(client, q="swift sandla")["searched"] == "swift sandal"


def test_an_order_holds_over_the_whole_catalogue(client: TestClient) -> None:
    prices = [
        float(product["price"])
        for product in found(client, where="price>0", sort="price_asc", k=30)["products"]
    ]
    assert prices == sorted(prices)
    assert len(prices) > 5


@pytest.mark.parametrize(
    ("asked", "notes"),
    [
        ({"q": "sandals", "where": "price<=120"}, []),
        ({"where": "brand!=Northvail"}, ["no product has the brand 'Northvail'; near: Northvale"]),
        ({"where": "price<=50 GBP", "k": 1}, ["no price is in 'GBP', but in USD", "without price"]),
        ({"where": "rating>=5"}, ["without rating>=5: "]),
        ({"similar_to": "p-0001", "where": "price<=1"}, ["without price<=1: "]),
    ],
)
def test_what_stands_in_the_way_is_noted(
    client: TestClient, asked: dict[str, str | int], notes: list[str]
) -> None:
    told = found(client, **asked)["notes"]
    assert len(told) == len(notes)
    assert all(note.startswith(begin) for note, begin in zip(told, notes, strict=True))


def test_products_like_one(client: TestClient) -> None:
    first = found(client, q="sandals", k=1)["products"][0]
    like = found(client, similar_to=first["id"], k=5)["products"]
    assert first["id"] not in {product["id"] for product in like}
    assert like[0]["category"] == first["category"]


def test_only_what_can_be_bought(client: TestClient) -> None:
    every, stocked = found(client, k=200), found(client, k=200, available="true")
    assert stocked["match_count"] < every["match_count"]
    assert all(product["in_stock"] for product in stocked["products"])


def test_ideas_that_differ(client: TestClient) -> None:
    plain = [product["id"] for product in found(client, q="shoe", k=5)["products"]]
    mixed = [product["id"] for product in found(client, q="shoe", k=5, diverse="true")["products"]]
    assert plain[0] == mixed[0]
    assert plain != mixed


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"q": "shoes", "k": 0}, "k: "),
        ({"q": "shoes", "k": 10_000_000}, "k: "),
        ({"q": "shoes", "k": "many"}, "k: "),
        ({"q": "x" * 1_001}, "q: "),
        ({"where": "price<<3"}, "cannot read the filter"),
        ({"where": "sparkle=yes"}, "no field 'sparkle'; it has price, brand, category, "),
        ({"where": "pricee<=5"}, "no field 'pricee'; near names: price"),
        ({"where": "colour=blue;price<=5"}, "a comma, `and` or `or` parts two clauses"),
        ({"where": "price<=cheap"}, "a number"),
        ({"where": "(" * 30}, "levels"),
        ({"sort": "loveliest"}, "sort: "),
        ({"similar_to": "p-none"}, "no product 'p-none'"),
        ({"similar_to": "p-0001", "q": "shoes"}, "not both"),
        ({"diverse": "true", "sort": "rating"}, "leave out"),
        ({"query": "shoes"}, "query: "),
    ],
)
def test_what_is_wrong_is_named(client: TestClient, asked: dict[str, str | int], said: str) -> None:
    answer = client.get("/search", params=asked)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]


def test_without_a_catalogue_there_is_no_search() -> None:
    with served(None) as client:
        assert client.get("/search").status_code == 404
