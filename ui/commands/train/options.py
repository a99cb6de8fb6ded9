"""The options that the trainings of search models share. Knows nothing of what is trained."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "Base",
    "Behaviour",
    "Data",
    "Epochs",
    "Folds",
    "Grades",
    "GradesName",
    "Lora",
    "MadeUp",
    "Out",
    "Preset",
    "PresetName",
    "Rate",
    "Resume",
    "Seed",
    "StopAfter",
]  # fmt: skip


class PresetName(StrEnum):
    """How large a run is, and where it computes."""

    CPU = "cpu"
    GPU = "gpu"


class GradesName(StrEnum):
    """What a reranker learns of a pair: right or wrong, or how much it is worth."""

    BINARY = "binary"
    GRADED = "graded"


Grades = Annotated[
    GradesName, typer.Option(help="Learn right or wrong, or how much each product is worth.")
]
Data = Annotated[
    Path | None,
    typer.Option(
        metavar="PATH", help="Judged queries: a file, or a folder with one queries*.jsonl."
    ),
]
Behaviour = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Events (userEvents, JSON lines) to read labels from."),
]
MadeUp = Annotated[
    int,
    typer.Option(
        "--made-up", min=0, metavar="N", help="Also learn from N queries made from the catalogue."
    ),
]
Preset = Annotated[PresetName, typer.Option(help="How large the run is, and where it computes.")]
Lora = Annotated[bool, typer.Option("--lora", help="Train low-rank adapters, not all weights.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with a run that was stopped.")]
Seed = Annotated[int, typer.Option(min=0, help="Of the split, the draws and the weights.")]
Epochs = Annotated[int | None, typer.Option(min=1, help="Rounds over the labels, at most.")]
Rate = Annotated[float | None, typer.Option(min=0.0, help="The highest learning rate.")]
Base = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Begin with this folder's BERT model, not the bundled one."),
]
Folds = Annotated[
    int,
    typer.Option(
        min=0, metavar="N", help="Only measure, on all queries: train N times, each on the others."
    ),
]
Out = Annotated[
    Path | None, typer.Option(metavar="DIR", help="For the report, the curves and the weights.")
]
StopAfter = Annotated[int | None, typer.Option(min=1, hidden=True)]
