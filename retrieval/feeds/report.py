"""What reading a feed gave: the products taken, and every row refused with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.catalogue import Product

__all__ = ["FeedReport", "RejectedRow"]


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One row that was refused: its line (from 1), why, and its id where it had one."""

    line: int
    reason: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class FeedReport:
    """The outcome of one feed; `rows` counts the lines that were not blank."""

    products: tuple[Product, ...]
    rejected: tuple[RejectedRow, ...]
    rows: int
