"""How people say amounts and what helps a verb, read from a data file. Knows no catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.wordfiles import kept, read_table

__all__ = ["Spoken", "load_spoken"]


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words for units and for shares, each to how it is written, and words that help a verb."""

    units: Mapping[str, str]
    shares: Mapping[str, str]
    auxiliaries: frozenset[str]
    pronouns: frozenset[str]


@kept
def load_spoken(language: str = "en") -> Spoken:
    """Read the data file of a language."""
    raw = read_table("understanding", f"spoken.{language}.toml")
    units, shares = (
        {word: written for written, words in raw[name].items() for word in words}
        for name in ("units", "shares")
    )
    helping = raw["auxiliaries"]
    return Spoken(units, shares, frozenset(helping["words"]), frozenset(helping["pronouns"]))
