"""A feed that changed little: what is embedded again, what is kept, and the way back."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from random import Random

import numpy as np
import pytest
from retrieval_samples import make_products

from retrieval.catalogue import Product
from retrieval.errors import CatalogueError
from retrieval.generations import (
    build_index,
    open_index,
    rebuild_index,
    roll_back,
    serving_products,
)
from retrieval.manifest import read_manifest
from retrieval.soundness import store_fault
from retrieval.storage import IndexFolder
from retrieval.word_embeddings import WordEmbeddings

PRODUCTS = make_products(60)


class Counting(WordEmbeddings):
    """Word embeddings that remember which texts they were asked for."""

    def __init__(self, dimensions: int = 32) -> None:
        super().__init__(dimensions)
        self.texts: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.texts += texts
        return super().embed_documents(texts)


def _sold_out(product: Product) -> Product:
    variants = tuple(v.model_copy(update={"stock": 0, "price": None, "list_price": None})
                     for v in product.variants)  # fmt: skip
    return product.model_copy(update={"variants": variants})


def _renamed(product: Product) -> Product:
    return product.model_copy(update={"title": f"{product.title} of oak"})


def _same_answers(folder: Path, scratch: Path, products: list[Product]) -> bool:
    """Whether a generation made step by step answers as one that was made at once."""
    build_index(products, scratch, WordEmbeddings(32))
    stepwise, at_once = (open_index(place, WordEmbeddings(32)) for place in (folder, scratch))
    assert list(stepwise.products) == products
    return all(
        stepwise.search(query, limit=60).hits == at_once.search(query, limit=60).hits
        for query in ("boots", "swift headphones of oak", "a quiet dress")
    )


def test_prices_and_stock_change_without_any_embedding(tmp_path: Path) -> None:
    embeddings = Counting()
    first = build_index(PRODUCTS, tmp_path / "index", embeddings)
    assert (first.embedded, first.reused, first.removed) == (60, 0, 0)
    embeddings.texts.clear()
    after = [_sold_out(product) for product in PRODUCTS]
    second = build_index(after, tmp_path / "index", embeddings)
    assert (second.embedded, second.reused, second.removed) == (0, 60, 0)
    assert embeddings.texts == []
    assert second.generation != first.generation
    assert _same_answers(tmp_path / "index", tmp_path / "scratch", after)


def test_only_changed_texts_are_embedded(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    embeddings = Counting()
    build_index(PRODUCTS, tmp_path / "index", embeddings)
    embeddings.texts.clear()
    after = [*PRODUCTS[3:30], _renamed(PRODUCTS[30]), *PRODUCTS[31:]]
    built = build_index(after, tmp_path / "index", embeddings)
    assert (built.products, built.embedded, built.reused, built.removed) == (57, 1, 56, 3)
    assert set(embeddings.texts) == {
        after[27].title,
        f"{after[27].title}. {after[27].description}".strip(),
    }
    assert _same_answers(tmp_path / "index", tmp_path / "scratch", after)
    assert not caplog.records


@pytest.mark.parametrize("share", [0.05, 0.5])
def test_a_store_is_mended_for_few_changes_and_built_for_many(tmp_path: Path, share: float) -> None:
    build_index(PRODUCTS, tmp_path, WordEmbeddings(32))
    place = IndexFolder(tmp_path)
    before = read_manifest(place.generation(place.current() or ""))
    count = int(share * len(PRODUCTS))
    build_index([*map(_renamed, PRODUCTS[:count]), *PRODUCTS[count:]], tmp_path, WordEmbeddings(32))
    folder = place.generation(place.current() or "")
    after = read_manifest(folder)
    assert store_fault(folder, after) == ""
    mended = after.store.collection == before.store.collection
    assert mended == (share == 0.05)
    assert bool(after.store.churn) == mended


def test_the_same_feed_again_is_no_new_generation(tmp_path: Path) -> None:
    first = build_index(PRODUCTS, tmp_path, WordEmbeddings(32))
    again = build_index(PRODUCTS, tmp_path, WordEmbeddings(32))
    assert again.unchanged
    assert again.generation == first.generation
    assert [f.name for f in (tmp_path / "generations").iterdir()] == [first.generation]
    assert build_index(PRODUCTS, tmp_path, WordEmbeddings(64)).embedded == 60


def test_damaged_vectors_are_made_again(tmp_path: Path) -> None:
    first = build_index(PRODUCTS, tmp_path, WordEmbeddings(32))
    file = tmp_path / "generations" / first.generation / "vectors.npy"
    file.write_bytes(file.read_bytes()[:-4] + b"\7\7\7\7")
    second = build_index(PRODUCTS, tmp_path, WordEmbeddings(32))
    assert (second.unchanged, second.embedded) == (False, 60)


def test_a_damaged_store_is_built_again_from_the_vectors(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = build_index(PRODUCTS, tmp_path, WordEmbeddings(32))
    (graph,) = (tmp_path / "generations" / first.generation / "chroma").rglob("link_lists.bin")
    graph.write_bytes(b"\xff" * 40)
    embeddings = Counting()
    second = rebuild_index(tmp_path, embeddings)
    assert (second.unchanged, second.embedded, embeddings.texts) == (False, 0, [])
    caplog.set_level(logging.WARNING)
    assert open_index(tmp_path, embeddings).search("boots").hits
    assert not caplog.records


@pytest.mark.parametrize("seed", range(6))
def test_a_database_harmed_at_random_is_told_and_never_raises(tmp_path: Path, seed: int) -> None:
    built = build_index(PRODUCTS, tmp_path, WordEmbeddings(32))
    folder = tmp_path / "generations" / built.generation
    database, random = folder / "chroma" / "chroma.sqlite3", Random(seed)
    data = bytearray(database.read_bytes())
    for _ in range(200):
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    database.write_bytes(data)
    assert store_fault(folder, read_manifest(folder))
    assert not rebuild_index(tmp_path, WordEmbeddings(32)).unchanged


def test_another_embedder_is_taken_up_without_the_feed(tmp_path: Path) -> None:
    build_index(PRODUCTS, tmp_path, WordEmbeddings(32))
    assert rebuild_index(tmp_path, WordEmbeddings(64)).embedded == 60
    assert list(open_index(tmp_path, WordEmbeddings(64)).products) == PRODUCTS


def test_rolling_back_and_forth(tmp_path: Path) -> None:
    embeddings = WordEmbeddings(32)
    with pytest.raises(CatalogueError, match="there is no generation before"):
        roll_back(tmp_path, embeddings)
    first = build_index(PRODUCTS[:20], tmp_path, embeddings).generation
    with pytest.raises(CatalogueError, match="there is no generation before"):
        roll_back(tmp_path, embeddings)
    second = build_index(PRODUCTS, tmp_path, embeddings).generation
    assert roll_back(tmp_path, embeddings) == first
    assert list(open_index(tmp_path, embeddings).products) == PRODUCTS[:20]
    assert roll_back(tmp_path, embeddings) == second
    assert list(open_index(tmp_path, embeddings).products) == PRODUCTS
    roll_back(tmp_path, embeddings)
    third = build_index(PRODUCTS[:30], tmp_path, embeddings).generation
    assert roll_back(tmp_path, embeddings) == first
    assert {f.name for f in (tmp_path / "generations").iterdir()} == {first, third}


@pytest.mark.parametrize("harm", ["catalogue.jsonl", "manifest.json", ""])
def test_what_cannot_serve_is_not_rolled_back_to(tmp_path: Path, harm: str) -> None:
    embeddings = WordEmbeddings(32)
    first = build_index(PRODUCTS[:20], tmp_path, embeddings).generation
    second = build_index(PRODUCTS, tmp_path, embeddings).generation
    victim = tmp_path / "generations" / first
    shutil.rmtree(victim) if not harm else (victim / harm).write_bytes(b"{}")
    with pytest.raises(CatalogueError, match="run `aisle index` again"):
        roll_back(tmp_path, embeddings)
    assert open_index(tmp_path, embeddings).generation == second


def test_another_embedders_generation_is_not_rolled_back_to(tmp_path: Path) -> None:
    build_index(PRODUCTS, tmp_path, WordEmbeddings(64))
    build_index(PRODUCTS, tmp_path, WordEmbeddings(32))
    with pytest.raises(CatalogueError, match=r"words-64.*set the embedder back"):
        roll_back(tmp_path, WordEmbeddings(32))


def test_the_serving_products_can_be_read_without_an_embedder(tmp_path: Path) -> None:
    assert list(serving_products(tmp_path)) == []
    build_index(PRODUCTS, tmp_path, WordEmbeddings(32))
    assert list(serving_products(tmp_path)) == PRODUCTS


def test_many_products_keep_their_vectors_over_blocks(tmp_path: Path) -> None:
    products = make_products(5_000)
    build_index(products[:4_990], tmp_path, WordEmbeddings(8))
    old = np.load(next((tmp_path / "generations").glob("*/vectors.npy")))
    built = build_index(products, tmp_path, WordEmbeddings(8))
    assert (built.embedded + built.reused, built.reused >= 4_990) == (5_000, True)
    new = np.load(tmp_path / "generations" / built.generation / "vectors.npy")
    assert np.array_equal(new[:4_990], old)
