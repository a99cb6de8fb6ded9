"""What every format makes of its rows: one record each, in the field names of our JSONL.

Knows nothing of files and nothing of products.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from retrieval.feeds.lines import Text

__all__ = ["Format", "Record", "Row"]

Row = Mapping[str, object]
"""One product, or one flat Google Merchant row, as docs/feed.md describes it."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a feed, with the line it begins on (from 1).

    Exactly one of these holds: `row` was read; `fault` says why it could not be; `joins` says
    what it only adds to (one more picture, say). `head` marks a row that describes a product
    whose variants are rows of their own. `cut` is true where the file breaks off.
    """

    line: int
    row: Row | None = None
    fault: str = ""
    joins: str = ""
    id: str = ""
    head: bool = False
    cut: bool = False


Format = Callable[[Text], Iterator[Record]]
"""A format's reader. Raises CatalogueError where the file as a whole is not in the format."""
