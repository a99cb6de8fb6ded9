"""Carries out the training of an adapter: from material to a folder with a card.

Knows nothing of what is learnt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.training.learning.checkpoint import Checkpoint
from assistant.training.learning.learner import Learner
from assistant.training.learning.progress import Judgement, Progress
from assistant.training.learning.result import write_result
from assistant.training.learning.train import Tell, train
from assistant.training.material import Material
from assistant.training.presets import Plan, Preset

__all__ = ["Order", "Say", "Tell", "Trained", "carry_out"]

Say = Callable[[str], None]
"""Told a line now and then."""


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


def carry_out(
    order: Order,
    material: Material,
    adapter: str,
    *,
    card: str,
    tell: Tell = lambda _progress: None,
    say: Say = lambda _line: None,
) -> Trained:
    """Train or go on training an adapter of that name, and write it.

    What going on needs stays in `out`/NAME.work. Raises AssistantError, saying what to do:
    another training in that folder, no such model.
    """
    plan = Plan(base=order.base, seed=order.seed, material=material.digest, preset=order.preset)
    checkpoint = Checkpoint(order.out / f"{adapter}.work")
    learner = Learner(order.source, order.preset, order.seed)
    say(f"training in {checkpoint.folder}; Ctrl-C stops it, the same command goes on")
    progress = train(learner, plan, material, checkpoint, minutes=order.minutes, tell=tell)
    folder = order.out / adapter
    best = write_result(folder, learner, checkpoint, progress, order.command, card=card)
    return Trained(folder, progress, best)
