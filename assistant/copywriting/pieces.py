"""What is asked for and what comes of it: a `Brief` becomes a `Piece` of copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.grounding import Claim

__all__ = ["Brief", "Field", "Piece"]


@dataclass(frozen=True, slots=True)
class Brief:
    """What a piece is for: its channel, whom it speaks to, a season, and which variant it is.

    `tone` "" is the house's own; `language` is one of `LANGUAGES`.
    """

    channel: str
    audience: str = ""
    season: str = ""
    variant: int = 0
    tone: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a piece, within its limit of characters."""

    name: str
    text: str
    limit: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of copy for some products: every claim is borne out by the catalogue.

    `left_out` are sentences that were not used, each with why; `reading_ease` is Flesch's
    figure of the longest field (60 and more is plain English), None in another language;
    `remarks` are what an editor should look at.
    """

    products: Sequence[str]
    brief: Brief
    fields: tuple[Field, ...]
    claims: tuple[Claim, ...]
    left_out: tuple[tuple[str, str], ...]
    reading_ease: float | None
    remarks: tuple[str, ...] = ()
