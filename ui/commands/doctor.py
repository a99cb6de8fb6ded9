"""`aisle doctor`: what is in force, what is missing, and how to mend it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer

from ui.options import AsJson, Shop, settings_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.checkup import Finding

__all__ = ["doctor"]


def doctor(context: typer.Context, *, as_json: AsJson = False, shop: Shop = None) -> None:
    """Check this shop on this machine by using each part; exit code 1 where one is missing."""
    from ui.checkup import check_up

    findings = check_up(settings_for(context, shop))
    if as_json:
        typer.echo(json.dumps(_object(findings), ensure_ascii=False, indent=2))
    else:
        _print(findings)
    if any(finding.problem for finding in findings):
        raise typer.Exit(1)


def _object(findings: Sequence[Finding]) -> dict[str, object]:
    return {
        "ok": not any(finding.problem for finding in findings),
        **{
            finding.about: {**dict(finding.facts), "problem": finding.problem or None}
            for finding in findings
        },
    }


def _print(findings: Sequence[Finding]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    for finding in findings:
        mark = Text("needs mending", "red") if finding.problem else Text("ok", "green")
        console.print(Text.assemble((finding.about, "bold"), "  ", mark))
        table = Table.grid(padding=(0, 2))
        for name, value in finding.facts:
            table.add_row(f"  {name}", Text(value))
        if finding.problem:
            table.add_row("  mend", Text(finding.problem))
        console.print(table)
