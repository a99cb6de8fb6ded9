"""`aisle train understanding`: the adapter that tells what a message means."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ui.commands.train.products import products_of
from ui.options import Shop, notice, settings_for

if TYPE_CHECKING:
    from assistant.settings import Settings

__all__ = ["train_understanding"]

_Out = Annotated[
    Path, typer.Option(metavar="DIR", help="Where the adapter and its checkpoints are written.")
]
_PresetName = Annotated[
    Literal["cpu", "gpu"], typer.Option(help="cpu: two cores, under 90 minutes; gpu: one GPU.")
]
_Seed = Annotated[int, typer.Option(min=0, help="Another seed, other examples and beginnings.")]
_Steps = Annotated[int | None, typer.Option(min=1, help="Instead of the preset's.")]
_Rate = Annotated[
    float | None, typer.Option(min=0.0, help="The highest learning rate, instead of the preset's.")
]
_Minutes = Annotated[
    float | None, typer.Option(min=0.0, help="Stop after so long; the same command goes on.")
]
_Model = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Train for another Llama-like model, a folder or hub name."),
]


def train_understanding(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    *,
    out: _Out,
    preset: _PresetName = "cpu",
    seed: _Seed = 0,
    steps: _Steps = None,
    rate: _Rate = None,
    minutes: _Minutes = None,
    model: _Model = None,
    shop: Shop = None,
) -> None:
    """Train the adapter for understanding on messages made from a catalogue.

    Learns from the catalogue of the shop, the demo shop's by default. What was written is used
    with AISLE_ADAPTERS=DIR.
    """
    from assistant.training import understanding
    from assistant.training.presets import PRESETS
    from ui.progress import progress_bar

    settings = settings_for(context, shop)
    changes = {"steps": steps, "rate": rate}
    given = {name: value for name, value in changes.items() if value}
    chosen = PRESETS[preset].model_copy(update=given)
    options = {"--preset": preset, "--seed": str(seed), "--steps": str(chosen.steps)}
    options |= {"--rate": str(rate)} if rate else {}
    words = [word for option in options.items() for word in option]
    with progress_bar() as progress:
        source, base = _base(settings, model)
        trained = understanding.train_understanding(
            products_of(settings),
            understanding.Order(
                source=source,
                base=base,
                preset=chosen,
                seed=seed,
                out=out,
                command=f"aisle train understanding --out DIR {shlex.join(words)}",
                minutes=minutes,
            ),
            tell=lambda now: progress("training", now.step, chosen.steps),
            say=notice,
        )
    for name, score in trained.best.scores.items():
        notice(f"{name}: loss {score.loss:.3f}, acts {score.act:.1%}, wishes {score.wish:.1%}")
    if not trained.progress.done:
        notice(f"{trained.progress.step} of {chosen.steps} steps: the same command goes on")
    typer.echo(trained.folder)


def _base(settings: Settings, model: str | None) -> tuple[str, str]:
    """The folder or hub name of the model to train for, and how it is called."""
    from assistant.model.embedded import embedded_origin, prepare_embedded

    if model is not None and model != "embedded":
        return model, model
    return str(prepare_embedded(settings.cache_dir, notice)), embedded_origin()
