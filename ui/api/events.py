"""A reply's events as server-sent events: `cards`, `sentence`, `suggestions`, `done`, `error`.

Knows nothing of routes. `parts` tells of a message that asked for several things, `done` carries
the object of `aisle chat --json`, `error` a problem document. `handoff` is kept for the day when
people can take over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.sse import ServerSentEvent
from typing_extensions import TypedDict

from assistant.reply import CardsShown, Done, SentenceShown
from ui.cards import picture
from ui.problems import Problem
from ui.wire import ReplyObject, reply_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.reply import ReplyEvent, Turn
    from assistant.types import Card
    from retrieval.catalogue import Money

__all__ = ["CardObject", "CardsObject", "TurnObject", "error_event", "events_of", "turn_object"]


class CardObject(TypedDict):
    """One card with all that it shows; money is a decimal string beside its currency."""

    id: str
    variant: str
    title: str
    brand: str
    category: str
    price: str | None
    list_price: str | None
    currency: str | None
    in_stock: bool
    rating: float | None
    rating_count: int
    image: str | None
    options: dict[str, str]
    reasons: list[str]


class ChipObject(TypedDict):
    """One constraint in force: what it says, and the message that removes it."""

    label: str
    removal: str


class CardsObject(TypedDict):
    """What a reply shows, out before a word is written; `conversation` is to be sent next time."""

    conversation: str
    products: list[CardObject]
    chips: list[ChipObject]
    match_count: int | None


class GroundObject(TypedDict):
    """What bears a claim out: a field of a product, or a passage, with what it has."""

    source: str
    id: str
    field: str
    value: str


class ClaimObject(TypedDict):
    """A claim as its sentence words it."""

    kind: str
    text: str
    grounds: list[GroundObject]


class SentenceObject(TypedDict):
    """A checked sentence, and all that it claims."""

    text: str
    plain: bool
    claims: list[ClaimObject]


class TurnObject(TypedDict):
    """One stored turn, its parts shaped as the events of their names; `at` is ISO 8601."""

    message: str
    at: str | None
    cards: CardsObject
    suggestions: list[str]
    done: ReplyObject


def events_of(step: ReplyEvent, conversation: str) -> Iterator[ServerSentEvent]:
    """Give what a client is told of one step of a reply."""
    match step:
        case CardsShown():
            yield ServerSentEvent(event="cards", data=_cards(step, conversation))
        case SentenceShown():
            yield ServerSentEvent(event="sentence", data=_sentence(step))
        case Done(reply):
            suggestions = {"suggestions": list(reply.suggestions)}
            yield ServerSentEvent(event="suggestions", data=suggestions)
            if reply.then or len(reply.counts) > 1:
                acts = [act.value for act in (reply.act, *reply.then)]
                parts = {"acts": acts, "counts": list(reply.counts)}
                yield ServerSentEvent(event="parts", data=parts)
            yield ServerSentEvent(event="done", data=reply_object(reply))


def error_event(problem: Problem, conversation: str) -> ServerSentEvent:
    """Give what a client is told of a reply that broke; it may be sent again."""
    return ServerSentEvent(event="error", data={**problem.document(), "conversation": conversation})


def turn_object(turn: Turn, conversation: str) -> TurnObject:
    """Put a stored turn into its JSON shape."""
    reply = turn.reply
    shown = CardsShown(reply.cards, reply.chips, reply.match_count)
    return TurnObject(
        message=turn.message,
        at=turn.at.isoformat() if turn.at else None,
        cards=_cards(shown, conversation),
        suggestions=list(reply.suggestions),
        done=reply_object(reply),
    )


def _cards(shown: CardsShown, conversation: str) -> CardsObject:
    return CardsObject(
        conversation=conversation,
        products=[_card(card) for card in shown.cards],
        chips=[ChipObject(label=chip.label, removal=chip.removal) for chip in shown.chips],
        match_count=shown.match_count,
    )


def _sentence(shown: SentenceShown) -> SentenceObject:
    return SentenceObject(
        text=shown.text,
        plain=shown.plain,
        claims=[
            ClaimObject(
                kind=claim.kind,
                text=claim.text,
                grounds=[
                    GroundObject(source=g.source, id=g.id, field=g.field, value=g.value)
                    for g in claim.grounds
                ],
            )
            for claim in shown.claims
        ],
    )


def _card(card: Card) -> CardObject:
    return CardObject(
        id=card.product_id,
        variant=card.variant_id,
        title=card.title,
        brand=card.brand,
        category=card.category,
        price=_amount(card.price),
        list_price=_amount(card.list_price),
        currency=card.price.currency if card.price else None,
        in_stock=card.in_stock,
        rating=card.rating,
        rating_count=card.rating_count,
        image=picture(card.image),
        options=dict(card.options),
        reasons=list(card.reasons),
    )


def _amount(money: Money | None) -> str | None:
    return str(money.amount) if money else None
