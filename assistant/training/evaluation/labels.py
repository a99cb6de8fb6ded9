"""Messages and what their writers mean by them: one JSON object a line.

Knows nothing of how messages are understood; `tests/understanding/README.md` says what counts
as which act, and how values are named.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from assistant.errors import AssistantError
from assistant.types import Act
from retrieval.errors import CatalogueError
from retrieval.filters import Condition, parse_where
from retrieval.sorts import Sort

__all__ = ["SHOWN", "Label", "Tone", "conditions_of", "read_labels"]

Tone = Literal[
    "casual",
    "chatty",
    "terse",
    "formal",
    "slang",
    "learner",
    "capitals",
    "typos",
    "voice",
    "story",
    "word",
    "hostile",
    "chinese",
]
SHOWN = "shown"
"""Stands for the price of what was shown: `price<shown` is what "cheaper" asks for."""


class Label(BaseModel):
    """One message, and all that is right after it.

    `where` is in force after the message, `maybe` may be or not, in the notation of
    `retrieval.filters.parse_where`. `about` is what a question or an order about a product
    names; `refs` are the products meant: a place in the latest cards (-1 is the last), "2#1"
    (the first card of the second turn), a condition that the cards meant fulfil, "cheapest",
    "dearest", or "never" for what was not shown. `query` are words that the search must
    carry, `then` further acts. `after` is the search that a single message comes after;
    lines with one `dialogue` name are one conversation.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    say: Annotated[str, Field(min_length=1)]
    act: Act
    then: tuple[Act, ...] = ()
    where: str = ""
    maybe: str = ""
    about: str = ""
    sort: Sort = Sort.RELEVANCE
    query: tuple[str, ...] = ()
    refs: tuple[int | str, ...] = ()
    asked: tuple[str, ...] = ()
    quantity: int | None = None
    order_id: str | None = None
    after: str | None = None
    dialogue: str = ""
    tone: Tone = "casual"

    @field_validator("where", "maybe", "about")
    @classmethod
    def _readable(cls, text: str) -> str:
        conditions_of(text)
        return text


def conditions_of(text: str) -> tuple[Condition, ...]:
    """Read a label's conditions; `shown` is read as a bound of 0. Raises ValueError."""
    try:
        read = parse_where(text.replace(f"<{SHOWN}", "<0").replace(f">{SHOWN}", ">0"))
    except CatalogueError as error:
        raise ValueError(str(error)) from error
    plain = tuple(part for part in read if isinstance(part, Condition))
    if len(plain) < len(read):
        raise ValueError(f"{text!r}: a label takes plain conditions, joined by commas")
    return plain


def read_labels(lines: Iterable[str], name: str) -> tuple[Label, ...]:
    """Read labelled messages of the file called `name`.

    Raises:
        AssistantError: a line is no label; the message names file, line and what is wrong.
    """
    return tuple(_label(line, f"{name}:{n}") for n, line in enumerate(lines, 1) if line.strip())


def _label(line: str, place: str) -> Label:
    try:
        return Label.model_validate(json.loads(line))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise AssistantError(f"{place}: {where}: {first['msg']} ({first['input']!r})") from error
    except ValueError as error:
        raise AssistantError(f"{place}: this is no JSON object: {error}") from error
