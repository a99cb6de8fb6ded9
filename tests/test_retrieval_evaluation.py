from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from retrieval_samples import make_products

from retrieval.errors import CatalogueError
from retrieval.evaluation import Judgement, Scores, evaluate, judge, read_judgements
from retrieval.search import Index
from retrieval.word_embeddings import WordEmbeddings


def test_by_hand() -> None:
    judgement = Judgement("q", {"a": 1.0, "b": 0.1, "c": 1.0})
    ranking = ["x", "a", "b", *map(str, range(60)), "c"]
    scores = judge(lambda _query: ranking, [judgement]).mean
    found = 1 / math.log2(3) + 0.1 / math.log2(4)
    ideal = 1 + 1 / math.log2(3) + 0.1 / math.log2(4)
    assert scores.ndcg_10 == pytest.approx(found / ideal)
    assert scores.recall_100 == 1.0
    assert scores.mrr_10 == 0.5


def test_only_the_first_ten_and_the_first_hundred_count() -> None:
    late, later = [*"0123456789", "a"], [*map(str, range(100)), "a"]
    judged = [Judgement("q", {"a": 1.0})]
    assert judge(lambda _q: late, judged).mean == Scores(0.0, 0.0, 1.0, 0.0, 1)
    assert judge(lambda _q: later, judged).mean == Scores(0.0, 0.0, 0.0, 0.0, 1)


def test_a_perfect_ranking_scores_one_and_queries_are_averaged() -> None:
    judged = [Judgement("good", {"a": 1.0, "b": 0.1}), Judgement("bad", {"c": 1.0})]
    assert judge(lambda _q: ["a", "b"], judged).mean == Scores(0.5, 0.5, 0.5, 0.5, 2)


def test_a_query_without_exact_products_has_no_recall() -> None:
    judged = [Judgement("q", {"a": 0.1}), Judgement("r", {"b": 1.0})]
    assert judge(lambda _q: ["a", "b"], judged).mean.recall_100 == 1.0


def test_a_query_that_finds_nothing_scores_nothing() -> None:
    judged = [Judgement("q", {"a": 1.0}), Judgement("r", {"b": 1.0})]
    measured = judge(lambda query: ["a"] if query == "q" else [], judged)
    assert measured.values["ndcg_10"].tolist() == [1.0, 0.0]
    assert judge(lambda _q: [], judged).mean == Scores(0, 0, 0, 0, 2)


def test_an_index_is_evaluated_over_its_whole_catalogue() -> None:
    products = make_products(40)
    embeddings = WordEmbeddings(64)
    vectors = np.array(
        embeddings.embed_documents([product.title for product in products]), dtype=np.float32
    )
    wanted = next(product for product in products if product.status == "active")
    scores = evaluate(
        Index(products, vectors, embeddings), [Judgement(wanted.title, {wanted.id: 1})]
    )
    assert scores.recall_100 == 1.0
    assert scores.mrr_10 > 0


def test_judgements_are_read_and_bad_lines_named(tmp_path: Path) -> None:
    path = tmp_path / "judged.jsonl"
    path.write_text('{"query": "tea", "ratings": {"a": "exact", "b": 0.5}}\n\n', encoding="utf-8")
    assert read_judgements(path) == (Judgement("tea", {"a": 1.0, "b": 0.5}),)
    path.write_text('{"query": "tea", "ratings": {"a": "superb"}}', encoding="utf-8")
    with pytest.raises(CatalogueError, match="line 1 is not a judged query"):
        read_judgements(path)
    with pytest.raises(CatalogueError, match="cannot be read"):
        read_judgements(tmp_path / "none.jsonl")
    with pytest.raises(CatalogueError, match="no judged queries"):
        judge(lambda _q: [], [])


@pytest.mark.parametrize("grade", ["-1", "NaN", "1e999", "null", "[1]"])
def test_a_grade_that_is_no_gain_is_refused(tmp_path: Path, grade: str) -> None:
    path = tmp_path / "judged.jsonl"
    path.write_text(f'{{"query": "tea", "ratings": {{"a": {grade}}}}}', encoding="utf-8")
    with pytest.raises(CatalogueError, match="line 1 is not a judged query"):
        read_judgements(path)
