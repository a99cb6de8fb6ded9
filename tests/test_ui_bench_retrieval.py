"""What the bench of retrieval stands on: a large feed, filters of a share, plain baselines."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from retrieval_samples import make_products

from retrieval.demo.many import make_many
from retrieval.evaluation.plain_store import PlainStore, exhaustive
from retrieval.search import Index
from retrieval.word_embeddings import WordEmbeddings
from ui.bench.filtering import chosen_filters


def test_many_products_have_ids_of_their_own() -> None:
    products = list(make_many(1_450))  # more than one seed makes
    assert len({product.id for product in products}) == 1_450
    assert {product.id[:3] for product in products} == {"s7-", "s8-"}
    variants = [variant.id for product in products for variant in product.variants]
    assert len(set(variants)) == len(variants)


def test_filters_leave_about_the_share_that_they_are_named_after() -> None:
    products = make_products(400)
    index = Index(products, np.zeros((400, 8), dtype=np.float32), WordEmbeddings(8))
    shares = {
        name: index.matches("", given).allowed.mean()
        for name, given in chosen_filters(products).items()
    }
    assert list(shares) == ["no filter", "in stock", "a tenth", "a hundredth"]
    assert shares["a tenth"] == pytest.approx(0.1, abs=0.06)
    assert 0 < shares["a hundredth"] < shares["a tenth"] < shares["in stock"] < 1
    assert list(chosen_filters([])) == ["no filter", "in stock"]


def test_the_plain_store_filters_by_its_marks(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    vectors = random.standard_normal((300, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    marks = {"all": np.ones(300, dtype=bool), "some": random.random(300) < 0.3}
    with closing(PlainStore(tmp_path / "plain", vectors, marks)) as store:
        for mark, allowed in marks.items():
            best = exhaustive(vectors, vectors[7], 10, allowed)
            assert allowed[best].all()
            assert store.nearest(vectors[7], 10, mark).tolist() == best.tolist()
    few = np.arange(300) == 4
    assert exhaustive(vectors, vectors[7], 10, few).tolist() == [4]
