"""Tables of text (CSV, TSV, semicolons) to rows of named cells, one bad row at a time.

A quote that is opened and never closed costs its own row, not the rest of the file. Knows
nothing of what the cells mean.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from retrieval.errors import CatalogueError
from retrieval.feeds.fields import Column, FieldTable
from retrieval.feeds.lines import Line, Text

__all__ = ["TableRow", "header_of", "read_table"]

_DELIMITERS = "\t,;|"
_DEEPEST = 500  # lines of one row, cells may hold line breaks
_LARGEST = 2 << 20  # characters of one row
_REREAD = 50_000  # lines that may be read again behind quotes that never close


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its cells by field (`Column.key`), and by header what the format does not know.

    Empty cells are left out; `fault` says what is wrong with the row.
    """

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    cut: bool = False


def header_of(head: str) -> list[str]:
    """Return the header of a table by its file's beginning; empty where it has none."""
    lines = iter([Line(at, text) for at, text in enumerate(head.splitlines(keepends=True)[:9], 1)])
    return _header(_Records(lines, head))


def read_table(text: Text, fields: FieldTable) -> Iterator[TableRow]:
    """Yield the rows below the header.

    Raises:
        CatalogueError: the header does not name what the format needs.
    """
    records = _Records(text.lines, text.head)
    header = _header(records)
    if not fields.fits(header):
        needed = " or ".join(" and ".join(sorted(need)) for need in fields.needs)
        found = ", ".join(repr(name[:30]) for name in header[:8])
        raise CatalogueError(
            f"the feed {text.name} has no such header: it needs {needed}, and has {found}"
        )
    named = tuple(zip(header, fields.columns(header), strict=True))
    for line, cells in records:
        if line.fault:
            yield TableRow(line.number, fault=line.fault, cut=line.cut)
        elif any(cell.strip() for cell in cells):
            yield _row(line.number, named, fields, cells)


def _row(
    number: int,
    named: Sequence[tuple[str, Column | None]],
    fields: FieldTable,
    cells: Sequence[str],
) -> TableRow:
    if any(cell.strip() for cell in cells[len(named) :]):
        return TableRow(number, fault=f"{len(cells)} cells under {len(named)} headers")
    known: dict[str, str] = {}
    others: dict[str, str] = {}
    for (name, column), cell in zip(named, cells, strict=False):
        value = cell.strip()
        if not value:
            continue
        if column is None:
            others[name] = value
        else:
            fields.put(known, column, f"{value} {column.unit}" if column.unit else value)
    return TableRow(number, known, others)


def _header(records: _Records) -> list[str]:
    for line, cells in records:
        names = [cell.strip() for cell in cells]
        if not line.fault and any(names) and not names[0].lower().startswith("sep="):
            return names
    return []


class _Records:
    """Rows of cells by csv, each with the line it begins on (or that line's fault)."""

    def __init__(self, lines: Iterator[Line], head: str) -> None:
        self._lines = lines
        self._again: deque[Line] = deque()
        self._taken: list[Line] = []
        self._budget = _REREAD
        self._delimiter = _delimiter(head)
        self._reader = csv.reader(self._texts(), delimiter=self._delimiter, strict=True)

    def __iter__(self) -> Iterator[tuple[Line, list[str]]]:
        while True:
            self._taken = []
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._recover(str(error))
                continue
            fault = next((line for line in self._taken if line.fault), None)
            yield (fault or self._taken[0]), cells

    def _texts(self) -> Iterator[str]:
        """Give csv its lines. A row that goes on for too long gets a line it must refuse."""
        deepest = _DEEPEST if self._budget > 0 else 1
        size = 0
        while True:
            if len(self._taken) >= deepest or size > _LARGEST:
                raise csv.Error("a quote is opened and never closed")
            line = self._again.popleft() if self._again else next(self._lines, None)
            if line is None:
                return
            self._taken.append(line)
            size += len(line.text)
            yield line.text
            size *= len(self._taken) > 0  # a new row begins

    def _recover(self, reason: str) -> tuple[Line, list[str]]:
        """Give up the row's first line and read the ones behind it again."""
        first, rest = self._taken[0], self._taken[1:]
        self._again.extendleft(reversed(rest))
        self._budget -= len(rest)
        self._reader = csv.reader(self._texts(), delimiter=self._delimiter, strict=True)
        if "field limit" in reason:
            reason = f"a cell has more than {csv.field_size_limit():,} characters"
        elif not rest and self._delimiter == "\t":  # a quote in a TSV may mean itself
            return first, first.text.rstrip("\r\n").split("\t")
        return Line(first.number, fault=f"not CSV: {reason}"), []


def _delimiter(head: str) -> str:
    lines = (line for line in head.splitlines() if line.strip())
    first = next((line for line in lines if not line.lower().startswith("sep=")), "")
    return max(_DELIMITERS, key=first.count)
