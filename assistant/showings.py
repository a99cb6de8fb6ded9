"""What was shown, the words that point at it, and what is asked back about it.

Frozen values; knows nothing of how words are resolved. `types` offers all of them too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from retrieval.filters import Condition

__all__ = ["Question", "Ranking", "Reference", "Showing", "Which"]


@dataclass(frozen=True, slots=True)
class Showing:
    """A card as it was shown: `position` counts from 1 within its turn; 0 is an open page's."""

    turn: int
    position: int
    product_id: str
    variant_id: str


Which = Literal["all", "former", "latter", "other", "least", "most"]


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that point at something shown; `words` are they themselves.

    By `position` (1 is the first, -1 the last), by `name` (a title that was shown), by what it
    is (`having`), by `which` of the things talked about it is, or by several of these: "all",
    "former", "latter", "other", or the "least" or "most" by the first property of `by` that is
    known. `before` looks among what was shown before such things, `first` at what was shown
    first of all; `refused` means every other one ("not the former").
    """

    position: int | None = None
    name: str | None = None
    which: Which | None = None
    by: tuple[str, ...] = ()
    having: tuple[Condition, ...] = ()
    before: tuple[Condition, ...] = ()
    first: bool = False
    refused: bool = False
    words: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Ranking:
    """An order by the first property of `by` that is known: the least first, or the `most`."""

    by: tuple[str, ...]
    most: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What the assistant asks back: which product is meant, or which value of a property.

    `subject` is "which" or the property's name, `choices` are messages that answer it. Where a
    product is asked for, `candidates` are those it may be, and `message` is what is to be done
    with it: the message that the question answered, of the act named `act`.
    """

    subject: str
    choices: tuple[str, ...] = ()
    candidates: tuple[Showing, ...] = ()
    act: str = ""
    message: str = ""
