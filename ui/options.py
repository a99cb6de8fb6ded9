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

__all__ = ["AsJson", "Globals", "Shop", "notice", "settings_for"]

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
    """Load the settings of the shop named after the command, or before it, or by default."""
    from assistant.settings import load_settings

    before = context.find_object(Globals)
    return load_settings(shop if shop is not None else before.shop if before else None)


def notice(text: str) -> None:
    """Tell a step of the work in one line on stderr."""
    typer.echo(text, err=True)
    sys.stderr.flush()
