"""What the README and the documents claim stays true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from assistant.settings import Settings
from ui.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
QUICKSTART = (ROOT / "docs/quickstart.md").read_text(encoding="utf-8")
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


def test_both_commands_stand_at_the_top() -> None:
    top = "\n".join(README.splitlines()[:25])
    assert "make demo" in top
    assert "make test" in top
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {"demo", "test"} <= set(re.findall(r"^(\w+):", makefile, re.MULTILINE))


def test_the_tree_names_what_is_there() -> None:
    tree = README.split("## The house")[1].split("```")[1]
    room, named = Path(), set()
    for line in tree.strip().splitlines():
        name = line.split()[0]
        room = Path(name) if not line.startswith(" ") else room
        path = ROOT / (name if not line.startswith(" ") else room / name)
        assert path.is_dir(), f"{path} is not there"
        named.add(path)
    packages = {p for p in ROOT.iterdir() if (p / "__init__.py").is_file()}
    rooms = {room for p in packages for room in p.iterdir() if (room / "__init__.py").is_file()}
    assert packages | rooms <= named


def test_every_command_is_there_and_told() -> None:
    told = set(re.findall(r"aisle (?:--shop \S+ )?([a-z]+)\b", README + QUICKSTART))
    there = set(get_command(app).commands)  # type: ignore[attr-defined]
    assert told - {"and"} <= there
    assert there <= set(re.findall(r"^\| `aisle ([a-z]+)", README, re.MULTILINE))


def test_every_setting_is_there_and_told() -> None:
    named = {name.lower() for name in re.findall(r"AISLE_([A-Z_]+)", README + QUICKSTART)}
    assert named == set(Settings.model_fields)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), f"{document.name} links to {target}"
