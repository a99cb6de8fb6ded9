"""A feed to products, whatever its format: told by the file's name, or given.

Knows nothing of what a format looks like inside.
"""

from __future__ import annotations

from pathlib import Path

from retrieval.catalogue import CatalogueError
from retrieval.feeds.jsonl import read_jsonl
from retrieval.feeds.report import FeedReport

__all__ = ["FORMATS", "read_feed"]

FORMATS = {"jsonl": read_jsonl}
"""Every known format by name, with its reader."""

_SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl"}


def read_feed(
    path: Path | str,
    format: str | None = None,  # noqa: A002
    *,
    currency: str = "USD",
) -> FeedReport:
    """Read a feed, its format told by its name unless given.

    `currency` is the ISO 4217 code of prices that name none.

    Raises:
        CatalogueError: the format is unknown, or the file as a whole cannot be read. A bad row
            is no error: the report lists it.
    """
    file = Path(path)
    suffix = Path(file.stem).suffix if file.suffix == ".gz" else file.suffix
    name = format or _SUFFIXES.get(suffix.lower())
    if name not in FORMATS:
        known = ", ".join(sorted(FORMATS))
        asked = f"format {format!r}" if format else f"ending of {file.name!r}"
        raise CatalogueError(f"unknown {asked}: name the feed's format, one of: {known}")
    return FORMATS[name](file, currency=currency)
