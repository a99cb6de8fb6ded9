"""`aisle train answers`: the adapter that words the sentences of replies."""

from __future__ import annotations

import typer

from ui.commands.train.adapting import (
    Given,
    Minutes,
    Model,
    Out,
    PresetName,
    Rate,
    Seed,
    Steps,
    train_adapter,
)
from ui.options import Shop, notice

__all__ = ["train_answers"]


def train_answers(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    *,
    out: Out,
    preset: PresetName = "cpu",
    seed: Seed = 0,
    steps: Steps = None,
    rate: Rate = None,
    minutes: Minutes = None,
    model: Model = None,
    shop: Shop = None,
) -> None:
    """Train the adapter for wording answers on searches of a catalogue, answered and checked.

    Learns from the catalogue of the shop, the demo shop's by default. What was written is used
    with AISLE_ADAPTERS=DIR.
    """
    from assistant.training import answers

    given = Given(
        out=out, preset=preset, seed=seed, steps=steps, rate=rate, minutes=minutes, model=model
    )
    trained = train_adapter(context, shop, "answers", answers.train_answers, given)
    for name, score in trained.best.scores.items():
        told = f"first sentences {score.act:.1%}, answers {score.wish:.1%}"
        notice(f"{name}: loss {score.loss:.3f}, {told}")
