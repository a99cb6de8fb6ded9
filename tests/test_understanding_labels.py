"""Our own labelled messages: every label means something in the demo shop."""

from __future__ import annotations

import json
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import get_args

import pytest
from assistant_samples import EMBEDDINGS, demo_shop, silent_model

from assistant.errors import AssistantError
from assistant.service import Shop
from assistant.training.evaluation import (
    Label,
    figures_of,
    listen,
    measure_wishes,
    read_labels,
    read_material,
    shop_over,
)
from assistant.training.evaluation.labels import Tone, conditions_of
from assistant.training.evaluation.requests import heed
from assistant.training.evaluation.slots import slots_of
from assistant.types import Act
from assistant.understanding import Listener

FOLDER = Path(__file__).parent / "understanding"
FILES = sorted(FOLDER.glob("*.jsonl"))


def labels() -> list[Label]:
    return [label for file in FILES for label in read_material(file)[0].labels]


def shop_of(file: Path) -> Shop:
    named = read_material(file)[0].catalogue
    return demo_shop() if named is None else shop_over(named, EMBEDDINGS)


def test_no_message_is_labelled_twice() -> None:
    said = [(label.say.casefold(), label.after) for label in labels() if not label.dialogue]
    assert len(set(said)) == len(said)


def test_no_conversation_is_cut_in_two() -> None:
    """Neighbouring lines of one name are one conversation; its name is not used again."""
    for file in FILES:
        names = [label.dialogue for label in read_material(file)[0].labels]
        began = [name for name, _ in groupby(names) if name]
        assert len(set(began)) == len(began), file.name


def test_there_is_enough_of_everything() -> None:
    single = [label for label in labels() if not label.dialogue]
    talks = {(label.dialogue) for label in labels() if label.dialogue}
    assert len(single) >= 400
    assert len(talks) >= 60
    for split in ("dev", "test"):
        read = [read_material(file)[0].labels for file in FILES if file.stem.endswith(split)]
        acts = Counter(label.act for some in read for label in some)
        assert min(acts[act] for act in Act) >= 6, (split, acts)
        assert {label.tone for some in read for label in some} == set(get_args(Tone))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_condition_is_of_its_shop(file: Path) -> None:
    vocabulary = shop_of(file).index.vocabulary
    known = {category.name.casefold() for category in vocabulary.categories}
    brands = {brand.casefold() for brand in vocabulary.brands}
    for label in read_material(file)[0].labels:
        for text in (label.where, label.maybe, label.about, label.after or ""):
            for condition in conditions_of(text):
                assert condition.field in vocabulary.fields, (label.say, condition.field)
                facet = vocabulary.facets.get(condition.field)
                names = {"category": known, "brand": brands}.get(condition.field)
                if facet is not None and facet.kind == "words":
                    names = {value.casefold() for value in facet.values}
                unknown = {v.casefold() for v in condition.values} - (names or set())
                assert names is None or not unknown, (label.say, unknown)
                assert facet is None or facet.kind != "number" or condition.bound is not None


def test_a_broken_line_is_named() -> None:
    lines = ['{"say": "hi", "act": "smalltalk"}', '{"say": "hi", "act": "smalltalking"}']
    with pytest.raises(AssistantError, match=r"mine\.jsonl:2: act"):
        read_labels(lines, "mine.jsonl")
    with pytest.raises(AssistantError, match=r"mine\.jsonl:1: this is no JSON object"):
        read_labels(["{"], "mine.jsonl")
    with pytest.raises(AssistantError, match="cannot read the filter"):
        read_labels(['{"say": "x", "act": "search", "where": "price=="}'], "mine.jsonl")


def test_kinds_of_a_value_and_units_do_not_count() -> None:
    wide = slots_of(conditions_of("material=cotton|organic cotton,weight<=1.5 kg"))
    narrow = slots_of(conditions_of("material=cotton,weight<=1500 g"))
    assert wide == narrow


def test_facts_are_counted_once() -> None:
    right = Label(say="blue rugs under $90", act="search", where="category=rugs,colour=blue")
    (verdict,) = listen([right], Listener(silent_model(), 1), demo_shop())
    figures = figures_of([verdict])
    assert verdict.act
    assert {slot.field for slot in verdict.surplus} == {"price"}
    assert (figures.slots.found, figures.slots.surplus, figures.slots.missed) == (2, 1, 0)
    assert figures.exact == 0


def test_a_conversation_keeps_its_state_and_points_at_cards() -> None:
    talk = [
        Label(dialogue="a", say="blue rugs", act="search", where="category=rugs,colour=blue"),
        Label(dialogue="a", say="start over", act="refine"),
        Label(dialogue="b", say="mugs", act="search", where="category=mugs"),
        Label(
            dialogue="b", say="is the second one microwave safe?", act="details", refs=(2,),
            where="category=mugs",
        ),
    ]  # fmt: skip
    verdicts = list(listen(talk, Listener(silent_model(), 1), demo_shop()))
    assert [verdict.goal for verdict in verdicts][1:] == [True, True, True]
    assert {str(slot) for slot in verdicts[3].found} >= {"refs = 2"}
    assert figures_of(verdicts).dialogues == 2


def test_the_published_shapes_are_recognised(tmp_path: Path) -> None:
    rows = [
        {"instruction_text": "a vegan soap under $9", "price_upper": 9.0, "attributes": ["vegan"]},
        {"query": "a mat from 5 to 8 pesos", "reward": {"price": [{"between": [5, 8]}]}},
        {"text": "a red hat"},
    ]
    for number, row in enumerate(rows):
        (tmp_path / f"{number}.jsonl").write_text(json.dumps(row), encoding="utf-8")
    wishes = [wish for material in read_material(tmp_path) for wish in material.wishes]
    heeded = [heed(wish, Listener(silent_model(), 1), demo_shop()) for wish in wishes]
    figures = measure_wishes(heeded)
    assert (figures.requests, figures.priced, figures.attributes) == (3, 2, 1)
    assert heeded[0].priced
    assert figures.recall == 1
