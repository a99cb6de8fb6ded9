"""Carries out a training of a search model with progress, and tells its end.

Knows nothing of which model is trained.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from retrieval.evaluation.systems import Ranking
    from retrieval.search import Index
    from retrieval.training.options import Options
    from retrieval.training.splits import Split
    from ui.training.asked import Asked, Ended

__all__ = ["measure", "options_of", "run"]

Tell = Callable[[str, int, int], None]
FoldTrial = Callable[["Asked", "Index", "Split", Path, Tell], "Mapping[str, Ranking]"]


def options_of(
    kind: str, preset: str, *, lora: bool, epochs: int | None, rate: float | None, seed: int
) -> Options:
    """Give the run's options: the preset's size, changed where a person said so."""
    from retrieval.training.options import Options, size_of

    size = size_of(kind, preset)
    sized = replace(size, epochs=epochs or size.epochs)
    return Options(sized, preset, lora=lora, seed=seed, rate=rate)


def run(asked: Asked, training: Callable[[Asked, Tell], Ended], *, as_json: bool) -> None:
    """Run a training and say what became of the model."""
    from ui.progress import progress_bar

    with progress_bar() as progress:
        ended = training(asked, progress)
    if as_json:
        report = ended.report.plain() if ended.report else None
        told = {"in_service": ended.in_service, "folder": str(asked.folder), "report": report}
        typer.echo(json.dumps(told, ensure_ascii=False))
    elif ended.report is None:
        typer.echo(f"Left unfinished in {asked.folder}; the same command with --resume goes on.")
    else:
        typer.echo(f"{ended.report.verdict}\nReport, curves and weights: {asked.folder}")


def measure(asked: Asked, folds: int, trial: FoldTrial, *, as_json: bool) -> None:
    """Cross-validate and print the comparison; nothing goes into service."""
    from ui.commands.eval.search import print_report
    from ui.progress import progress_bar
    from ui.training.measuring import measure as cross_validate

    with progress_bar() as progress:
        report = cross_validate(
            asked,
            folds,
            lambda index, split, folder: trial(asked, index, split, folder, progress),
            progress,
        )
    if as_json:
        typer.echo(json.dumps(report.plain(), ensure_ascii=False))
    else:
        print_report(report)
        typer.echo("Every query was ranked by models that had not seen it; nothing was changed.")
