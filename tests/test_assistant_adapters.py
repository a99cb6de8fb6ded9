"""Which adapters are in force, and that understanding asks a tuned model in its own form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from assistant_samples import demo_index
from typer.testing import CliRunner

from assistant.adapting import BUNDLED, adapters_in_force, find_adapters, refused_adapters
from assistant.errors import AssistantError
from assistant.model import ScriptedChatModel
from assistant.model.embedded import embedded_origin
from assistant.settings import Settings
from assistant.types import Act
from assistant.understanding.extract import extract
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.reading import Reading, read
from assistant.understanding.schema import certain_delta, phrases_of
from assistant.understanding.tuned import (
    ADAPTER,
    answer_of,
    parse_answer,
    tuned_prompt,
    tuned_schema,
)
from ui.cli import app

if TYPE_CHECKING:
    from pathlib import Path

OPEN = (Act.REFINE, Act.SEARCH, Act.SMALLTALK)
TEXT = "our tent leaks. something light for the trail, not pink"


class TunedModel(ScriptedChatModel):
    """A scripted model that has the adapter."""

    adapters: frozenset[str] = frozenset({ADAPTER})


def reading() -> Reading:
    return read(TEXT, demo_index().vocabulary, load_lexicon())


def an_adapter(folder: Path, base: str, name: str = ADAPTER) -> Path:
    (folder / name).mkdir(parents=True)
    (folder / name / "adapter_model.safetensors").write_bytes(b"")
    config = json.dumps({"base_model_name_or_path": base})
    (folder / name / "adapter_config.json").write_text(config)
    return folder


def test_a_tuned_model_is_asked_in_the_form_it_was_trained_on() -> None:
    model = TunedModel(answers=[{"act": "search", "query": phrases_of(reading())[-1]}])
    found = extract(model, reading(), OPEN, now="tents", seconds=5)
    assert not found.degraded
    assert found.delta.act is Act.SEARCH
    assert found.delta.exclude == certain_delta(reading(), OPEN).exclude != {}
    (call,) = model.calls
    assert call.options.adapter == ADAPTER
    assert call.options.json_schema == tuned_schema(OPEN, phrases_of(reading()))
    assert [(m.type, m.content) for m in call.messages][-1] == (
        "human",
        f"Now: tents\nMessage: {TEXT}",
    )


def test_a_model_without_it_is_asked_with_examples() -> None:
    model = ScriptedChatModel(answers=[{"act": "smalltalk"}])
    extract(model, reading(), OPEN, now="tents", seconds=5)
    (call,) = model.calls
    assert call.options.adapter is None
    assert len(call.messages) > 4


@pytest.mark.parametrize("answer", ["", "[]", '{"act":"fly"}', '{"query":"tent"}', "{"])
def test_a_broken_answer_leaves_the_certain_reading(answer: str) -> None:
    found = extract(TunedModel(answers=[answer]), reading(), OPEN, now="", seconds=5)
    assert found.degraded
    assert found.delta == certain_delta(reading(), OPEN)


@pytest.mark.parametrize(
    ("act", "phrase"), [(Act.SEARCH, 'a "flat" cap, größer'), (Act.REFINE, "")]
)
def test_an_answer_is_read_as_it_was_written(act: Act, phrase: str) -> None:
    assert parse_answer(answer_of(act, phrase)) == (act, phrase)


def test_a_long_message_is_cut_for_the_model_and_no_search_is_nothing() -> None:
    *_, (role, text) = tuned_prompt("word " * 1000, "")
    assert role == "user"
    assert text.startswith("Now: nothing\nMessage: word word")
    assert len(text) < 700


def test_an_adapter_is_in_force_for_its_own_base_alone(tmp_path: Path) -> None:
    an_adapter(tmp_path, embedded_origin())
    an_adapter(tmp_path, "an older model", "other")
    mine = Settings(home=tmp_path, adapters=str(tmp_path))
    assert adapters_in_force(mine) == {ADAPTER: tmp_path / ADAPTER}
    assert refused_adapters(mine) == {"other": "an older model"}
    elsewhere = mine.model_copy(update={"model": "some/larger-model"})
    assert not adapters_in_force(elsewhere)
    off = mine.model_copy(update={"adapters": "off"})
    assert not adapters_in_force(off)
    assert not refused_adapters(off)


def test_a_folder_of_adapters_that_is_missing_or_broken_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="there is no folder of adapters"):
        adapters_in_force(Settings(home=tmp_path, adapters=str(tmp_path / "none")))
    an_adapter(tmp_path, "x")
    (tmp_path / ADAPTER / "adapter_config.json").write_text("[]")
    with pytest.raises(AssistantError, match="does not say what it was trained for"):
        find_adapters(tmp_path)


def test_what_is_bundled_is_small_and_for_the_bundled_model() -> None:
    for found in find_adapters(BUNDLED).values():
        assert found.base == embedded_origin()
        assert sum(file.stat().st_size for file in found.folder.iterdir()) < 12_000_000
        assert "aisle train understanding" in (found.folder / "README.md").read_text("utf-8")


def test_the_command_trains_and_says_where_it_wrote(tmp_path: Path) -> None:
    from model_samples import save_tiny_llama

    tiny = save_tiny_llama(tmp_path / "tiny")
    arguments = ["--out", str(tmp_path / "out"), "--model", str(tiny), "--steps", "2"]
    result = CliRunner().invoke(app, ["train", "understanding", *arguments])
    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == str(tmp_path / "out" / ADAPTER)
    assert "acts" in result.stderr
    found = find_adapters(tmp_path / "out")[ADAPTER]
    assert found.base == str(tiny)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--preset", "tpu"], "'tpu' is not one of"),
        (["--steps", "0"], "greater than or equal to 1"),
        ([], "Missing option '--out'"),
    ],
)
def test_bad_arguments_are_usage_errors(arguments: list[str], said: str, tmp_path: Path) -> None:
    out = ["--out", str(tmp_path)] if arguments else []
    result = CliRunner().invoke(app, ["train", "understanding", *out, *arguments])
    assert result.exit_code == 2
    assert said in " ".join(result.output.replace("│", " ").split())
