"""The pytest plugin, in a pytest of its own: what it collects, marks, selects and tells."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SCRIPT = """
test_cases:
  - test_case: fine
    tags: [smoke]
    steps: [{user: tents, assertions: [act: search]}]
  - test_case: broken
    tags: [not-smoke]
    steps: [{user: tents, assertions: [act: details]}]
  - test_case: known
    expected_to_fail: there is no cart
    steps: [{user: tents, assertions: [act: cart_add]}]
"""
CONFTEST = f"""
import sys
sys.path.insert(0, {str(TESTS)!r})
made = []

def pytest_aisle_assistant(config):
    from rehearsal_samples import plain
    made.append(plain())
    assert len(made) == 1, "built once a session"
    return made[0]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (tmp_path / "my.chat.yaml").write_text(SCRIPT, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    plugin = ["-p", "assistant.rehearsal.plugin"]
    if _is_installed():
        plugin = []
    command = [sys.executable, "-m", "pytest", *plugin, "--strict-markers", "-W", "error"]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def _is_installed() -> bool:
    from importlib.metadata import entry_points

    return any(
        point.value == "assistant.rehearsal.plugin" for point in entry_points(group="pytest11")
    )


def test_cases_are_tests_and_failures_read_well(folder: Path) -> None:
    code, told = run(folder)
    assert code == 1
    assert "1 failed, 1 passed, 1 xfailed" in told
    assert "act: expected details; got search" in told
    assert "> tents" in told
    assert "my.chat.yaml:8" in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("-m", "smoke"), ["fine"]),
        (("-m", "rehearsal and not smoke"), ["broken", "known"]),
        (("-k", "fine or known"), ["fine", "known"]),
        (("my.chat.yaml::broken",), ["broken"]),
    ],
)
def test_marks_words_and_names_select(
    folder: Path, arguments: tuple[str, ...], names: list[str]
) -> None:
    _, told = run(folder, "--collect-only", "-q", *arguments)
    found = [line.partition("::")[2] for line in told.splitlines() if "::" in line]
    assert found == names


def test_a_known_failure_that_passes_fails(folder: Path) -> None:
    text = SCRIPT.replace("cart_add", "search")
    (folder / "my.chat.yaml").write_text(text, encoding="utf-8")
    code, told = run(folder, "-k", "known")
    assert code == 1
    assert "[XPASS(strict)] there is no cart" in told


def test_a_faulty_script_is_an_error_of_the_collection(folder: Path) -> None:
    (folder / "my.chat.yaml").write_text(SCRIPT.replace("act", "akt"), encoding="utf-8")
    code, told = run(folder)
    assert code == 2
    assert "my.chat.yaml:5: unknown key 'akt'; near: act" in told


def test_a_script_that_does_not_fit_the_catalogue_says_so(folder: Path) -> None:
    text = SCRIPT.replace("act: search", "products: {includes: p-9999}")
    (folder / "my.chat.yaml").write_text(text, encoding="utf-8")
    code, told = run(folder, "-k", "fine")
    assert code == 1
    assert "no product 'p-9999' in the catalogue" in told


def test_nothing_heavy_is_loaded_where_there_is_no_script() -> None:
    heavy = ("torch", "numpy", "pydantic", "yaml", "langchain_core", "assistant.turn")
    code = (
        "import sys, pytest; before = set(sys.modules); import assistant.rehearsal.plugin; "
        f"print(*[m for m in {heavy!r} if m in set(sys.modules) - before])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_it_works_in_several_processes(folder: Path) -> None:
    pytest.importorskip("xdist", reason="pytest-xdist is not needed to run the tests")
    code, told = run(folder, "-n", "2")
    assert code == 1
    assert "1 failed, 1 passed, 1 xfailed" in told
