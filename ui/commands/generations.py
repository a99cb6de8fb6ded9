"""What `aisle index` does without a feed: roll back, or build again from what serves.

Knows nothing of feeds.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from assistant.settings import Settings

__all__ = ["Rebuild", "Rollback", "without_feeds"]

Rollback = Annotated[
    bool, typer.Option("--rollback", help="Let the generation before serve; again: back.")
]
Rebuild = Annotated[
    bool, typer.Option("--rebuild", help="Build again from the serving products, without a feed.")
]


def without_feeds(
    settings: Settings, feeds: Sequence[Path], *, rollback: bool, rebuild: bool, as_json: bool
) -> None:
    """Roll back or rebuild, and say what serves now.

    Raises:
        typer.BadParameter: not exactly one of feeds, rollback and rebuild was asked for.
    """
    if bool(feeds) + rollback + rebuild != 1:
        raise typer.BadParameter(
            "name feeds, or one of --rollback and --rebuild, and only one of these"
        )
    from assistant.build import build_embeddings
    from retrieval.generations import rebuild_index, roll_back
    from ui.progress import progress_bar

    embeddings = build_embeddings(settings, previous=rollback)
    if rollback:
        generation = roll_back(settings.index_folder, embeddings)
        told, text = {"generation": generation}, f"Generation {generation} serves again."
    else:
        with progress_bar() as progress:
            built = rebuild_index(settings.index_folder, embeddings, progress=progress)
        told, text = (
            asdict(built),
            (
                f"Generation {built.generation} serves: {built.products} products, "
                f"{built.embedded} of them embedded."
            ),
        )
    typer.echo(json.dumps(told) if as_json else text)
