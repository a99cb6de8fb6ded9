"""Trains the adapter that `assistant.understanding` uses, from products to a folder with a card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.training.learning.checkpoint import Checkpoint
from assistant.training.learning.learner import Learner
from assistant.training.learning.progress import Judgement, Progress
from assistant.training.learning.result import write_result
from assistant.training.learning.train import Tell, train
from assistant.training.material import make_material
from assistant.training.presets import Plan, Preset
from assistant.training.words import load_words
from assistant.understanding.tuned import ADAPTER
from retrieval.catalogue import Product

__all__ = ["Base", "Trained", "train_understanding"]


@dataclass(frozen=True, slots=True)
class Base:
    """The model to train for: `source` is its folder or hub name, `name` what the card says."""

    source: str
    name: str


@dataclass(frozen=True, slots=True)
class Trained:
    """Where the adapter lies, how far it came and what the best was judged."""

    folder: Path
    progress: Progress
    best: Judgement


def train_understanding(
    products: Sequence[Product],
    base: Base,
    preset: Preset,
    out: Path,
    *,
    seed: int,
    command: str,
    minutes: float | None = None,
    tell: Tell = lambda _progress: None,
    say: Callable[[str], None] = lambda _line: None,
) -> Trained:
    """Make the examples, train or go on training, and write the adapter into `out`.

    What going on needs stays in `out`/understanding.work. Raises AssistantError, saying what
    to do: no products, another training in that folder, no such model.
    """
    count = preset.steps * preset.batch
    say(f"making {count} examples")
    material = make_material(load_words(), products, seed=seed, learnt=count, held=preset.held)
    plan = Plan(base=base.name, seed=seed, material=material.digest, preset=preset)
    checkpoint = Checkpoint(out / f"{ADAPTER}.work")
    learner = Learner(base.source, preset, seed)
    say(f"training in {checkpoint.folder}; Ctrl-C stops it, the same command goes on")
    progress = train(learner, plan, material, checkpoint, minutes=minutes, tell=tell)
    best = write_result(out / ADAPTER, learner, checkpoint, progress, command)
    return Trained(out / ADAPTER, progress, best)
