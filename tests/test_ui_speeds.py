"""The bench: times that are really taken, ratios that say what they compare."""

from __future__ import annotations

import pytest
from scripted import ScriptedAssistant

from assistant.model import ModelReport, ModelSpeed
from ui.commands.bench import Figures
from ui.speeds import Spread, TurnSpeed, messages, time_turns


def test_turns_are_timed_to_their_cards_first_sentence_and_end() -> None:
    assistant = ScriptedAssistant(pause=0.05)
    speed = time_turns(assistant, ["shoes", "jackets", "lamps"])
    assert speed.turns == 3
    assert len(assistant.turns) == 5, "two more warm up, each in a conversation of its own"
    assert speed.first_sentence.median - speed.cards.median >= 45, "a pause lies between"
    assert speed.total.median - speed.first_sentence.median >= 45, "and another"


def test_there_are_enough_messages_to_measure() -> None:
    said = messages()
    assert len(set(said)) == len(said) >= 20
    assert all(message.strip() for message in said)


def test_a_spread() -> None:
    assert Spread.of([float(n) for n in range(1, 100)]) == Spread(50.0, 90.0)


def test_ratios_compare_with_the_plain_baseline() -> None:
    figures = Figures(
        turns=TurnSpeed(Spread(100, 200), Spread(400, 500), Spread(900, 1000), 24),
        retrieval=Spread(10, 20),
        model=ModelSpeed(first_token_ms=50, tokens_per_second=63, prompt_tokens=300),
        plain=ModelSpeed(first_token_ms=1000, tokens_per_second=21, prompt_tokens=300),
        in_force=ModelReport("m", "cpu", "bfloat16", "q4", "because"),
        machine="here",
        versions={},
    )
    assert list(figures.ratios().values()) == pytest.approx([3.0, 20.0, 40.0, 10.0])
