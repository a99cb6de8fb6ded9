"""The one error of the retrieval package. Knows nothing of what can go wrong, and loads nothing."""

from __future__ import annotations

__all__ = ["CatalogueError"]


class CatalogueError(Exception):
    """A catalogue, feed, index or filter cannot be used.

    The message names the offending value and says what to do next.
    """
