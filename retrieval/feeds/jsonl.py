"""Our JSONL: one product, or one flat Google Merchant row, a line.

Lines that are schema.org objects are read as such. Knows nothing of what becomes of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from retrieval.errors import CatalogueError
from retrieval.feeds.jsonld import rows_of
from retrieval.feeds.lines import Line, Text
from retrieval.feeds.record import Record, Row

__all__ = ["parse_json", "read_jsonl"]


def read_jsonl(text: Text) -> Iterator[Record]:
    """Read a feed of one object a line.

    Raises:
        CatalogueError: it is one JSON array.
    """
    if text.head.lstrip().startswith("["):
        raise CatalogueError(f"the feed {text.name} is one JSON array: write one object a line")
    for line in text.lines:
        if line.fault or line.text.strip():
            yield from _records(line)


def _records(line: Line) -> Iterator[Record]:
    if line.fault:
        yield Record(line.number, fault=line.fault, cut=line.cut)
        return
    try:
        for row in _rows(parse_json(line.text)):
            yield Record(line.number, row)
    except CatalogueError as error:
        yield Record(line.number, fault=str(error))


def _rows(value: object) -> Iterator[Row]:
    if not isinstance(value, dict):
        raise CatalogueError("not a JSON object")
    return rows_of(value) if "@type" in value or "@graph" in value else iter([value])


def parse_json(text: str) -> object:
    """Parse JSON that has no NaN and no infinity; a `CatalogueError` says where it is broken."""
    try:
        return json.loads(text, parse_constant=_refuse, strict=False)
    except (ValueError, RecursionError) as error:
        raise CatalogueError(f"not JSON: {error}") from error


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not a number")
