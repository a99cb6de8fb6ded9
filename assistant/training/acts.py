"""Trains the classifier of acts: messages made from word lists and products, to a folder.

The same messages that the adapter for understanding learns from. What was kept back of them
judges a first training; the one that is kept learns from everything.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from itertools import islice
from pathlib import Path
from random import Random
from string import Template
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.adapting import CLASSIFIER
from assistant.training.catalogues import Catalogue, cut
from assistant.training.learning.classifier import Recipe, Rows, fit, save
from assistant.training.learning.curves import draw_epochs
from assistant.training.messages import Message, make_messages
from assistant.training.wordlists import Frame, Words, load_words, split_frames, split_lists
from assistant.types import Act
from assistant.understanding.act_classifier import features
from retrieval.catalogue import Product
from retrieval.embedding import embed_texts, embedder_name

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["ActsTrained", "train_acts"]

_ACTS = tuple(Act)
_HELD = 2_000
_KEPT_BACK = ("wordings", "catalogue")


@dataclass(frozen=True, slots=True)
class ActsTrained:
    """Where the classifier lies, and the share of right acts in each set that was kept back."""

    folder: Path
    right: dict[str, float]


def train_acts(
    products: Collection[Product],
    embeddings: Embeddings,
    out: Path,
    *,
    seed: int = 0,
    recipe: Recipe | None = None,
    say: Callable[[str], None] = lambda _line: None,
) -> ActsTrained:
    """Train and write the classifier below `out`, over one that is there.

    Raises AssistantError where there are no products, or the word lists are malformed.
    """
    recipe = recipe or Recipe()
    rows: dict[str, Rows] = {}
    for name, messages in _sets(load_words(), products, seed, recipe.examples).items():
        say(f"embedding {len(messages)} messages: {name}")
        rows[name] = _rows(messages, embeddings)
    say("training without what is kept back, then on all")
    held = {name: rows[name] for name in _KEPT_BACK}
    judged = fit(rows["learnt"], len(_ACTS), recipe, seed, held)
    whole = fit(rows["all"], len(_ACTS), recipe, seed, {})
    name = embedder_name(embeddings)
    acts = " ".join(act.value for act in _ACTS)
    save(whole.network, out / CLASSIFIER, {"acts": acts})
    right = {held: shares[-1] for held, shares in judged.right.items()}
    losses = {"without what is kept back": judged.losses, "all": whole.losses}
    report = {
        "command": f"aisle train acts --out DIR --seed {seed}",
        "recipe": recipe.model_dump(),
        "embedder": name,
        "right": right,
        "losses": losses,
        "versions": {package: version(package) for package in ("torch", "transformers")},
    }
    folder = out / CLASSIFIER.parent
    draw_epochs(losses, judged.right, folder / "curves.png")
    (folder / "report.json").write_text(f"{json.dumps(report, indent=1)}\n", encoding="utf-8")
    (folder / "README.md").write_text(_card(report), encoding="utf-8")
    return ActsTrained(folder, right)


def _card(report: Mapping[str, Any]) -> str:
    text = (files("assistant.training") / "acts.md").read_text(encoding="utf-8")
    versions = ", ".join(f"{name} {number}" for name, number in report["versions"].items())
    figures = "\n".join(f"| {name} | {share:.1%} |" for name, share in report["right"].items())
    told = {**report["recipe"], **report, "versions": versions, "figures": figures}
    return Template(text).substitute(told)


def _sets(
    words: Words, products: Collection[Product], seed: int, count: int
) -> dict[str, tuple[Message, ...]]:
    """Messages of all lines and lists, of those not kept back, and of those kept back."""
    catalogues, other = cut(products, seed)
    frames, new_frames = split_frames(words.frames, seed)
    lists, new_lists = split_lists(words.lists, seed)
    seen, unseen = Words(frames, lists), Words(frames, new_lists)
    return {
        "all": _messages(words, words.frames, (*catalogues, other), seed, count),
        "learnt": _messages(seen, frames, catalogues, seed + 1, count),
        "wordings": _messages(seen, new_frames, catalogues, seed + 2, _HELD),
        "catalogue": _messages(unseen, frames, (other,), seed + 3, _HELD),
    }


def _messages(
    words: Words, frames: Sequence[Frame], catalogues: Sequence[Catalogue], seed: int, count: int
) -> tuple[Message, ...]:
    """So many messages, from the catalogues in turn by chance."""
    random = Random(seed)
    streams = [
        make_messages(words, catalogue.lists, frames, seed * 100 + number)
        for number, catalogue in enumerate(catalogues)
    ]
    return tuple(islice((next(random.choice(streams)) for _ in iter(int, 1)), count))


def _rows(messages: Sequence[Message], embeddings: Embeddings) -> Rows:
    vectors = embed_texts(embeddings, [message.text for message in messages])
    classes = np.array([_ACTS.index(message.act) for message in messages], dtype=np.int64)
    return features(vectors, [bool(message.now) for message in messages]), classes
