"""Prompt files: every value asked for and no other, malformed files named, the fixed part."""

from __future__ import annotations

import importlib
import re
import shutil
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import pytest

import prompts
from prompts import Message, Prompt, PromptError, load, render

NAMES = sorted(
    name.name.removesuffix(".en.md")
    for name in files("prompts").iterdir()
    if name.name[-3:] == ".md"
)


def prompt(*messages: tuple[str, str]) -> Prompt:
    made = tuple(Message(role, text) for role, text in messages)  # type: ignore[arg-type]
    return Prompt("test", "en", 1, made)


@pytest.fixture
def spare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The same package in another folder, so that it reads the prompt files put there."""
    home = tmp_path / f"spare_{tmp_path.name}"
    home.mkdir()
    shutil.copy(str(prompts.__file__), home)
    monkeypatch.syspath_prepend(tmp_path)
    return importlib.import_module(home.name)


def write(package: ModuleType, name: str, text: str) -> None:
    (Path(str(package.__file__)).parent / f"{name}.en.md").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_of_ours_loads_and_takes_its_values(name: str) -> None:
    found = load(name)
    wanted = {place for m in found.messages for place in re.findall(r"\{\{(\w+)\}\}", m.content)}
    filled = render(name, **dict.fromkeys(wanted, "7"))
    assert [m.role for m in filled] == [m.role for m in found.messages]
    assert not [m for m in filled if "{{" in m.content]
    assert found.messages[0].role == "system"
    assert found.messages[-1].role == "user"


@pytest.mark.parametrize("name", NAMES)
def test_what_comes_before_the_first_place_is_fixed(name: str) -> None:
    found = load(name)
    assert found.fixed == found.messages[:-1]
    assert found.fixed == render(name, **_values(found))[: len(found.fixed)]


def _values(found: Prompt) -> dict[str, str]:
    places = {p for m in found.messages for p in re.findall(r"\{\{(\w+)\}\}", m.content)}
    return dict.fromkeys(places, "x")


def test_values_are_filled_once_and_stay_as_they_are() -> None:
    made = prompt(("user", "{{a}} and {{a}} and {b} and {{b}}"))
    (message,) = made.render(a="{{b}}", b=r"\1 {{a}}")
    assert message.content == r"{{b}} and {{b}} and {b} and \1 {{a}}"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, r"missing \['a', 'b'\], not asked for \[\]"),
        ({"a": "1"}, r"missing \['b'\]"),
        ({"a": "1", "b": "2", "c": "3"}, r"not asked for \['c'\]"),
    ],
)
def test_a_missing_or_extra_value_raises(values: dict[str, str], words: str) -> None:
    with pytest.raises(PromptError, match=words):
        prompt(("system", "{{a}}"), ("user", "{{b}}")).render(**values)


def test_fixed_of_a_prompt_without_places_is_all_of_it() -> None:
    made = prompt(("system", "a"), ("user", "b"))
    assert made.fixed == made.messages
    assert made.render() == made.messages
    assert prompt(("system", "{{a}}"), ("user", "b")).fixed == ()


def test_there_is_no_such_prompt() -> None:
    with pytest.raises(
        PromptError, match=r"no prompt 'nonsense' for locale 'xx': add nonsense.xx.md"
    ):
        load("nonsense", "xx")


def test_a_sound_file_is_read(spare: ModuleType) -> None:
    text = "---\nlocale: en\nversion: 12\n---\n\n# system\nBe kind.\n# no role\n\n# user\n{{x}}\n"
    write(spare, "hi", text)
    found = spare.load("hi")
    assert found.version == 12
    assert [(m.role, m.content) for m in found.messages] == [
        ("system", "Be kind.\n# no role"),
        ("user", "{{x}}"),
    ]
    assert spare.render("hi", x="ä")[-1].content == "ä"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "front matter"),
        ("# user\nhi\n", "front matter"),
        ("---\nlocale: en\n---\n# user\nhi\n", "whole-number version"),
        ("---\nversion: one\n---\n# user\nhi\n", "whole-number version"),
        ("---\nversion: 1.5\n---\n# user\nhi\n", "whole-number version"),
        ("---\nversion: 1\n# user\nhi\n", "front matter"),
        ("---\nversion: 1\n---\n\n", "no message"),
        ("---\nversion: 1\n---\nlost words\n# user\nhi\n", "text before the first role: 'lost"),
        ("---\nversion: 1\n---\n# narrator\nhi\n", "text before the first role"),
    ],
)
def test_a_malformed_file_is_named(spare: ModuleType, text: str, words: str) -> None:
    write(spare, "bad", text)
    with pytest.raises(spare.PromptError, match=rf"(?s)bad\.en\.md.*{words}"):
        spare.load("bad")


def test_one_error_and_the_contract_of_the_package() -> None:
    assert set(prompts.__all__) == {"Message", "Prompt", "PromptError", "load", "render", "use"}
