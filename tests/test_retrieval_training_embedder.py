"""Training an embedder and its gate, with tiny models over a catalogue that only meaning finds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.torch import load_file
from tiny_models import foreign_products, foreign_queries, tiny_encoder

from retrieval.documents import product_vectors
from retrieval.embedding import load_embeddings
from retrieval.errors import CatalogueError
from retrieval.evaluation import judge
from retrieval.generations import build_index, open_index, roll_back
from retrieval.inforce import embedder_in_force, made_by
from retrieval.search import Index
from retrieval.sentence_embedding import SentenceEmbeddings
from retrieval.trained import Shelf, read_mark
from retrieval.training.embedder import MODEL, train_embedder
from retrieval.training.folds import cross_validated
from retrieval.training.gate import weigh
from retrieval.training.lessons import lessons_from
from retrieval.training.options import Options, Size, Way
from retrieval.training.pairs import classification
from retrieval.training.service import offer_embedder, ranking_of
from retrieval.training.splits import Split, split_queries
from retrieval.word_embeddings import WordEmbeddings

PRODUCTS = foreign_products()
SPLIT = split_queries(foreign_queries(), 0)
SIZE = Size(batch=16, longest=16, per_query=1, negatives=2, epochs=8)
OPTIONS = Options(SIZE, rate=5e-3)


def over_words() -> Index:
    embeddings = WordEmbeddings(32)
    return Index(PRODUCTS, product_vectors(PRODUCTS, embeddings), embeddings)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_encoder(tmp_path_factory.mktemp("tiny") / "base")


@pytest.fixture(scope="module")
def trained(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    history = train_embedder(over_words(), SPLIT, OPTIONS, folder, Way(base))
    assert history.best[1] > history.scores[0][1] + 0.2
    assert [path.name for path in folder.iterdir()] == [MODEL]
    return folder / MODEL


def test_what_is_learnt_from_is_not_what_it_is_judged_by(trained: Path) -> None:
    """A held-out query's words are learnt from other queries: the whole search finds it then."""
    present, embeddings = over_words(), load_embeddings(str(trained))
    index = Index(PRODUCTS, product_vectors(PRODUCTS, embeddings), embeddings)
    verdict = weigh(ranking_of(present), ranking_of(index), SPLIT.test)
    assert verdict.better
    assert verdict.difference.mean > 0.2
    assert "On 12 held-out queries" in verdict.words()
    back = weigh(ranking_of(index), ranking_of(present), SPLIT.test)
    assert not back.better


def test_the_weights_are_a_sentence_transformers_folder_without_pickles(trained: Path) -> None:
    mark = read_mark(trained)
    assert mark is not None
    assert load_embeddings(str(trained)).name == mark.name  # type: ignore[attr-defined]
    theirs = SentenceEmbeddings(str(trained)).embed_documents(["red mug", "teal bell . zorp"])
    ours = load_embeddings(str(trained)).embed_documents(["red mug", "teal bell . zorp"])
    assert np.sum(np.multiply(theirs, ours), axis=1) == pytest.approx([1, 1], abs=0.02)
    kinds = {path.suffix for path in trained.rglob("*") if path.is_file()}
    assert kinds == {".json", ".txt", ".safetensors"}


def test_a_run_that_was_left_gives_the_same_weights(base: Path, tmp_path: Path) -> None:
    options = replace(OPTIONS, size=replace(SIZE, epochs=2))
    train_embedder(over_words(), SPLIT, options, tmp_path / "whole", Way(base))
    train_embedder(over_words(), SPLIT, options, tmp_path / "kept", Way(base, stop_after=5))
    assert not (tmp_path / "kept" / MODEL).exists()
    train_embedder(over_words(), SPLIT, options, tmp_path / "kept", Way(base, resume=True))
    whole, kept = (read_mark(tmp_path / name / MODEL) for name in ("whole", "kept"))
    assert whole == kept
    train_embedder(over_words(), SPLIT, options, tmp_path / "kept", Way(base, stop_after=1))
    other = Split(SPLIT.train[1:], SPLIT.validation, SPLIT.test)
    with pytest.raises(CatalogueError, match="other settings or labels"):
        train_embedder(over_words(), other, options, tmp_path / "kept", Way(base, resume=True))


def test_adapters_move_few_weights_and_are_merged(base: Path, tmp_path: Path) -> None:
    options = replace(OPTIONS, lora=True, size=replace(SIZE, epochs=2))
    train_embedder(over_words(), SPLIT, options, tmp_path, Way(base))
    before, after = (
        load_file(base / "model.safetensors"),
        load_file(tmp_path / MODEL / "model.safetensors"),
    )
    moved = {name for name in before if not before[name].equal(after[name])}
    assert set(before) == set(after)
    assert moved
    assert all(name.startswith("encoder.layer.") and name.endswith("weight") for name in moved)


def test_the_better_model_goes_into_service_and_back(trained: Path, tmp_path: Path) -> None:
    folder, shelf = tmp_path / "index", Shelf(tmp_path / "models")
    words = WordEmbeddings(32)
    build_index(PRODUCTS, folder, words)
    present = open_index(folder, words)
    served = offer_embedder(trained, present, SPLIT.test, shelf=shelf, index_folder=folder)
    assert served.place is not None
    assert made_by(folder) == served.place.name
    index = open_index(folder, embedder_in_force("auto", folder, shelf))
    held = judge(ranking_of(index), SPLIT.test).mean
    assert held == served.verdict.trained
    roll_back(folder, words)
    assert made_by(folder) == words.name
    assert shelf.find(served.place.name) is not None, "rolling back twice must be possible"
    again = roll_back(folder, embedder_in_force("auto", folder, shelf, previous=True))
    assert open_index(folder, embedder_in_force("auto", folder, shelf)).generation == again
    same = offer_embedder(trained, index, SPLIT.test, shelf=shelf, index_folder=folder)
    assert "very model that serves already" in same.words
    assert made_by(folder) == served.place.name


def test_the_worse_model_changes_nothing(base: Path, trained: Path, tmp_path: Path) -> None:
    folder, shelf = tmp_path / "index", Shelf(tmp_path / "models")
    good = load_embeddings(str(shelf.put(trained)))
    build_index(PRODUCTS, folder, good)
    present = open_index(folder, good)
    lazy = replace(OPTIONS, rate=1e-9, size=replace(SIZE, epochs=1))
    train_embedder(present, SPLIT, lazy, tmp_path / "run", Way(base))
    before = {path: path.read_bytes() for path in folder.rglob("*.json")}
    served = offer_embedder(
        tmp_path / "run" / MODEL, present, SPLIT.test, shelf=shelf, index_folder=folder
    )
    assert served.place is None
    assert not served.verdict.better
    assert "nothing was changed" in served.words
    assert {path: path.read_bytes() for path in folder.rglob("*.json")} == before
    assert [place.name for place in shelf.folder.iterdir()] == [made_by(folder)]
    assert open_index(folder, embedder_in_force("auto", folder, shelf)).generation == (
        present.generation
    )


def test_chance_is_not_enough() -> None:
    """One query of twelve that gains does not make a model better."""
    ids = [one.query for one in SPLIT.test]
    best = {one.query: [max(one.gains, key=lambda p: one.gains[p])] for one in SPLIT.test}
    lucky = weigh(lambda _q: ["none"], lambda q: best[q] if q == ids[0] else ["none"], SPLIT.test)
    assert lucky.difference.mean > 0
    assert not lucky.better


def test_lessons_tell_right_from_wrong() -> None:
    index = over_words()
    lesson = next(one for one in lessons_from(SPLIT.train, index))
    products = index.products
    assert [products[at].id.split("-")[1] for at in lesson.right] == [lesson.query.split()[0]]
    assert not set(lesson.wrong) & set(lesson.gains)
    assert lessons_from([], index) == ()


def test_an_epoch_is_no_longer_than_allowed(base: Path, tmp_path: Path) -> None:
    told: list[int] = []
    options = replace(OPTIONS, size=replace(SIZE, most=32, epochs=2, judged=3))
    way = Way(base)
    train_embedder(
        over_words(), SPLIT, options, tmp_path, way, tell=lambda _s, _d, of: told.append(of)
    )
    assert told == [4] * 4


def test_pairs_are_classified(trained: Path) -> None:
    embeddings = load_embeddings(str(trained))

    def score(query: str, products: object) -> np.ndarray:
        vector = np.asarray(embeddings.embed_query(query))
        return product_vectors(products, embeddings) @ vector  # type: ignore[arg-type]

    found = classification(score, SPLIT.validation, SPLIT.test, PRODUCTS)
    assert found is not None
    assert (found.pairs, found.positive) == (120, 12)
    assert found.auc is not None
    assert found.auc > 0.7
    assert classification(score, (), SPLIT.test, PRODUCTS) is None


def test_every_query_is_ranked_by_a_fold_that_had_not_seen_it(tmp_path: Path) -> None:
    judged = foreign_queries()

    def trial(split: Split, _folder: Path) -> dict[str, object]:
        seen = {one.query for one in (*split.train, *split.validation)}
        known = {one.query: max(one.gains, key=lambda p: one.gains[p]) for one in judged}
        return {"cheat": lambda query: [known[query]] if query in seen else ["none"]}

    beside = {"base": lambda _q: ["none"]}
    report = cross_validated(judged, beside, trial, tmp_path, folds=4, seed=0)  # type: ignore[arg-type]
    scores = {line.system: line.scores for line in report.lines}
    assert scores["cheat"].ndcg_10 == 0
    assert scores["cheat"].queries == len(judged)
