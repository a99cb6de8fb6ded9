"""The options that every command shares, and how they become settings.

Knows nothing of what a command does; imports nothing that takes long.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant.settings import Settings

__all__ = ["AsJson", "Globals", "Shop", "ignored_variables", "notice", "settings_for"]

Shop = Annotated[
    Path | None,
    typer.Option(
        "--shop",
        metavar="DIR",
        help="The shop's folder: its index, database, settings and policies. "
        "AISLE_HOME names it too; the demo shop is the default.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]


@dataclass(frozen=True, slots=True)
class Globals:
    """What stood before the command's name."""

    shop: Path | None = None


def settings_for(context: typer.Context, shop: Path | None) -> Settings:
    """Load the settings of the shop named after the command, or before it, or by default.

    Variables that look like settings and are none are told on stderr.
    """
    from assistant.settings import load_settings

    for told in ignored_variables():
        notice(f"aisle: {told}")
    before = context.find_object(Globals)
    return load_settings(shop if shop is not None else before.shop if before else None)


def ignored_variables() -> list[str]:
    """Say of each `AISLE_*` variable that is no setting that it is ignored, and what is near."""
    from assistant.settings import unknown_variables

    return [
        f"the variable {name} is no setting and is ignored"
        + (f": is {near} meant?" if near else "; docs/quickstart.md lists the settings")
        for name, near in unknown_variables().items()
    ]


def notice(text: str) -> None:
    """Tell a step of the work in one line on stderr."""
    typer.echo(text, err=True)
    sys.stderr.flush()
