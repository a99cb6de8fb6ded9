"""Carries out the training of an adapter for the chat model: its options, progress and end.

Knows nothing of what the adapter is for.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Protocol

import typer

from ui.commands.train.products import products_of
from ui.options import notice, settings_for

if TYPE_CHECKING:
    from collections.abc import Collection

    from assistant.settings import Settings
    from assistant.training.order import Order, Say, Tell, Trained
    from retrieval.catalogue import Product

__all__ = [
    "Given",
    "Minutes",
    "Model",
    "Out",
    "PresetName",
    "Rate",
    "Seed",
    "Steps",
    "train_adapter",
]

Out = Annotated[
    Path, typer.Option(metavar="DIR", help="Where the adapter and its checkpoints are written.")
]
PresetName = Annotated[
    Literal["cpu", "gpu"], typer.Option(help="cpu: two cores, under 90 minutes; gpu: one GPU.")
]
Seed = Annotated[int, typer.Option(min=0, help="Another seed, other examples and beginnings.")]
Steps = Annotated[int | None, typer.Option(min=1, help="Instead of the preset's.")]
Rate = Annotated[
    float | None, typer.Option(min=0.0, help="The highest learning rate, instead of the preset's.")
]
Minutes = Annotated[
    float | None, typer.Option(min=0.0, help="Stop after so long; the same command goes on.")
]
Model = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Train for another Llama-like model, a folder or hub name."),
]


class Training(Protocol):
    """Trains one adapter."""

    def __call__(
        self, products: Collection[Product], order: Order, *, tell: Tell, say: Say
    ) -> Trained:
        """Train and write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the command was given; None is the preset's own."""

    out: Path
    preset: Literal["cpu", "gpu"]
    seed: int
    steps: int | None
    rate: float | None
    minutes: float | None
    model: str | None


def train_adapter(
    context: typer.Context, shop: Path | None, name: str, training: Training, given: Given
) -> Trained:
    """Train the adapter of that name on the shop's products, and print its folder."""
    from assistant.training.order import Order
    from assistant.training.presets import PRESETS
    from ui.progress import progress_bar

    settings = settings_for(context, shop)
    changes = {"steps": given.steps, "rate": given.rate}
    chosen = PRESETS[given.preset].model_copy(update={k: v for k, v in changes.items() if v})
    options = {"--preset": given.preset, "--seed": str(given.seed), "--steps": str(chosen.steps)}
    options |= {"--rate": str(given.rate)} if given.rate else {}
    words = [word for option in options.items() for word in option]
    with progress_bar() as progress:
        source, base = _base(settings, given.model)
        trained = training(
            products_of(settings),
            Order(
                source=source,
                base=base,
                preset=chosen,
                seed=given.seed,
                out=given.out,
                command=f"aisle train {name} --out DIR {shlex.join(words)}",
                minutes=given.minutes,
            ),
            tell=lambda now: progress("training", now.step, chosen.steps),
            say=notice,
        )
    if not trained.progress.done:
        notice(f"{trained.progress.step} of {chosen.steps} steps: the same command goes on")
    typer.echo(trained.folder)
    return trained


def _base(settings: Settings, model: str | None) -> tuple[str, str]:
    """The folder or hub name of the model to train for, and how it is called."""
    from assistant.model.embedded import embedded_origin, prepare_embedded

    if model is not None and model != "embedded":
        return model, model
    return str(prepare_embedded(settings.cache_dir, notice)), embedded_origin()
