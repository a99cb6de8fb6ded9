"""`aisle train` on a shop whose shoppers have other words than its catalogue."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tiny_models import foreign_products, foreign_queries, preferred_queries, tiny_encoder
from typer.testing import CliRunner

from assistant.errors import AssistantError
from retrieval.errors import CatalogueError
from ui.cli import app


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "shop"
    monkeypatch.setenv("AISLE_HOME", str(home))
    monkeypatch.setenv("AISLE_CACHE_DIR", str(tmp_path / "cache"))
    rows = [{"id": p.id, "title": p.title, "price": "5.00 USD"} for p in foreign_products()]
    feed = tmp_path / "products.jsonl"
    feed.write_text("\n".join(map(json.dumps, rows)))
    judged = [{"query": one.query, "ratings": dict(one.gains)} for one in foreign_queries()]
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, judged)))
    tiny_encoder(tmp_path / "base")
    run("index", str(feed))
    return tmp_path


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def train(shop: Path, *more: str) -> str:
    given = ("--data", str(shop), "--base", str(shop / "base"), "--epochs", "8")
    return run("train", "embedder", *given, *more)


def serving_embedder(shop: Path) -> str:
    pointed = (shop / "shop" / "index" / "CURRENT").read_text().split()[0]
    manifest = shop / "shop" / "index" / "generations" / pointed / "manifest.json"
    return str(json.loads(manifest.read_text())["embedder"])


@pytest.mark.model
def test_a_better_embedder_serves_and_is_taken_back(shop: Path) -> None:
    bundled = serving_embedder(shop)
    told = json.loads(train(shop, "--rate", "0.005", "--json"))
    assert told["in_service"], told["report"]["verdict"]
    assert serving_embedder(shop).startswith("trained-")
    found = json.loads(run("search", "teal zorp", "--json"))
    assert found[0]["id"].startswith("mug-")
    folder = Path(told["folder"])
    assert {path.name for path in folder.iterdir()} == {
        "curves.png", "model", "report.json", "report.md"
    }  # fmt: skip
    card = (folder / "model" / "README.md").read_text(encoding="utf-8")
    assert "base_model: base" in card
    assert "It serves from now on" in card
    run("index", "--rollback")
    assert serving_embedder(shop) == bundled
    run("search", "teal zorp")
    run("index", "--rollback")
    run("index", str(shop / "products.jsonl"))
    assert serving_embedder(shop).startswith("trained-"), "a new feed keeps the trained embedder"


@pytest.mark.model
def test_a_worse_embedder_changes_nothing_and_says_why(shop: Path) -> None:
    before = (shop / "shop" / "index" / "CURRENT").read_bytes()
    told = train(shop, "--rate", "1e-9")
    assert "held-out queries the trained model has nDCG@10 0." in told
    assert "does not go into service: nothing was changed" in told
    assert (shop / "shop" / "index" / "CURRENT").read_bytes() == before
    assert list((shop / "shop" / "models").iterdir()) == []


@pytest.mark.model
def test_a_run_is_left_and_gone_on_with(shop: Path) -> None:
    assert "with --resume goes on" in train(shop, "--stop-after", "3")
    assert "held-out" in train(shop, "--resume")
    with pytest.raises(CatalogueError, match="no run to go on with"):
        train(shop, "--resume")


@pytest.mark.model
def test_folds_only_measure(shop: Path) -> None:
    before = (shop / "shop" / "index" / "CURRENT").read_bytes()
    report = json.loads(train(shop, "--folds", "2", "--rate", "0.005", "--json"))
    lines = {line["system"]: line for line in report["systems"]}
    assert list(lines) == ["rrf", "hybrid", "trained embedder"]
    assert lines["trained embedder"]["queries"] == 80
    assert lines["trained embedder"]["difference"]["low"] > 0
    assert (shop / "shop" / "index" / "CURRENT").read_bytes() == before


@pytest.mark.model
def test_what_cannot_be_trained_is_said(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = shop / "few.jsonl"
    few.write_text('{"query": "zorp", "ratings": {"mug-red": 1}}')
    with pytest.raises(CatalogueError, match="1 judged queries name a relevant product"):
        run("train", "embedder", "--data", str(few))
    both = CliRunner().invoke(
        app, ["train", "embedder", "--data", str(few), "--behaviour", str(few)]
    )
    assert both.exit_code == 2
    assert "not both" in both.output
    monkeypatch.setenv("AISLE_EMBEDDER", "bundled")
    with pytest.raises(AssistantError, match="Unset AISLE_EMBEDDER"):
        run("train", "embedder", "--data", str(few))


@pytest.mark.model
def test_a_better_reranker_is_the_shops_own_and_used_where_it_is_switched_on(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = [{"query": one.query, "ratings": dict(one.gains)} for one in preferred_queries()]
    (shop / "queries.jsonl").write_text("\n".join(map(json.dumps, judged)))
    given = ("--data", str(shop), "--base", str(shop / "base"), "--rate", "0.003", "--epochs", "4")
    told = json.loads(run("train", "reranker", *given, "--json"))
    assert told["in_service"], told["report"]["verdict"]
    assert "Judged pairs of the held-out queries" in told["report"]
    plain = json.loads(run("search", "jelt mug", "--json"))
    monkeypatch.setenv("AISLE_RERANKER", "trained")
    again = json.loads(run("search", "jelt mug", "--json"))
    assert again[0]["id"].endswith("-white")
    assert [found["id"] for found in again] != [found["id"] for found in plain]
    model = Path(told["folder"]) / "model"
    systems = f"hybrid,reranker:{model},embedder:{shop / 'base'}"
    report = json.loads(run("eval", "search", "--data", str(shop), "--system", systems, "--json"))
    assert [line["system"] for line in report["systems"]] == ["rrf", *systems.split(",")]
    scores = {line["system"]: line["ndcg_10"] for line in report["systems"]}
    assert scores[f"reranker:{model}"] > scores["hybrid"]


@pytest.mark.model
def test_a_reranker_that_is_not_there_is_said(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AISLE_RERANKER", "trained")
    with pytest.raises(CatalogueError, match="no reranker that passed the gate"):
        run("search", "mug")
