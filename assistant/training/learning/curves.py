"""A training as a picture: what was lost at every step, and what the kept-back sets were judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from pathlib import Path

from assistant.training.learning.progress import Progress

__all__ = ["draw_curves", "draw_epochs"]

_MEMORY = 0.9  # of the running mean of losses


def draw_curves(progress: Progress, file: Path) -> None:
    """Draw losses beside accuracies, over steps; writes a PNG."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 4), layout="constrained")
    losses, rights = figure.subplots(1, 2)
    steps = range(1, len(progress.losses) + 1)
    smooth = accumulate(progress.losses, lambda mean, x: _MEMORY * mean + (1 - _MEMORY) * x)
    losses.plot(steps, progress.losses, color="#c8ccd2", linewidth=0.8)
    losses.plot(steps, list(smooth), color="#2f6fb2", label="learnt, running mean")
    judged = [judgement.step for judgement in progress.judgements]
    for name in progress.judgements[0].scores if progress.judgements else ():
        scores = [judgement.scores[name] for judgement in progress.judgements]
        losses.plot(judged, [score.loss for score in scores], marker=".", label=name)
        rights.plot(judged, [score.act for score in scores], marker=".", label=f"{name}: act")
        rights.plot(
            judged,
            [score.wish for score in scores],
            marker=".",
            linestyle="--",
            label=f"{name}: wish",
        )
    losses.set(yscale="log", xlabel="step", ylabel="cross entropy of an answer's token")
    rights.set(ylim=(0, 1), xlabel="step", ylabel="share right, answering freely")
    losses.legend()
    rights.legend()
    figure.savefig(file, format="png", dpi=110)


def draw_epochs(
    losses: Mapping[str, Sequence[float]], right: Mapping[str, Sequence[float]], file: Path
) -> None:
    """Draw losses beside shares right, by name, over epochs; writes a PNG."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 4), layout="constrained")
    left, other = figure.subplots(1, 2)
    for axes, curves in ((left, losses), (other, right)):
        for name, values in curves.items():
            axes.plot(range(1, len(values) + 1), values, marker=".", label=name)
        axes.legend()
    left.set(xlabel="epoch", ylabel="cross entropy")
    other.set(ylim=(0, 1), xlabel="epoch", ylabel="share right")
    figure.savefig(file, format="png", dpi=110)
