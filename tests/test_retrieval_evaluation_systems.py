from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from retrieval_samples import make_products

from retrieval.catalogue import Product, Variant
from retrieval.errors import CatalogueError
from retrieval.evaluation.baselines import reciprocal_rank_fusion
from retrieval.evaluation.comparison import choose_in_folds, paired_bootstrap
from retrieval.evaluation.judgements import Judgement
from retrieval.evaluation.memory import RememberingEmbeddings
from retrieval.evaluation.noise import with_typing_error, wrapped
from retrieval.evaluation.plot import plot_report
from retrieval.evaluation.report import compare
from retrieval.evaluation.shops import read_judged_shop
from retrieval.evaluation.systems import SYSTEMS, Systems
from retrieval.word_embeddings import WordEmbeddings

PRODUCTS = tuple(sorted(make_products(60), key=lambda product: product.id))


class _Counting(WordEmbeddings):
    """Remembers which texts it was asked for."""

    def __init__(self) -> None:
        super().__init__(32)
        self.asked: list[str] = []

    def embed_query(self, text: str) -> list[float]:
        self.asked.append(text)
        return super().embed_query(text)


def test_a_bootstrap_tells_a_steady_gain_from_chance() -> None:
    random = np.random.default_rng(1)
    baseline = random.random(80)
    better = paired_bootstrap(baseline + 0.05, baseline)
    assert better.mean == pytest.approx(0.05)
    assert better.low > 0
    assert better.p == 0
    noise = paired_bootstrap(baseline + random.normal(0, 0.3, 80), baseline)
    assert noise.low < 0 < noise.high
    assert 0.01 < noise.p < 0.99
    with pytest.raises(CatalogueError, match="no query"):
        paired_bootstrap(np.array([np.nan]), np.array([1.0]))


def test_a_query_has_no_say_in_what_is_chosen_for_it() -> None:
    """Each system is best on one query alone: looking at that query would choose it."""
    lucky = {str(at): np.eye(6)[at] for at in range(6)}
    chosen = choose_in_folds(lucky, 6)
    assert all(chosen[query] != str(query) for query in range(6))
    steady = {"good": np.full(6, 0.6), "bad": np.full(6, 0.5)}
    assert choose_in_folds(steady, 3) == ("good",) * 6
    for folds in (1, 7):
        with pytest.raises(CatalogueError, match="do not fit 6 queries"):
            choose_in_folds(steady, folds)


def test_rank_fusion_by_hand() -> None:
    fused = reciprocal_rank_fusion([np.array([7, 3]), np.array([3, 5])])
    assert fused.tolist() == [3, 7, 5]  # 1/62 + 1/61, then 1/61, then 1/62


def test_every_system_ranks_real_products_and_unknown_ones_are_named() -> None:
    systems = Systems(PRODUCTS, WordEmbeddings(64))
    ids = {product.id for product in PRODUCTS}
    for name in (*SYSTEMS, "hybrid@0", "hybrid@1.0"):
        found = systems.ranking(name)("swift boot")
        assert set(found) <= ids
        assert len(set(found)) == len(found) > 0
    assert systems.ranking("bm25")("xylophone") == []
    for name in ("bm26", "hybrid@2", "hybrid@x", "rrf@1"):
        with pytest.raises(CatalogueError, match=name):
            systems.ranking(name)


def test_weights_reach_the_ranking() -> None:
    products = [
        Product(id=at, title=title, variants=(Variant(id=at),))
        for at, title in (("a", "kettle"), ("b", "pot"))
    ]

    class Contrary(WordEmbeddings):
        def embed_query(self, text: str) -> list[float]:
            return super().embed_query({"kettle": "pot", "pot": "kettle"}.get(text[:-1], "kettle"))

    systems = Systems(products, Contrary(64))
    assert systems.ranking("hybrid@0")("kettle")[0] == "a"
    assert {systems.ranking(f"hybrid@{w}")("kettle")[0] for w in (0, 1)} == {"a", "b"}


def test_a_report_compares_and_chooses() -> None:
    judged = [Judgement(str(at), {"a": 1.0}) for at in range(10)]
    systems = {
        "base": lambda _q: ["b", "a"],
        "good": lambda _q: ["a"],
        "poor": lambda _q: ["b", "c", "a"],
    }
    report = compare(systems, judged, baseline="base", folds=5)
    lines = {line.system: line for line in report.lines}
    assert lines["base"].difference is None
    assert lines["good"].scores.ndcg_10 == lines["best in 5 folds"].scores.ndcg_10 == 1.0
    assert report.chosen == ("good",)
    plain = report.plain()
    assert plain["ndcg_10_by_query"][3] == {
        "query": "3", "base": 0.6309, "good": 1.0, "poor": 0.5, "best in 5 folds": 1.0,
    }  # fmt: skip
    with pytest.raises(CatalogueError, match="'none' is not among"):
        compare(systems, judged, baseline="none")
    with pytest.raises(CatalogueError, match="nothing to choose"):
        compare({"base": systems["base"]}, judged, baseline="base", folds=2)


def test_a_report_becomes_a_picture(tmp_path: Path) -> None:
    judged = [Judgement("q", {"a": 1.0}), Judgement("r", {"b": 1.0})]
    report = compare({"x": lambda _q: ["a"], "y": lambda _q: ["b"]}, judged, baseline="x")
    plot_report(report, tmp_path / "new" / "plot.png")
    assert (tmp_path / "new" / "plot.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(CatalogueError, match="cannot be written"):
        plot_report(report, tmp_path)


def test_vectors_are_remembered_by_embedder_and_text(tmp_path: Path) -> None:
    first = _Counting()
    vectors = RememberingEmbeddings(first, tmp_path).embed_documents(["tea", "mug", "tea"])
    assert vectors[0] == vectors[2] == pytest.approx(WordEmbeddings(32).embed_query("tea"))
    assert sorted(first.asked) == ["mug", "tea"]
    again, other = _Counting(), _Counting()
    assert RememberingEmbeddings(again, tmp_path).embed_documents(["mug", "tea"]) == vectors[1::-1]
    assert again.asked == []
    other.name = "other"
    RememberingEmbeddings(other, tmp_path).embed_documents(["mug"])
    assert other.asked == ["mug"]
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(CatalogueError, match="cannot be kept"):
        RememberingEmbeddings(first, blocked)


def test_typing_errors_touch_one_word_and_repeat() -> None:
    query = "waterproof hiking boots for men"
    typed = {with_typing_error(query, seed) for seed in range(40)}
    assert len(typed) > 20
    assert typed == {with_typing_error(query, seed) for seed in range(40)}
    for text in typed:
        words = zip(text.split(), query.split(), strict=True)
        assert sum(ours != theirs for ours, theirs in words) <= 1
    assert with_typing_error("men 2tb xl", 1) == "men 2tb xl"


def test_wrapping_keeps_the_query_whole() -> None:
    sentences = {wrapped("a {query} & more", seed) for seed in range(30)}
    assert len(sentences) > 5
    assert all("a {query} & more" in sentence for sentence in sentences)


def test_a_judged_folder_is_read(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"no products\.\*"):
        read_judged_shop(tmp_path)
    rows = ('{"id": "b", "title": "Kettle"}', '{"id": "a", "title": "Mug"}')
    (tmp_path / "products.jsonl").write_text("\n".join(rows))
    with pytest.raises(CatalogueError, match=r"no queries\*\.jsonl"):
        read_judged_shop(tmp_path)
    (tmp_path / "queries_dev.jsonl").write_text('{"query": "mug", "ratings": {"a": 1, "z": 0.5}}')
    shop = read_judged_shop(tmp_path)
    assert [product.id for product in shop.products] == ["a", "b"]
    assert shop.unknown == 1
    assert shop.retyped(str.upper).judgements[0].query == "MUG"
    (tmp_path / "queries_test.jsonl").write_text('{"query": "tea", "ratings": {"a": 1}}')
    with pytest.raises(CatalogueError, match="keep one of them"):
        read_judged_shop(tmp_path)
    chosen = read_judged_shop(tmp_path, tmp_path / "queries_test.jsonl")
    assert chosen.judgements == (Judgement("tea", {"a": 1.0}),)
