"""Feeds: files that describe products, one module a format.

Knows nothing of indexes or of searching.
"""

from __future__ import annotations

from retrieval.feeds.guard import doubts
from retrieval.feeds.notes import import_notes
from retrieval.feeds.prices import Terms
from retrieval.feeds.reader import FORMATS, read_feed, read_into
from retrieval.feeds.report import FeedReport, MergedRow, RejectedRow
from retrieval.feeds.spool import Spool

__all__ = [
    "FORMATS",
    "FeedReport",
    "MergedRow",
    "RejectedRow",
    "Spool",
    "Terms",
    "doubts",
    "import_notes",
    "read_feed",
    "read_into",
]
