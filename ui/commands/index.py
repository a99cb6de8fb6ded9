"""`aisle index`: take feeds in, build a new index generation, report row by row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from ui.options import AsJson, Shop, settings_for

if TYPE_CHECKING:
    from assistant.shop import ImportReport

__all__ = ["index"]

_SHOWN = 20
"""Rejected rows told to people; `--json` tells all."""


class _Rejected(TypedDict):
    feed: str
    line: int
    reason: str


class _Report(TypedDict):
    products: int
    rows: int
    rejected: list[_Rejected]
    generation: str
    embedded: int
    reused: int
    removed: int
    unchanged: bool


def index(
    context: typer.Context,
    feeds: Annotated[list[Path], typer.Argument(metavar="FEED...", help="Product feeds.")],
    *,
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="F", help="Their format; told by the name otherwise."),
    ] = None,
    as_json: AsJson = False,
    shop: Shop = None,
) -> None:
    """Import feeds into a new index generation; the old one serves until it is ready."""
    from assistant.build import build_embeddings
    from assistant.shop import import_feeds
    from ui.progress import progress_bar

    settings = settings_for(context, shop)
    with progress_bar() as progress:
        taken = import_feeds(
            settings, feeds, build_embeddings(settings), format=form, progress=progress
        )
    report = _report(taken)
    typer.echo(json.dumps(report, ensure_ascii=False) if as_json else _text(report))


def _report(taken: ImportReport) -> _Report:
    rejected = [
        _Rejected(feed=str(feed), line=row.line, reason=row.reason) for feed, row in taken.rejected
    ]
    built = taken.built
    return _Report(
        products=built.products,
        rows=taken.rows,
        rejected=rejected,
        generation=built.generation,
        embedded=built.embedded,
        reused=built.reused,
        removed=built.removed,
        unchanged=built.unchanged,
    )


def _text(report: _Report) -> str:
    from ui.words import printable

    rejected = report["rejected"]
    lines = [
        f"{report['products']} products from {report['rows']} rows are searchable now "
        f"(generation {report['generation']}).",
        "Nothing changed: the same generation serves on."
        if report["unchanged"]
        else f"{report['embedded']} were embedded, {report['reused']} kept their vectors, "
        f"{report['removed']} are gone.",
    ]
    if rejected:
        lines.append(f"{len(rejected)} rows were rejected:")
    lines += [f"  {row['feed']}:{row['line']}: {row['reason']}" for row in rejected[:_SHOWN]]
    if len(rejected) > _SHOWN:
        lines.append(f"  and {len(rejected) - _SHOWN} more; --json lists them all")
    return printable("\n".join(lines))
