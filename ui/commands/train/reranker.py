"""`aisle train reranker`: a second look at the first hits, fitted to this shop."""

from __future__ import annotations

from dataclasses import replace

import typer

from ui.commands.train import options as given
from ui.options import AsJson, Shop, settings_for

__all__ = ["train_reranker"]


def train_reranker(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    *,
    data: given.Data = None,
    behaviour: given.Behaviour = None,
    made_up: given.MadeUp = 0,
    preset: given.Preset = given.PresetName.CPU,
    grades: given.Grades = given.GradesName.GRADED,
    lora: given.Lora = False,
    epochs: given.Epochs = None,
    rate: given.Rate = None,
    seed: given.Seed = 0,
    base: given.Base = None,
    folds: given.Folds = 0,
    resume: given.Resume = False,
    out: given.Out = None,
    stop_after: given.StopAfter = None,
    as_json: AsJson = False,
    shop: Shop = None,
) -> None:
    """Train a cross-encoder for the first hits; it is the shop's own only if search gets better.

    Used where AISLE_RERANKER is "trained". Learns from judged queries (--data), from what was
    clicked and bought (--behaviour; the demo shop brings its own), or else from queries made up
    from the catalogue.
    """
    from retrieval.training.options import Way
    from ui.commands.train.running import measure, options_of, run
    from ui.training.asked import Asked, Where
    from ui.training.reranker import run_reranker, try_reranker

    settings = settings_for(context, shop)
    asked = Asked(
        settings,
        Where(data, behaviour, made_up),
        replace(
            options_of("reranker", preset, lora=lora, epochs=epochs, rate=rate, seed=seed),
            grades=grades.value,
        ),
        Way(base, resume=resume, stop_after=stop_after),
        out or settings.home / "training" / "reranker",
    )
    if folds:
        measure(asked, folds, try_reranker, as_json=as_json)
    else:
        run(asked, run_reranker, as_json=as_json)
