"""Words that put products in an order: "the lightest", "the cheaper one", with what they go by.

Read from a data file; knows nothing of any catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.wordfiles import kept, read_table

__all__ = ["Order", "load_ends", "load_orders", "ordering_words"]


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


@kept
def load_ends(language: str = "en") -> dict[str, tuple[str, ...]]:
    """Read which words before a measure's name mean the "least" or the "most" of it."""
    raw = read_table("understanding", f"superlatives.{language}.toml")["ends"]
    return {which: tuple(words) for which, words in raw.items()}


@kept
def ordering_words(language: str = "en") -> frozenset[str]:
    """Every single word that orders: none of them is another one misspelt."""
    phrases = [
        p for order in load_orders(language) for p in (*order.superlative, *order.comparative)
    ]
    phrases += [word for words in load_ends(language).values() for word in words]
    return frozenset(word for phrase in phrases for word in phrase.split())
