"""What every `aisle eval` command is asked and how each tells what it measured.

Knows nothing of what is measured.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from ui.outputs import check_file

__all__ = ["Data", "Plot", "tell"]

Data = Annotated[
    Path,
    typer.Option(
        "--data", metavar="PATH", help="What to measure on; docs/ says which files it takes."
    ),
]


def _writable(plot: Path | None) -> Path | None:
    """Tell a plot that could not be written before anything is measured."""
    if plot is not None:
        check_file("--plot", plot)
    return plot


Plot = Annotated[
    Path | None,
    typer.Option("--plot", metavar="FILE", help="Write a PNG.", callback=_writable),
]


def tell(plain: Mapping[str, object], table: Callable[[], None], *, as_json: bool) -> None:
    """Write one JSON object, or have the table written."""
    if as_json:
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        table()
