"""The confusion of acts as a picture: meant down the side, understood along the top."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from assistant.types import Act

__all__ = ["plot_confusion"]


def plot_confusion(confusion: Mapping[tuple[str, str], int], path: Path) -> None:
    """Draw how often each act was taken for each, as shares of the act meant; writes a PNG."""
    from matplotlib.figure import Figure

    seen = {act for pair in confusion for act in pair}
    acts = [act.value for act in Act if act.value in seen]
    totals = {act: sum(n for (meant, _), n in confusion.items() if meant == act) for act in acts}
    shares = [
        [confusion.get((meant, got), 0) / max(totals[meant], 1) for got in acts] for meant in acts
    ]
    figure = Figure(figsize=(9, 8), layout="constrained")
    axes = figure.subplots()
    image = axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for row, meant in enumerate(acts):
        for column, got in enumerate(acts):
            if count := confusion.get((meant, got), 0):
                colour = "white" if shares[row][column] > 0.5 else "black"
                axes.text(column, row, str(count), ha="center", va="center", color=colour)
    axes.set_xticks(range(len(acts)), acts, rotation=45, ha="right")
    axes.set_yticks(range(len(acts)), acts)
    axes.set_xlabel("understood")
    axes.set_ylabel("meant")
    figure.colorbar(image, label="share of the act meant", shrink=0.7)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=120)
