"""`aisle test --improvise` and `--mutate` as people call them: what they print and write."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from assistant.rehearsal.loading import load_script
from assistant.rehearsal.mutants import MUTANTS
from retrieval import demo
from ui.cli import app

if TYPE_CHECKING:
    from click.testing import Result

pytestmark = pytest.mark.model

SCRIPT = "test_cases:\n  - {test_case: a, steps: [{user: tents, assertions: [act: search]}]}\n"


def aisle(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["test", *map(str, arguments)])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with a few of the demo shop's products, on the bundled embedder."""
    home = tmp_path_factory.mktemp("shop")
    with gzip.open(demo.feed_path(), "rt", encoding="utf-8") as feed:
        lines = [line for line in feed if "Tent" in line or "Kettle" in line]
    path = home / "feed.jsonl"
    path.write_text("".join(lines), encoding="utf-8")
    result = CliRunner().invoke(app, ["index", str(path), "--shop", str(home)])
    assert result.exit_code == 0, result.output
    return home


def test_shoppers_come_and_what_fails_becomes_scripts(home: Path, tmp_path: Path) -> None:
    options = ("--shop", home, "--model", "plain", "--improvise", "12", "--seed", "4")
    told = aisle(*options, "--freeze", tmp_path / "frozen")
    violations = re.search(r"^violations shown as fitting +(\d+)$", told.stdout, re.MULTILINE)
    assert violations, told.output
    assert told.exit_code == (1 if int(violations[1]) else 0)
    again = aisle(*options, "--json")
    report = json.loads(again.stdout)
    assert report["figures"]["shoppers"] == 12
    failed = [v for v in report["visits"] if v["ending"] != "found" or v["violations"]]
    scripts = sorted((tmp_path / "frozen").glob("*.chat.yaml"))
    assert len(scripts) + told.stderr.count(": no script: ") == len(failed)
    assert all(load_script(path).shop == "demo" for path in scripts)


def test_shoppers_cannot_be_worded_without_a_model(home: Path) -> None:
    told = aisle("--shop", home, "--model", "plain", "--improvise", "1", "--reword")
    assert "--reword needs a chat model" in str(told.exception)


def test_scripts_that_do_not_look_let_mutants_live(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "my.chat.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    told = aisle(path, "--mutate", "--shop", home, "--model", "plain")
    assert told.exit_code == 1
    assert re.search(r"^swapped reference +LIVES", told.stdout, re.MULTILINE)
    assert re.search(r"^wrong card price +noticed by", told.stdout, re.MULTILINE)
    assert f"of {len(MUTANTS)} mutants" in told.stdout


def test_mutants_are_hunted_by_the_selected_cases(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "my.chat.yaml"
    two = SCRIPT + SCRIPT.splitlines()[1].replace("test_case: a", "test_case: b, tags: [deep]")
    path.write_text(two, encoding="utf-8")
    told = aisle(path, "--mutate", "--tag", "deep", "--shop", home, "--model", "plain")
    assert "noticed by 1 cases" in told.stdout
    assert "my.chat.yaml: b" in told.stdout
    assert "my.chat.yaml: a" not in told.stdout
