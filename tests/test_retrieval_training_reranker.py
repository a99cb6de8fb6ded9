"""Training a reranker and its gate, with tiny models: what is in which order, and who says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tiny_models import foreign_products, preferred_queries, tiny_encoder

from retrieval.documents import product_vectors
from retrieval.errors import CatalogueError
from retrieval.evaluation.systems import Systems
from retrieval.inforce import reranker_in_force
from retrieval.reranking import READ, Reranker, product_text, second_order
from retrieval.search import Index
from retrieval.sorts import Sort
from retrieval.trained import Shelf, read_mark, sign
from retrieval.training.gate import weigh
from retrieval.training.options import Options, Size, Way
from retrieval.training.reranker import MODEL, train_reranker
from retrieval.training.service import offer_reranker, ranking_of, with_reranker
from retrieval.training.splits import split_queries
from retrieval.word_embeddings import WordEmbeddings

PRODUCTS = foreign_products()
EMBEDDINGS = WordEmbeddings(32)
INDEX = Index(PRODUCTS, product_vectors(PRODUCTS, EMBEDDINGS), EMBEDDINGS)
SPLIT = split_queries(preferred_queries(), 0)
SIZE = Size(batch=8, longest=24, per_query=1, negatives=7, epochs=3)
OPTIONS = Options(SIZE, rate=3e-3)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_encoder(tmp_path_factory.mktemp("tiny") / "base")


@pytest.fixture(scope="module")
def trained(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    train_reranker(INDEX, SPLIT, OPTIONS, folder, Way(base))
    assert [path.name for path in folder.iterdir()] == [MODEL]
    return folder / MODEL


@pytest.fixture(scope="module")
def untrained(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Chance, with a say that it did not earn."""
    folder = tmp_path_factory.mktemp("chance")
    lazy = replace(OPTIONS, rate=1e-9, size=replace(SIZE, epochs=1))
    train_reranker(INDEX, SPLIT, lazy, folder, Way(base))
    sign(folder / MODEL, "reranker", "base", 0.7)
    return folder / MODEL


def test_it_puts_first_what_other_queries_taught_it(trained: Path) -> None:
    verdict = weigh(ranking_of(INDEX), ranking_of(with_reranker(INDEX, trained)), SPLIT.test)
    assert verdict.better, verdict.words()
    assert verdict.difference.mean > 0.3
    assert INDEX.reranker is None, "the index that was given is left as it was"


def test_only_the_first_hits_move_and_scores_still_fall(trained: Path) -> None:
    index = with_reranker(INDEX, trained)
    plain, again = (each.search("vask mug", limit=60).hits for each in (INDEX, index))
    ids = [[hit.product.id for hit in hits] for hits in (plain, again)]
    assert ids[0] != ids[1]
    assert sorted(ids[0][:READ]) == sorted(ids[1][:READ])
    assert ids[0][READ:] == ids[1][READ:]
    scores = [hit.score for hit in again]
    assert scores == sorted(scores, reverse=True)
    dearest = [each.search("vask mug", sort=Sort.PRICE_DESC).hits for each in (INDEX, index)]
    assert dearest[0] == dearest[1], "an order that was asked for is kept"
    assert index.search("", limit=5).hits == INDEX.search("", limit=5).hits
    assert index.search("vask mug", limit=0).hits == ()


def test_the_share_decides_between_the_two_orders() -> None:
    logits, first = np.array([0.0, 5.0, 1.0], np.float32), np.array([0.9, 0.8, 0.1], np.float32)
    assert second_order(logits, first, 0.0).tolist() == [0, 1, 2]
    assert second_order(logits, first, 1.0).tolist() == [1, 2, 0]
    assert second_order(np.zeros(3, np.float32), first, 1.0).tolist() == [0, 1, 2]


def test_the_better_one_is_kept_and_the_worse_one_is_not(
    trained: Path, untrained: Path, tmp_path: Path
) -> None:
    shelf, folder = Shelf(tmp_path / "models"), tmp_path / "index"
    worse = offer_reranker(untrained, INDEX, SPLIT.test, shelf=shelf, index_folder=folder)
    assert worse.place is None
    assert "nothing was changed" in worse.words
    assert list(shelf.folder.iterdir()) == []
    with pytest.raises(CatalogueError, match="no reranker that passed the gate"):
        reranker_in_force("trained", shelf)
    assert reranker_in_force("off", shelf) is None
    better = offer_reranker(trained, INDEX, SPLIT.test, shelf=shelf, index_folder=folder)
    assert better.place is not None
    assert shelf.reranker() == better.place
    found = reranker_in_force("trained", shelf)
    assert found is not None
    assert found.name == better.place.name
    again = offer_reranker(trained, INDEX, SPLIT.test, shelf=shelf, index_folder=folder)
    assert "very model" in again.words
    worse = offer_reranker(untrained, INDEX, SPLIT.test, shelf=shelf, index_folder=folder)
    assert shelf.reranker() == better.place, "it must beat the one that serves"
    assert {path.name for path in shelf.folder.iterdir()} == {"RERANKER", better.place.name}


@pytest.mark.parametrize("lora", [False, True])
def test_binary_grades_adapters_and_a_run_that_was_left(
    base: Path,
    tmp_path: Path,
    lora: bool,
) -> None:
    options = replace(OPTIONS, lora=lora, grades="binary", size=replace(SIZE, epochs=2))
    whole, kept = tmp_path / "whole", tmp_path / "kept"
    train_reranker(INDEX, SPLIT, options, whole, Way(base))
    train_reranker(INDEX, SPLIT, options, kept, Way(base, stop_after=3))
    train_reranker(INDEX, SPLIT, options, kept, Way(base, resume=True))
    assert read_mark(whole / MODEL) == read_mark(kept / MODEL)
    suffixes = {path.suffix for path in (kept / MODEL).iterdir()}
    assert suffixes == {".json", ".txt", ".safetensors"}


def test_a_trained_reranker_is_a_system_of_the_evaluation(trained: Path) -> None:
    systems = Systems(PRODUCTS, EMBEDDINGS)
    found = systems.ranking(f"reranker:{trained}")("vask mug")
    assert list(found) == list(ranking_of(with_reranker(INDEX, trained))("vask mug"))
    with pytest.raises(CatalogueError, match="no reranker in"):
        systems.ranking("reranker:/nowhere")


def test_what_is_no_reranker_is_refused(base: Path, trained: Path, tmp_path: Path) -> None:
    for folder in (base, tmp_path):
        with pytest.raises(CatalogueError, match=f"no reranker in {folder}"):
            Reranker(folder)
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "aisle.json").write_bytes((trained / "aisle.json").read_bytes())
    with pytest.raises(CatalogueError, match="cannot be loaded"):
        Reranker(broken).warm()
    (broken / "aisle.json").write_text("{")
    with pytest.raises(CatalogueError, match="damaged"):
        Reranker(broken)


def test_what_is_read_of_a_product() -> None:
    assert product_text(PRODUCTS[0]) == "black bell."
