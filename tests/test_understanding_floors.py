"""How well our labelled messages are understood: the figures reached must not fall.

`aisle eval understanding --data FILE --model plain` gives them. A floor lies a
little below what was reached; raise it with the figure. Nobody looks at what is misread in `test`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from assistant_samples import EMBEDDINGS, demo_shop, silent_model

from assistant.build import build_classifier, build_embeddings, build_model
from assistant.settings import Settings
from assistant.training.evaluation import (
    Figures,
    figures_of,
    listen,
    read_material,
    shop_over,
)
from assistant.understanding import Listener
from retrieval import demo
from retrieval.embedding import load_embeddings

LISTENER = Listener(
    silent_model(), 1, build_classifier(Settings(home=Path("unused")), load_embeddings())
)
FOLDER = Path(__file__).parent / "understanding"
SINGLE = {
    "messages_dev": (0.97, 0.91, 0.84),
    "messages_test": (0.90, 0.85, 0.71),
    "strangers_dev": (0.79, 0.69, 0.43),
    "strangers_test": (0.66, 0.64, 0.37),
    "passersby_dev": (0.81, 0.64, 0.48),
    "passersby_test": (0.72, 0.59, 0.34),
}
TALKS = {
    "dialogues_dev": (0.96, 0.94, 0.75),
    "dialogues_test": (0.87, 0.78, 0.57),
    "strangers_dialogues_dev": (0.67, 0.65, 0.28),
    "strangers_dialogues_test": (0.69, 0.65, 0.33),
}
OTHERS = {"dev": (0.94, 0.79, 0.57), "test": (0.94, 0.82, 0.60)}
SAMPLED = {"dev": (0.90, 0.88, 0.75), "test": (0.64, 0.75, 0.41)}
"""Share of acts, F1 of slots, and whole messages (joint goals, of talks)."""


def figures(*files: str) -> Figures:
    verdicts = []
    for file in files:
        (material,) = read_material(FOLDER / file)
        named = material.catalogue
        shop = demo_shop() if named is None else shop_over(named, EMBEDDINGS)
        verdicts += listen(material.labels, LISTENER, shop)
    return figures_of(verdicts)


@pytest.mark.parametrize("name", SINGLE)
def test_single_messages(name: str) -> None:
    reached = figures(f"{name}.jsonl")
    act, slots, whole = SINGLE[name]
    assert reached.act >= act
    assert reached.slots.f1 >= slots
    assert reached.exact >= whole


@pytest.mark.parametrize("split", ["dev", "test"])
def test_messages_over_other_catalogues(split: str) -> None:
    reached = figures(*(f"{shop}_{split}.jsonl" for shop in ("bikes", "instruments", "yarn")))
    act, slots, whole = OTHERS[split]
    assert reached.act >= act
    assert reached.slots.f1 >= slots
    assert reached.exact >= whole


@pytest.mark.parametrize("name", TALKS)
def test_conversations(name: str) -> None:
    reached = figures(f"{name}.jsonl")
    act, slots, goal = TALKS[name]
    assert reached.act >= act
    assert reached.slots.f1 >= slots
    assert reached.goal >= goal


@pytest.mark.model
@pytest.mark.timeout(900)
@pytest.mark.parametrize("split", ["dev", "test"])
def test_the_bundled_models_on_a_sample(split: str, tmp_path: Path) -> None:
    """Every eighth single message, understood as a shop that was just set up understands it."""
    settings = Settings(home=tmp_path)
    shop = shop_over(demo.feed_path(), build_embeddings(settings))
    labels = read_material(FOLDER / f"messages_{split}.jsonl")[0].labels[::8]
    listener = Listener(build_model(settings), 20, LISTENER.classify)
    reached = figures_of([*listen(labels, listener, shop)])
    act, slots, whole = SAMPLED[split]
    assert reached.act >= act
    assert reached.slots.f1 >= slots
    assert reached.exact >= whole
