"""`aisle index`: take feeds in, build a new index generation, report row by row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from ui.commands.generations import Rebuild, Rollback, without_feeds
from ui.options import AsJson, Shop, settings_for

if TYPE_CHECKING:
    from assistant.shop import ImportReport
    from retrieval.feeds import MergedRow, RejectedRow

__all__ = ["index"]

_FORMATS = (
    "Their format: jsonl, merchant, merchant-xml, shopify, woocommerce or jsonld; "
    "told by what is in them otherwise."
)
_SHOWN = 20
"""Rejected rows told to people; `--json` tells all."""


class _Row(TypedDict):
    """A row that was rejected or merged: `feed` is its file, that in an archive included.

    `file` is its name inside the archive and `id` the row's own, both "" where there is none.
    """

    feed: str
    line: int
    reason: str
    id: str
    file: str


class _Report(TypedDict):
    products: int
    rows: int
    accepted: int
    merged_rows: int
    rejected_rows: int
    rejected: list[_Row]
    merged: list[_Row]
    formats: dict[str, list[str]]
    notes: list[str]
    generation: str
    embedded: int
    reused: int
    removed: int
    unchanged: bool


def index(  # noqa: PLR0913
    context: typer.Context,
    feeds: Annotated[
        list[Path] | None, typer.Argument(metavar="FEED...", help="Product feeds.")
    ] = None,
    *,
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="F", help=_FORMATS),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option("--encoding", metavar="E", help="Of their text; told by its letters else."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Take also a feed that looks like a mistake.")
    ] = False,
    rollback: Rollback = False,
    rebuild: Rebuild = False,
    as_json: AsJson = False,
    shop: Shop = None,
) -> None:
    """Import feeds into a new index generation; the old one serves until it is ready."""
    from assistant.build import build_embeddings
    from assistant.shop import import_feeds
    from ui.progress import progress_bar

    settings = settings_for(context, shop)
    if rollback or rebuild or not feeds:
        without_feeds(settings, feeds or (), rollback=rollback, rebuild=rebuild, as_json=as_json)
        return
    with progress_bar() as progress:
        taken = import_feeds(
            settings,
            feeds,
            build_embeddings(settings),
            format=form,
            encoding=encoding,
            force=force,
            progress=progress,
        )
    report = _report(taken)
    typer.echo(json.dumps(report, ensure_ascii=False) if as_json else _text(report))


def _report(taken: ImportReport) -> _Report:
    reports = [report for _, report in taken.feeds]
    built = taken.built
    return _Report(
        products=built.products,
        rows=taken.rows,
        accepted=sum(report.accepted for report in reports),
        merged_rows=sum(report.merged_rows for report in reports),
        rejected_rows=sum(report.rejected_rows for report in reports),
        rejected=[_row(feed, row) for feed, row in taken.rejected],
        merged=[_row(feed, row) for feed, row in taken.merged],
        formats={str(feed): list(report.formats) for feed, report in taken.feeds},
        notes=list(taken.notes),
        generation=built.generation,
        embedded=built.embedded,
        reused=built.reused,
        removed=built.removed,
        unchanged=built.unchanged,
    )


def _row(feed: Path, row: RejectedRow | MergedRow) -> _Row:
    return _Row(feed=str(feed), line=row.line, reason=row.reason, id=row.id, file=row.file)


def _text(report: _Report) -> str:
    from ui.words import printable

    lines = [
        f"{report['products']} products from {report['rows']} rows are searchable now "
        f"(generation {report['generation']}).",
        "Nothing changed: the same generation serves on."
        if report["unchanged"]
        else f"{report['embedded']} were embedded, {report['reused']} kept their vectors, "
        f"{report['removed']} are gone.",
    ]
    lines += [f"{feed}: {', '.join(read)}" for feed, read in report["formats"].items()]
    if report["merged_rows"]:
        lines.append(f"{report['merged_rows']} rows were merged into products of other rows.")
    lines += [f"Note: {note}" for note in report["notes"]]
    lines += _refused(report["rejected_rows"], report["rejected"])
    return printable("\n".join(lines))


def _refused(count: int, rows: list[_Row]) -> list[str]:
    if not count:
        return []
    listed = [
        f"  {row['feed']}:{row['line']}:{_named(row['id'])} {row['reason']}"
        for row in rows[:_SHOWN]
    ]
    more = [f"  and {count - _SHOWN} more; --json lists them"] if count > _SHOWN else []
    return [f"{count} rows were rejected:", *listed, *more]


def _named(row_id: str) -> str:
    return f" (id {row_id})" if row_id else ""
