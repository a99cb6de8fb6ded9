"""The word tables of reviews: what people praise and grumble about, kind by kind.

Knows nothing of products; `retrieval.demo.reviews` puts the phrases together.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, RootModel

from retrieval.demo.tables import ORDER, read_table

__all__ = ["Opinions", "Phrases", "opinions", "phrases"]

Words = tuple[str, ...]
ByStars = Mapping[int, Words]


class Opinions(BaseModel):
    """What reviewers of one kind of product like, and what they do not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    praise: Annotated[Words, Field(min_length=4)]
    grumbles: Annotated[Words, Field(min_length=4)]


class Phrases(BaseModel):
    """What a review of anything may hold; `quibbles` and `turns` lead over to a grumble."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    contexts: Words
    verdicts: ByStars
    quibbles: Words
    turns: Words
    titles: ByStars


class _Department(RootModel[Mapping[str, Opinions]]):
    """One file: the kinds of a department."""


@cache
def opinions() -> Mapping[str, Opinions]:
    """The opinions by kind, of every department."""
    folder = files(__package__) / "tables" / "reviews"
    found: dict[str, Opinions] = {}
    for name in ORDER:
        found |= read_table(folder / f"{name}.yaml", _Department).root
    return found


@cache
def phrases() -> Phrases:
    """The phrases that fit any review."""
    return read_table(files(__package__) / "tables" / "reviews" / "phrases.yaml", Phrases)
