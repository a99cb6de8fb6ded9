"""The adapter for answers: examples that pass the check, a training of a tiny model, its use."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from assistant_samples import demo_products, found
from model_samples import save_tiny_llama

from assistant.answering import Setting, Writing, answer
from assistant.answering.tuned import ADAPTER, MANNERS, manner_of
from assistant.errors import AssistantError
from assistant.model import ScriptedChatModel
from assistant.model.lora import read_adapter
from assistant.training.answer_material import make_answer_material
from assistant.training.answers import train_answers
from assistant.training.material import Material
from assistant.training.order import Order
from assistant.training.presets import Preset
from assistant.training.wording import load_wordings

SOME = [product for product in demo_products() if int(product.id[2:]) % 5 == 0]
FREE = re.compile(
    r"([A-Z][a-z']{0,11}(,? [a-z][a-z']{0,13}){0,6} )?\{[\d.a-z]+\}"
    r"((,? [a-z][a-z'-]{0,13}){1,8} \{[\d.a-z]+\})?(,? [a-z][a-z'-]{0,13}){0,12}[.]"
)
"""The form that the grammar of free sentences holds a model to."""
OUTCOME = found("category=running shoes,price<=100")


@pytest.fixture(scope="module")
def material() -> Material:
    return make_answer_material(SOME, seed=1, learnt=160, held=20)


def test_every_sentence_has_the_form_that_the_model_is_held_to(material: Material) -> None:
    examples = (*material.learnt, *material.held["searches"], *material.held["catalogue"])
    for example in examples:
        for sentence in re.split(r"(?<=\.) (?=[A-Z])", example.answer):
            assert FREE.fullmatch(sentence), sentence
        assert example.answer.startswith(example.begins)
    groups = {
        line for group in load_wordings().values() for lines in group.values() for line in lines
    }
    openings = {re.split(r"[{<]", line)[0] for line in groups if "{" in line}
    spoken = " ".join(example.answer for example in examples)
    assert not [opening for opening in openings if opening not in spoken]


def test_what_is_told_stands_in_the_prompt_and_slots_are_those_asked_for(
    material: Material,
) -> None:
    for example in material.learnt:
        asked = example.prompt[-1][1]
        slots = re.findall(r"\{[^}]+\}", asked.partition("Sentences: ")[2])
        assert re.findall(r"\{[^}]+\}", example.answer) == slots
        for made_of in re.findall(r"\{1\.price\}[^{]*?made of ([a-z -]+?)(?:,|\.)", example.answer):
            assert made_of in asked.partition("\n1 ")[2].partition("\n")[0]


def test_departments_that_are_kept_back_are_not_learnt(material: Material) -> None:
    def kinds(name: str) -> set[str]:
        examples = material.learnt if name == "learnt" else material.held[name]
        wanted = (e.prompt[-1][1].partition("\n")[0] for e in examples if "{count}" in e.answer)
        return {line.removeprefix("Wanted: ").partition(",")[0] for line in wanted}

    assert kinds("catalogue")
    assert not kinds("catalogue") & kinds("learnt")
    assert len(kinds("learnt")) > 10


def test_the_same_seed_makes_the_same_and_an_empty_shop_is_told(material: Material) -> None:
    assert make_answer_material(SOME, seed=1, learnt=160, held=20).digest == material.digest
    assert make_answer_material(SOME, seed=2, learnt=160, held=20).digest != material.digest
    with pytest.raises(AssistantError, match="import a feed first"):
        make_answer_material([], seed=1, learnt=4, held=2)
    variants = (SOME[0].variants[0].model_copy(update={"price": None}),)
    bare = [SOME[0].model_copy(update={"brand": "", "attributes": {}, "variants": variants})]
    with pytest.raises(AssistantError, match="they need prices and stock"):
        make_answer_material(bare, seed=1, learnt=4, held=2)


def test_a_tiny_model_is_trained_by_the_same_loop(tmp_path: Path) -> None:
    preset = Preset(
        device="cpu",
        rank=2,
        layers=1,
        batch=4,
        steps=6,
        rate=1e-2,
        examples=24,
        judge_every=3,
        held=4,
    )
    order = Order(
        source=str(save_tiny_llama(tmp_path / "tiny")), base="tiny", preset=preset, seed=3,
        out=tmp_path / "out", command="aisle train answers",
    )  # fmt: skip
    trained = train_answers(SOME, order)
    assert trained.progress.done
    assert trained.folder == tmp_path / "out" / ADAPTER
    assert read_adapter(trained.folder).pairs
    card = (trained.folder / "README.md").read_text("utf-8")
    assert "    aisle train answers\n" in card
    assert "$" not in card
    assert json.loads((trained.folder / "report.json").read_text("utf-8"))["steps"] == 6


class Tuned(ScriptedChatModel):
    """A scripted model that has the adapter."""

    adapters: frozenset[str] = frozenset({ADAPTER})


TOLD = (
    "There are {count} running shoes in this shop that fit. A good choice is the {1.title} at "
    "{1.price}. The {2.title} for {2.price} is waterproof and the best of all."
)


def test_a_tuned_model_is_asked_in_its_form_and_checked_as_any_other() -> None:
    model = Tuned(answers=[TOLD] * MANNERS)
    asked = set()
    for turn in range(MANNERS):
        writing = Writing(guided=True, seconds=5)
        setting = Setting(turn=turn, locale="en_US", example="tents", writing=writing)
        sentences = list(answer(model, OUTCOME, setting))
        assert [s.plain for s in sentences[:3]] == [False, False, True]
        assert "best" in sentences[2].reason
        call = model.calls[-1]
        assert call.options.adapter == ADAPTER
        assert "ENDING" in str(call.options.lark)
        asked.add(str(call.messages[-1].content))
        assert f"Manner: {manner_of(turn)}\n" in str(call.messages[-1].content)
    assert len(asked) == MANNERS
    assert manner_of(MANNERS) == manner_of(0)
