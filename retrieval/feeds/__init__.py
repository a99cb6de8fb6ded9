"""Feeds: files that describe products, one module a format.

Knows nothing of indexes or of searching.
"""

from __future__ import annotations

from retrieval.feeds.reader import FORMATS, read_feed
from retrieval.feeds.report import FeedReport, RejectedRow

__all__ = ["FORMATS", "FeedReport", "RejectedRow", "read_feed"]
