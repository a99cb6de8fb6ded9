"""A run as a picture: its loss and its scores, step by step. Knows nothing of the model."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from retrieval.errors import CatalogueError
from retrieval.fitting.history import History

__all__ = ["plot_curves"]

_GREY, _PALE, _BLUE = "#8a8f98", "#d5d8dd", "#2f6fb2"
_WINDOW = 10  # steps that the drawn mean of the loss spans


def plot_curves(history: History, file: Path, *, score: str) -> None:
    """Write the loss and the validation score (named `score`) as a PNG.

    Raises:
        CatalogueError: the file cannot be written.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    steps, losses = zip(*history.losses, strict=True) if history.losses else ((0,), (0.0,))
    window = min(_WINDOW, len(losses))
    left.plot(steps, losses, color=_PALE, linewidth=1)
    mean = np.convolve(losses, np.ones(window) / window, mode="valid")
    left.plot(steps[window - 1 :], mean, color=_BLUE, label=f"mean of {window} steps")
    left.set(xlabel="step", title="training loss")
    left.legend(frameon=False, fontsize="small")
    at, values = zip(*history.scores, strict=True)
    right.plot(at, values, marker="o", color=_BLUE)
    right.axhline(values[0], color=_GREY, linewidth=1, linestyle="--", label="before training")
    right.axvline(history.best[0], color=_GREY, linewidth=1, label="kept")
    right.set(xlabel="step", title=f"validation {score}")
    right.legend(frameon=False, fontsize="small")
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(file, format="png", dpi=120)
    except OSError as error:
        raise CatalogueError(f"the curves cannot be written to {file}: {error}") from error
