"""The command line itself: quick to answer, plain about errors. No weights are loaded here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from retrieval.feeds import FORMATS

ROOT = Path(__file__).parent.parent
COMMANDS = ["chat", "serve", "index", "search", "understand", "doctor", "bench"]


def aisle(*arguments: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    environment.pop("AISLE_HOME", None)
    if home is not None:
        environment["AISLE_HOME"] = str(home)
    return subprocess.run(
        [sys.executable, "-c", "from ui.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_help_is_quick_and_names_every_command() -> None:
    took, plain = [], []
    for _ in range(3):
        began = time.perf_counter()
        answer = aisle("--help")
        took.append(time.perf_counter() - began)
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import typer.main, rich, pydantic"], check=True)
        plain.append(time.perf_counter() - began)
    assert answer.returncode == 0
    assert all(f" {command} " in answer.stdout for command in COMMANDS)
    assert min(took) < 4 * min(plain), "slower than its libraries: what is loaded at import?"


def test_the_command_line_loads_nothing_heavy() -> None:
    code = (
        "import ui.cli, sys; heavy = {'torch', 'transformers', 'gradio', 'chromadb', 'fastapi',"
        "'sentence_transformers', 'sqlalchemy', 'langchain_core', 'numpy', 'lxml'};"
        "import typer.main; typer.main.get_command(ui.cli.app);"
        "ours = {name for name in sys.modules if name.startswith('retrieval.feeds')};"
        "print(sorted((heavy & set(sys.modules)) | ours))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert answer.stdout.strip() == "[]"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_help_and_takes_a_shop(command: str) -> None:
    answer = aisle(command, "--help")
    assert answer.returncode == 0
    assert "--shop" in answer.stdout


@pytest.mark.parametrize("place", ["before", "after", "environment"])
def test_the_shop_is_named_before_or_after_the_command_or_in_the_environment(
    place: str, tmp_path: Path
) -> None:
    (tmp_path / "settings.toml").write_text("port = 'none'")  # read, so complained of
    named = {
        "before": lambda: aisle("--shop", str(tmp_path), "search", "shoes"),
        "after": lambda: aisle("search", "shoes", "--shop", str(tmp_path)),
        "environment": lambda: aisle("search", "shoes", home=tmp_path),
    }
    answer = named[place]()
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert "port = 'none'" in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert "Traceback" not in answer.stderr


def test_the_shop_after_the_command_wins(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("port = 'none'")
    other = tmp_path / "other"
    answer = aisle("--shop", str(other), "search", "x", "--shop", str(tmp_path))
    assert "port = 'none'" in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["search", "shoes", "--where", "price<<3"], "cannot read the filter"),
        (["search", "shoes", "--similar-to", "p-1"], "not both"),
        (["index", "nowhere.jsonl"], "nowhere.jsonl"),
        (["index", str(ROOT / "README.md")], "in no format we know"),
    ],
)
def test_an_error_is_one_line_and_exit_code_1(
    arguments: list[str], said: str, tmp_path: Path
) -> None:
    answer = aisle(*arguments, "--shop", str(tmp_path))
    assert answer.returncode == 1
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["chat", "--nonsense"], ["search", "x", "-k", "0"], ["index"]]
)
def test_a_usage_error_is_exit_code_2(arguments: list[str]) -> None:
    answer = aisle(*arguments)
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr


def test_a_taken_port_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        began = time.perf_counter()
        answer = aisle("serve", "--port", str(taken.getsockname()[1]), "--shop", str(tmp_path))
    assert answer.returncode == 1
    assert "--port" in answer.stderr
    assert time.perf_counter() - began < 10


@pytest.mark.model
def test_the_doctor_tells_what_is_missing(tmp_path: Path) -> None:
    answer = aisle("doctor", "--json", "--shop", str(tmp_path / "shop"))
    assert answer.returncode == 1
    found = json.loads(answer.stdout)
    assert found["ok"] is False
    assert "aisle index" in found["index"]["problem"]
    assert found["model"]["problem"] is None
    assert found["embedder"]["dimensions"] == "384"
    assert found["reranker"]["in force"] == "off"
    assert found["store"]["revision"]


def test_a_variable_that_is_no_setting_is_told_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AISLE_EMBEDER", "x")
    answer = aisle("index", "nowhere.jsonl", "--shop", str(tmp_path))
    first, *_ = answer.stderr.splitlines()
    assert first == (
        "aisle: the variable AISLE_EMBEDER is no setting and is ignored: is AISLE_EMBEDDER meant?"
    )


def test_the_help_of_index_names_every_format() -> None:
    named = aisle("index", "--help").stdout
    assert [form for form in FORMATS if form not in named] == []
