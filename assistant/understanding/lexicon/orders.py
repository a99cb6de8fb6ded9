"""Words that put products in an order: "the lightest", "the cheaper one", with what they go by.

Read from a data file; knows nothing of any catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.wordfiles import kept, read_table

__all__ = ["Order", "load_orders"]


@dataclass(frozen=True, slots=True)
class Order:
    """One end of an order: by the first of `by` that is measured, the least or the most first."""

    which: Literal["least", "most"]
    by: tuple[str, ...]
    superlative: tuple[str, ...]
    comparative: tuple[str, ...]


@kept
def load_orders(language: str = "en") -> tuple[Order, ...]:
    """Read the data file of a language, in its order."""
    raw = read_table("understanding", f"superlatives.{language}.toml")
    return tuple(
        Order(
            entry["which"],
            tuple(entry["by"]),
            tuple(entry["superlative"]),
            tuple(entry["comparative"]),
        )
        for entry in raw["order"]
    )
