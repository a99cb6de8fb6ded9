"""Measuring answers: the oracle finds what is wrong, and a lying model is not heard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from assistant_samples import EMBEDDINGS, assistant_over, demo_products, demo_shop

from assistant.errors import AssistantError
from assistant.evaluation import ask_questions, hold_conversations
from assistant.evaluation.lying import LyingModel
from assistant.policies import Policies
from assistant.reply import Done, ReplyEvent
from assistant.turn import Assistant
from retrieval.passages import Passage


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_wrong_is_said_with_a_lying_model(seed: int) -> None:
    """A few hundred turns of what `aisle eval answers --turns 10000 --model lying` holds."""
    model = LyingModel(seed=seed, titles=[product.title for product in demo_products()])
    told = hold_conversations(assistant_over(demo_shop(), model), turns=150, seed=seed)
    assert told.wrong == []
    figures = told.figures()
    assert figures["turns"] >= 150
    assert told.own > 50, "nothing of the model's was shown, so nothing was tested"
    assert told.replaced > 50
    assert 0.9 <= float(figures["shown products that are named"]) <= 1


class Forger(Assistant):
    """Says a price that is nobody's in the middle of each reply."""

    def reply(self, *args: object, **options: object) -> Iterator[ReplyEvent]:
        for event in super().reply(*args, **options):  # type: ignore[arg-type]
            if isinstance(event, Done):
                text = f"{event.reply.text} All of it for $0.07."
                yield Done(replace(event.reply, text=text))
            else:
                yield event


def test_the_oracle_finds_a_forged_price() -> None:
    honest = assistant_over(demo_shop())
    forger = Forger(honest.model, honest.shop, honest.store)
    told = hold_conversations(forger, turns=5, seed=1)
    assert len(told.wrong) >= 5
    assert any("$0.07" in got for *_, got in told.wrong)


class Knowing(Policies):
    def __init__(self) -> None:
        super().__init__(Path("nowhere"), EMBEDDINGS)

    def answer(self, question: str) -> Passage | None:
        return Passage("a#b", "A", "B", "C.") if "returns" in question else None


def test_questions_are_counted_right_wrong_and_declined(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    asked = {"returns?": ["a#b"], "returns now": ["a#c"], "jobs?": [], "returns of jobs": []}
    rows = [json.dumps({"question": q, "passages": p}) for q, p in asked.items()]
    file.write_text("\n".join(rows))
    found = ask_questions(Knowing(), file)
    assert (found.answerable, found.right, found.unanswerable, found.declined) == (2, 1, 2, 1)
    assert found.mistakes == (("returns now", "a#b"), ("returns of jobs", "a#b"))
    assert found.figures()["declined"] == 0.5
    file.write_text("{}\n")
    with pytest.raises(AssistantError, match="cannot be read"):
        ask_questions(Knowing(), file)
