"""Everyday names of goods, and which of them make another thing of the kind before them.

Knows nothing of any catalogue.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from retrieval.text import stem

__all__ = ["goods", "heads"]

_FILE = Path(__file__).parent / "data" / "goods.yaml"


@cache
def heads() -> frozenset[str]:
    """Return stems that behind the name of a kind name another thing: "bag", of a laptop bag."""
    return frozenset(map(stem, _lists()["heads"]))


@cache
def goods() -> frozenset[str]:
    """Return the stems of all names of goods."""
    return heads() | frozenset(map(stem, _lists()["others"]))


@cache
def _lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return lists
