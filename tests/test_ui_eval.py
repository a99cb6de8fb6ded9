from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from retrieval.errors import CatalogueError
from ui.cli import app


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [{"id": f"p{at}", "title": f"{kind} no. {at}"} for at, kind in enumerate(("mug", "pot"))]
    (tmp_path / "products.jsonl").write_text("\n".join(map(json.dumps, rows)))
    queries = [
        {"query": "mugs", "ratings": {"p0": "exact"}},
        {"query": "pot", "ratings": {"p1": 1}},
    ]
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    return tmp_path


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["eval", "search", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.model
def test_systems_are_compared(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AISLE_CACHE_DIR", str(data / "cache"))
    monkeypatch.setenv("AISLE_HOME", str(data / "shop"))
    plot = data / "plot.png"
    table = _run("--data", str(data), "--plot", str(plot), "--folds", "2")
    assert "against rrf" in table
    assert "2 queries over 2 products" in table
    assert plot.stat().st_size > 1_000
    report = json.loads(
        _run("--data", str(data), "--system", "hybrid@0.3,hybrid", "--typos", "--wrapped", "--json")
    )
    assert [line["system"] for line in report["systems"]] == ["rrf", "hybrid@0.3", "hybrid"]
    assert "mug" not in {row["query"] for row in report["ndcg_10_by_query"]}
    assert all(0 <= line["ndcg_10"] <= 1 for line in report["systems"])


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="there is no products"):
        _run("--data", str(tmp_path))
