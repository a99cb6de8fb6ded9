"""What reading a feed gave: the products taken, and of every row what became of it.

Knows nothing of formats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from retrieval.catalogue import Product

__all__ = ["LISTED", "FeedReport", "MergedRow", "RejectedRow", "Tally"]

LISTED = 100_000
"""Rejected and merged rows are counted without end and listed up to this many."""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One row that was refused: its line (from 1), why, its id, and its file in an archive."""

    line: int
    reason: str
    id: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class MergedRow:
    """One row that became part of a product that another row opened, or repeats one."""

    line: int
    reason: str
    id: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class FeedReport:
    """The outcome of one feed: `rows` is `accepted` plus `counts` of merged and rejected ones.

    An accepted row opened a product. `cut` is true where the file breaks off in its middle;
    `assumed` are the encodings that nothing but guessing told.
    """

    products: Collection[Product]
    rejected: tuple[RejectedRow, ...]
    rows: int
    merged: tuple[MergedRow, ...] = ()
    accepted: int = 0
    rejected_rows: int = 0
    merged_rows: int = 0
    replaced: int = 0
    unnamed_currency: int = 0
    formats: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    cut: bool = False


@dataclass(slots=True)
class Tally:
    """A report while it is made. `file` is the file being read where the feed is an archive."""

    file: str = ""
    rejected: list[RejectedRow] = field(default_factory=list)
    merged: list[MergedRow] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    formats: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    cut: bool = False

    def reject(self, line: int, reason: str, row_id: object = "") -> None:
        """Note a row that was refused."""
        self.counts["rejected"] += 1
        if len(self.rejected) < LISTED:
            shown = str(row_id)[:200] if isinstance(row_id, (str, int)) else ""
            self.rejected.append(RejectedRow(line, reason, shown, self.file))

    def merge(self, line: int, reason: str, row_id: str = "") -> None:
        """Note a row that joined another one's product."""
        self.counts["merged"] += 1
        if len(self.merged) < LISTED:
            self.merged.append(MergedRow(line, reason, row_id[:200], self.file))

    def report(self, products: Collection[Product]) -> FeedReport:
        """Close the tally."""
        counts = self.counts
        return FeedReport(
            products,
            tuple(sorted(self.rejected, key=lambda row: (row.file, row.line))),
            counts["accepted"] + counts["merged"] + counts["rejected"],
            tuple(sorted(self.merged, key=lambda row: (row.file, row.line))),
            accepted=counts["accepted"],
            rejected_rows=counts["rejected"],
            merged_rows=counts["merged"],
            replaced=counts["replaced"],
            unnamed_currency=counts["unnamed currency"],
            formats=tuple(dict.fromkeys(self.formats)),
            assumed=tuple(dict.fromkeys(filter(None, self.assumed))),
            cut=self.cut,
        )
