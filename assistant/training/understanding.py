"""Trains the adapter that `assistant.understanding` uses, from products to a folder with a card."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from assistant.training.learning.checkpoint import Checkpoint
from assistant.training.learning.learner import Learner
from assistant.training.learning.progress import Judgement, Progress
from assistant.training.learning.result import write_result
from assistant.training.learning.train import Tell, train
from assistant.training.material import make_material
from assistant.training.presets import Plan, Preset
from assistant.training.wordlists import load_words
from assistant.understanding.tuned import ADAPTER
from retrieval.catalogue import Product

__all__ = ["Order", "Trained", "train_understanding"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to train: for the model in `source` (a folder or hub name), which the card calls `base`.

    `out` is where everything is written, `minutes` the longest that this run may take, and
    `command` what the card says makes the adapter again.
    """

    source: str
    base: str
    preset: Preset
    seed: int
    out: Path
    command: str
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Trained:
    """Where the adapter lies, how far it came and what the best was judged."""

    folder: Path
    progress: Progress
    best: Judgement


def train_understanding(
    products: Collection[Product],
    order: Order,
    *,
    tell: Tell = lambda _progress: None,
    say: Callable[[str], None] = lambda _line: None,
) -> Trained:
    """Make the examples, train or go on training, and write the adapter.

    What going on needs stays in `out`/understanding.work. Raises AssistantError, saying what
    to do: no products, another training in that folder, no such model.
    """
    preset = order.preset
    say(f"making {preset.learnt} examples")
    material = make_material(
        load_words(), products, seed=order.seed, learnt=preset.learnt, held=preset.held
    )
    plan = Plan(base=order.base, seed=order.seed, material=material.digest, preset=preset)
    checkpoint = Checkpoint(order.out / f"{ADAPTER}.work")
    learner = Learner(order.source, preset, order.seed)
    say(f"training in {checkpoint.folder}; Ctrl-C stops it, the same command goes on")
    progress = train(learner, plan, material, checkpoint, minutes=order.minutes, tell=tell)
    folder = order.out / ADAPTER
    best = write_result(folder, learner, checkpoint, progress, order.command)
    return Trained(folder, progress, best)
