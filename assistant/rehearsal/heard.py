"""A reply as a running server tells it: server-sent events made into what assertions look at.

Knows the shapes of `POST /v1/chat`, and nothing of connections. What does not have them is an
AssistantError that says where.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeVar

from pydantic import BaseModel, JsonValue, TypeAdapter, ValidationError

from assistant.errors import AssistantError
from assistant.rehearsal.observed import CartLine, Observed, observe
from assistant.reply import Reply, Source
from assistant.types import Act, Card, Chip, NotFound
from retrieval.catalogue import Money
from retrieval.filters import Condition, field_key

if TYPE_CHECKING:
    from retrieval.search import Index

__all__ = ["HeardBeginning", "HeardConversation", "heard_reply", "read_as"]

T = TypeVar("T")


class _Card(BaseModel):
    id: str
    variant: str
    title: str
    brand: str
    category: str
    price: Decimal | None
    list_price: Decimal | None
    currency: str | None
    in_stock: bool
    rating: float | None
    rating_count: int
    image: str | None
    options: dict[str, str]
    reasons: tuple[str, ...]

    def card(self) -> Card:
        return Card(
            product_id=self.id,
            variant_id=self.variant,
            title=self.title,
            brand=self.brand,
            category=self.category,
            price=self._money(self.price),
            list_price=self._money(self.list_price),
            in_stock=self.in_stock,
            rating=self.rating,
            rating_count=self.rating_count,
            image=self.image,
            options=self.options,
            reasons=self.reasons,
        )

    def _money(self, amount: Decimal | None) -> Money | None:
        given = amount is not None and self.currency is not None
        return Money(amount=amount, currency=self.currency) if given else None


class _Cards(BaseModel):
    products: tuple[_Card, ...]
    chips: tuple[Chip, ...]


class _Suggestions(BaseModel):
    suggestions: tuple[str, ...]


class _Parts(BaseModel):
    acts: tuple[Act, ...]
    counts: tuple[int, ...]


class _Product(BaseModel):
    id: str


class _Done(BaseModel):
    act: Act
    reply: str
    language: str
    products: tuple[_Product, ...]
    constraints: dict[str, str | tuple[str, ...] | dict[str, tuple[str, ...]]]
    match_count: int | None
    not_found: NotFound | None
    asks: str | None
    cart: tuple[CartLine, ...]
    proposal: str | None
    handoff: str | None
    sources: tuple[Source, ...]
    degraded: bool
    ms: dict[str, float]


class HeardBeginning(BaseModel):
    """A conversation that a server has begun."""

    conversation: str
    starters: tuple[str, ...]


class _Turn(BaseModel):
    message: str
    done: _Done


class HeardConversation(BaseModel):
    """A conversation as a server has it."""

    turns: tuple[_Turn, ...]

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """Each message with the words of its reply."""
        return tuple((turn.message, turn.done.reply) for turn in self.turns)


@dataclass(frozen=True, slots=True)
class _Told:
    cards: _Cards
    suggestions: _Suggestions
    done: _Done
    parts: _Parts | None = None

    @property
    def then(self) -> tuple[Act, ...]:
        return self.parts.acts[1:] if self.parts else ()

    @property
    def counts(self) -> tuple[int, ...]:
        if self.parts:
            return self.parts.counts
        return () if self.done.match_count is None else (self.done.match_count,)


def heard_reply(
    message: str,
    events: Mapping[str, JsonValue],
    index: Index,
    *,
    conversation: str,
    hints: Sequence[str] = (),
) -> Observed:
    """Give the state after a message by its events' data; raises AssistantError."""
    told = read_as(_Told, events)
    done = told.done
    shown, named = [card.id for card in told.cards.products], [p.id for p in done.products]
    if shown != named:
        raise AssistantError(
            f"the server showed the cards {shown}, and says that it showed {named}"
        )
    reply = Reply(
        conversation_id=conversation,
        act=done.act,
        text=done.reply,
        language=done.language,
        cards=tuple(card.card() for card in told.cards.products),
        constraints=tuple(_conditions(done.constraints)),
        chips=told.cards.chips,
        suggestions=told.suggestions.suggestions,
        match_count=done.match_count,
        not_found=done.not_found,
        asks=done.asks,
        sources=done.sources,
        degraded=done.degraded,
        ms=done.ms,
        then=told.then,
        counts=told.counts,
    )
    seen = observe(message, reply, index, hints=hints)
    return replace(seen, cart=done.cart, proposal=done.proposal, handoff=done.handoff)


def read_as(kind: type[T], data: object) -> T:
    """Read what a server gave as the shape it should have; raises AssistantError."""
    try:
        return TypeAdapter(kind).validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise AssistantError(
            f"the server's answer cannot be read at {place or 'its top'}: {first['msg']}. "
            "Is it the same release as this program?"
        ) from error


def _conditions(
    constraints: Mapping[str, str | tuple[str, ...] | Mapping[str, tuple[str, ...]]],
) -> Iterator[Condition]:
    """Read constraints back: "price_max", "colour", "exclude"."""
    for key, value in constraints.items():
        if isinstance(value, str):
            name, _, op = key.rpartition("_")
            number, _, unit = value.partition(" ")
            side: Literal["min", "max"] = "min" if op == "min" else "max"
            yield Condition(field_key(name), side, bound=Decimal(number), unit=unit)
        elif isinstance(value, Mapping):
            yield from (Condition(field_key(f), "not_in", tuple(v)) for f, v in value.items())
        else:
            yield Condition(field_key(key), "in", tuple(value))
