"""A run of the bench as a picture: the only file that knows matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

    from ui.bench.report import Report

__all__ = ["draw"]

_OURS, _PLAIN, _LINE = "#0b6e4f", "#b8b8b8", "#444444"


def draw(report: Report, file: Path) -> None:
    """Write the ratios and the times beside each other, as the file's suffix says."""
    from matplotlib.figure import Figure

    count = max(len(report.ratios), 1)
    figure = Figure(figsize=(11, 1.6 + 0.45 * count), layout="constrained")
    left, right = figure.subplots(1, 2)
    _ratios(left, report)
    _times(right, report)
    figure.suptitle(f"aisle bench · {report.machine}", fontsize=9, color=_LINE)
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=120, metadata={"Software": None} if file.suffix == ".png" else None)


def _ratios(axes: Axes, report: Report) -> None:
    names, values = list(report.ratios), list(report.ratios.values())
    bars = axes.barh(names, values, color=_OURS)
    axes.bar_label(bars, [f"{value:.3g} x" for value in values], padding=3, fontsize=8)
    axes.axvline(1, color=_LINE, linewidth=0.8)
    axes.set_title("times better than the plain baseline", fontsize=9)
    _tidy(axes)


def _times(axes: Axes, report: Report) -> None:
    """Medians in milliseconds, ours above the baseline's."""
    rows = [
        (f"{part.name}: {row.name}", row)
        for part in report.parts
        for row in part.rows
        if row.unit == "ms"
    ]
    for place, (_, row) in enumerate(rows):
        axes.barh(place - 0.2, row.ours.median, 0.38, color=_OURS)
        if row.plain is not None:
            axes.barh(place + 0.2, row.plain.median, 0.38, color=_PLAIN)
    axes.set_yticks(range(len(rows)), [name for name, _ in rows])
    axes.set_title("median milliseconds: ours green, the baseline grey", fontsize=9)
    _tidy(axes)


def _tidy(axes: Axes) -> None:
    axes.set_xscale("log")
    axes.margins(x=0.15)
    axes.invert_yaxis()
    axes.tick_params(labelsize=8)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
