"""The bench: times that are really taken, ratios that say what they compare."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path

import pytest
from assistant_samples import assistant_over, demo_shop
from scripted import ScriptedAssistant
from typer.testing import CliRunner

from assistant.model import ScriptedChatModel
from assistant.model.bench import Pace
from assistant.model.plain import Messages, Written
from assistant.settings import Settings
from assistant.turn import Assistant
from ui.bench import PARTS, Bench, Part, Report, Row, Spread, messages, run_parts, side_by_side
from ui.bench.plot import draw
from ui.bench.turn import time_turn
from ui.bench.understanding import is_delta
from ui.cli import app

REPORT = Report(
    (
        Part("turn", (Row("whole", Spread(100, 200), Spread(1000, 2000)),), ("3 messages",)),
        Part("model", (Row("pace", Spread(60, 61), Spread(20, 21), "tokens/s"),)),
        Part("retrieval", (Row("one search", Spread(5, 6)),)),
    ),
    machine="here",
    versions={"python": "3"},
)


def test_a_turn_is_timed_to_its_cards_first_sentence_and_end() -> None:
    cards, first, total = time_turn(ScriptedAssistant(pause=0.05), "shoes")
    assert first - cards >= 45, "a pause lies between"
    assert total - first >= 45, "and another"


def test_both_sides_take_turns_after_warming_up() -> None:
    calls: list[str] = []

    def side(name: str, figure: float) -> list[float]:
        calls.append(name)
        return [figure]

    found = side_by_side(
        lambda n: side(f"ours {n}", n), lambda n: side(f"plain {n}", 10 * n), [1, 2]
    )
    assert calls == ["ours 1", "ours 2", "plain 1", "ours 1", "plain 1", "ours 2", "plain 2"]
    assert [(one.median, two.median) for one, two in found] == [(1.5, 15)]


def test_there_are_enough_messages_to_measure() -> None:
    said = messages()
    assert len(set(said)) == len(said) >= 20
    assert all(message.strip() for message in said)


def test_a_spread() -> None:
    assert Spread.of([float(n) for n in range(1, 100)]) == Spread(50.0, 90.0)
    assert Spread.of([7.0]) == Spread(7.0, 7.0)


def test_a_ratio_above_one_is_better_whatever_the_unit() -> None:
    assert REPORT.ratios == {"turn: whole": 10.0, "model: pace": 3.0}
    assert Row("", Spread(0, 0), Spread(1, 1)).ratio is None


def test_the_report_begins_with_the_ratios() -> None:
    assert next(iter(json.loads(REPORT.as_json()))) == "ratios"
    lines = REPORT.as_text().splitlines()
    assert lines[0].endswith("10.00 x the baseline")
    assert any(line.startswith("turn: whole, plain") and "1,000 ms" in line for line in lines)
    assert lines[-1].startswith("seeds")


class Unhurried:
    """The plain baseline, with answers of its own that take it seconds."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def write(self, messages: Messages, most_tokens: int, *, least_tokens: int = 0) -> Written:
        self.asked.append(messages[-1][1])
        return Written('{"act": "search"}', 1000.0, 2000.0, 4000.0, most_tokens, 330)

    def pace(self) -> Pace:
        return Pace(1000.0, 1.0, 330)


class Unloaded(Bench):
    """A bench over the demo shop that loads no weights."""

    @cached_property
    def assistant(self) -> Assistant:
        model = ScriptedChatModel(answers=("There are some.",), repeat_last=True)
        return assistant_over(demo_shop(), model, url=f"sqlite:///{self.settings.home}/bench.db")

    @cached_property
    def plain(self) -> Unhurried:  # type: ignore[override]
        return Unhurried()


@pytest.mark.parametrize(
    ("name", "rows"), [("turn", 3), ("model", 2), ("understanding", 3), ("answers", 2)]
)
def test_a_part_measures_both_sides(tmp_path: Path, name: str, rows: int) -> None:
    bench = Unloaded(Settings(home=tmp_path), messages()[:8], 100)
    (part,) = run_parts(bench, [name])
    assert part.name == name
    assert len(part.rows) == rows
    assert all(row.plain is not None for row in part.rows)
    assert all(row.ours.median >= 0 for row in part.rows)
    if name != "model":
        assert {said for message in bench.said for said in bench.plain.asked if message in said}


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_the_report_is_drawn(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / "deeper" / f"bench.{suffix}"
    draw(REPORT, file)
    assert file.stat().st_size > 2000
    assert (b"PNG" if suffix == "png" else b"<svg") in file.read_bytes()[:1000]


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        ('{"act": "search"}', True),
        ('{"act": "fly"}', False),
        ('{"act": ["search"]}', False),
        ("[]", False),
        ('Sure! {"act": "search"}', False),
    ],
)
def test_what_counts_as_a_readable_answer(text: str, *, readable: bool) -> None:
    assert is_delta(text) is readable


def test_an_unknown_part_is_told_with_the_known_ones() -> None:
    result = CliRunner().invoke(app, ["bench", "speed"])
    assert result.exit_code == 1
    assert "no part 'speed'" in str(result.exception)
    assert all(name in str(result.exception) for name in PARTS)


@pytest.mark.parametrize(
    ("name", "told"), [("x.foo", "must end in .png"), ("d.png", "is a folder")]
)
def test_a_picture_that_cannot_be_drawn_is_told_before_anything_is_measured(
    tmp_path: Path, name: str, told: str
) -> None:
    (tmp_path / "d.png").mkdir()
    result = CliRunner().invoke(app, ["bench", "--plot", str(tmp_path / name)])
    assert told in str(result.exception)
