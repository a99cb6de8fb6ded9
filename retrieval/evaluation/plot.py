"""A report as a picture: nDCG@10 of every system, and what each query gains or loses.

Knows nothing of how the figures came to be.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from retrieval.errors import CatalogueError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from retrieval.evaluation.report import Report

__all__ = ["plot_report"]

_GREY, _BLUE = "#8a8f98", "#2f6fb2"


def plot_report(report: Report, file: Path) -> None:
    """Write the report as a PNG, whatever the file is called.

    Raises:
        CatalogueError: the file cannot be written.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 0.5 * len(report.lines) + 2.5), layout="constrained")
    bars, curves = figure.subplots(1, 2, width_ratios=(3, 2))
    _draw_bars(bars, report)
    _draw_curves(curves, report)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(file, format="png", dpi=120)
    except OSError as error:
        raise CatalogueError(f"the plot cannot be written to {file}: {error}") from error


def _draw_bars(axes: Axes, report: Report) -> None:
    names = [line.system for line in report.lines]
    means = [line.scores.ndcg_10 for line in report.lines]
    colours = [_GREY if name == report.baseline else _BLUE for name in names]
    bars = axes.barh(names, means, color=colours)
    axes.bar_label(bars, fmt="%.3f", padding=3)
    axes.invert_yaxis()
    axes.set(xlim=(0, 1), xlabel="nDCG@10", title=f"{report.lines[0].scores.queries} queries")
    axes.spines[["top", "right"]].set_visible(False)


def _draw_curves(axes: Axes, report: Report) -> None:
    """Draw each system's differences from the baseline, sorted: how many queries gain."""
    theirs = report.measured[report.baseline].values["ndcg_10"]
    for name, measured in report.measured.items():
        if name != report.baseline:
            axes.plot(np.sort(measured.values["ndcg_10"] - theirs)[::-1], label=name)
    axes.axhline(0, color=_GREY, linewidth=1)
    axes.set(xlabel="queries, sorted", title=f"less {report.baseline}, query by query")
    axes.spines[["top", "right"]].set_visible(False)
    if len(report.measured) > 1:
        axes.legend(frameon=False, fontsize="small")
