"""`aisle bench`: what this shop takes on this machine, ratios beside plain baselines first."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import AssistantError
from ui.options import AsJson, Shop, notice, settings_for
from ui.outputs import check_file

__all__ = ["bench"]


def _drawable(plot: Path | None) -> Path | None:
    """Tell a picture that could not be drawn before anything is measured."""
    if plot is not None:
        check_file("--plot", plot, endings=(".png", ".svg", ".pdf"))
    return plot


_Plot = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Draw it: .png, .svg or .pdf.", callback=_drawable),
]


def bench(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PART...",
            help="turn, model, understanding, retrieval, import, answers; default: all.",
        ),
    ] = None,
    *,
    turns: Annotated[int, typer.Option(min=2, metavar="N", help="Of the fixed messages.")] = 8,
    products: Annotated[
        int | None,
        typer.Option(
            min=100, metavar="N", help="Let retrieval index and search so many made-up products."
        ),
    ] = None,
    feed: Annotated[
        Path | None,
        typer.Option(exists=True, metavar="FILE", help="Let it index and search those of a feed."),
    ] = None,
    rows: Annotated[
        int | None,
        typer.Option(min=1_000, metavar="N", help="Let import read so many made-up rows."),
    ] = None,
    plot: _Plot = None,
    as_json: AsJson = False,
    shop: Shop = None,
) -> None:
    """Measure this shop on this machine beside a plain baseline of the same run.

    The messages are a fixed list and nothing is sampled, so that no seed is needed.
    """
    from ui.bench import PARTS, Bench, Report, messages, run_parts
    from ui.bench.report import machine
    from ui.checkup import package_versions

    wanted = names or list(PARTS)
    if unknown := [name for name in wanted if name not in PARTS]:
        raise AssistantError(f"there is no part {unknown[0]!r}: name any of {', '.join(PARTS)}")
    measured = Bench(settings_for(context, shop), messages()[:turns], products, feed, rows)
    report = Report(run_parts(measured, wanted), machine(), package_versions())
    if plot is not None:
        from ui.bench.plot import draw

        draw(report, plot)
        notice(f"drawn to {plot}")
    typer.echo(report.as_json() if as_json else report.as_text())
