"""`aisle train understanding`: the adapter that tells what a message means."""

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

__all__ = ["train_understanding"]


def train_understanding(  # noqa: PLR0913 - each is an option of the command
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
    """Train the adapter for understanding on messages made from a catalogue.

    Learns from the catalogue of the shop, the demo shop's by default. What was written is used
    with AISLE_ADAPTERS=DIR.
    """
    from assistant.training import understanding

    given = Given(
        out=out, preset=preset, seed=seed, steps=steps, rate=rate, minutes=minutes, model=model
    )
    trained = train_adapter(
        context, shop, "understanding", understanding.train_understanding, given
    )
    for name, score in trained.best.scores.items():
        notice(f"{name}: loss {score.loss:.3f}, acts {score.act:.1%}, wishes {score.wish:.1%}")
