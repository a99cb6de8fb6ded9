"""What a turn gives back: events while it comes about, and the whole `Reply` at its end.

Knows nothing of how it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from assistant.grounding.claims import Claim
from assistant.types import Act, Card, Chip, Comparison, NotFound
from retrieval.filters import Condition
from retrieval.reviews import Mention

__all__ = ["CardsShown", "Done", "Reply", "ReplyEvent", "SentenceShown", "Source", "Turn"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from: a product of the catalogue or a passage of a policy."""

    kind: Literal["product", "policy"]
    id: str


@dataclass(frozen=True, slots=True)
class Reply:
    """Everything one turn said and showed; `text` is the sentences joined by spaces.

    `constraints` are those in force after the turn, `chips` the same for people.
    A message of several parts has further acts in `then`; its cards are those of all parts,
    `counts` are what each found, `match_count` all of it.
    `like` is the id of the product that those shown are to be like.
    `suggestions` are messages the shopper may send next. `ms` holds the milliseconds from
    the message's arrival until: understand, search, first_sentence, total.
    """

    conversation_id: str
    act: Act
    text: str
    language: str
    cards: tuple[Card, ...] = ()
    constraints: tuple[Condition, ...] = ()
    chips: tuple[Chip, ...] = ()
    suggestions: tuple[str, ...] = ()
    match_count: int | None = None
    not_found: NotFound | None = None
    asks: str | None = None
    sources: tuple[Source, ...] = ()
    comparison: Comparison | None = None
    mention: Mention | None = None
    degraded: bool = False
    ms: Mapping[str, float] = field(default_factory=dict)
    then: tuple[Act, ...] = ()
    counts: tuple[int, ...] = ()
    like: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation, as the store remembers it; `at` is when it was stored."""

    message: str
    reply: Reply
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CardsShown:
    """The cards and figures of a turn, out before a word is written. First event of a turn."""

    cards: tuple[Card, ...]
    chips: tuple[Chip, ...]
    match_count: int | None


@dataclass(frozen=True, slots=True)
class SentenceShown:
    """One sentence, checked against the evidence; `plain` where code wrote it, not the model.

    `claims` are those that it makes, each with what bears it out; `reason` says why a sentence
    of the model's was replaced by this one.
    """

    text: str
    plain: bool
    claims: tuple[Claim, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The last event: the turn is stored."""

    reply: Reply


ReplyEvent = CardsShown | SentenceShown | Done
