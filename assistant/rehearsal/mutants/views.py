"""An assistant seen through one broken part: its replies, its reading, its shop or its memory.

Each view shares everything with the assistant that it is made of and overrides one method;
no module is touched, and the assistant itself stays whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace

from assistant.dialogue import State
from assistant.reply import CardsShown, Done, Reply, ReplyEvent, SentenceShown
from assistant.service import Shop
from assistant.store import ConversationStore, Said
from assistant.turn import Assistant
from assistant.types import Delta, Request
from assistant.understanding import Understood
from assistant.visit import Page
from retrieval.conditions import Expression
from retrieval.search import Index, Results, Sort
from retrieval.sorts import Order

__all__ = ["Asked", "forgetting", "misreading", "replying", "searching"]

Rewrite = Callable[[Reply, Shop], Reply]
Misread = Callable[[Request, Delta, State], Request]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an index is asked for; the names are those of `Index.search`."""

    query: str
    conditions: tuple[Expression, ...]
    limit: int
    sort: Order
    available_only: bool
    diverse: bool = False


Search = Callable[[Asked], Results]
Seek = Callable[[Asked, Search], Results]


def replying(assistant: Assistant, rewrite: Rewrite) -> Assistant:
    """Give an assistant whose finished replies are rewritten before anyone sees them."""
    return _Replying(assistant, rewrite)


def misreading(assistant: Assistant, misread: Misread) -> Assistant:
    """Give an assistant that turns messages into other requests."""
    return _Misreading(assistant, misread)


def searching(assistant: Assistant, seek: Seek) -> Assistant:
    """Give an assistant whose index finds otherwise; `seek` may search as the index would."""
    broken = copy(assistant)
    broken.shop = _Shelves(assistant.shop, seek)
    return broken


def forgetting(assistant: Assistant) -> Assistant:
    """Give an assistant whose store keeps the messages and loses what they changed."""
    broken = copy(assistant)
    broken.store = _Forgetting(assistant.store)
    return broken


class _Replying(Assistant):
    def __init__(self, inner: Assistant, rewrite: Rewrite) -> None:
        vars(self).update(vars(inner))
        self._rewrite = rewrite

    def reply(
        self,
        conversation_id: str,
        message: str,
        *,
        message_id: str | None = None,
        page: Page | None = None,
    ) -> Iterator[ReplyEvent]:
        """Answer as the assistant does, and send out something else."""
        inner = super().reply(conversation_id, message, message_id=message_id, page=page)
        for event in inner:
            if isinstance(event, Done):
                reply = self._rewrite(event.reply, self.shop())
                yield CardsShown(reply.cards, reply.chips, reply.match_count)
                yield SentenceShown(reply.text, plain=False)
                yield Done(reply)


class _Misreading(Assistant):
    def __init__(self, inner: Assistant, misread: Misread) -> None:
        vars(self).update(vars(inner))
        self._misread = misread

    def understand(self, message: str, state: State, shop: Shop) -> Understood:
        """Understand as the assistant does, and ask for something else."""
        understood = super().understand(message, state, shop)
        request = self._misread(understood.request, understood.delta, state)
        return replace(understood, request=request)


class _Shelves:
    """The shop over a broken index; the same one as long as the shop is the same."""

    def __init__(self, shop: Callable[[], Shop], seek: Seek) -> None:
        self._shop, self._seek = shop, seek
        self._known: tuple[Shop, Shop] | None = None

    def __call__(self) -> Shop:
        shop = self._shop()
        if self._known is None or self._known[0] is not shop:
            self._known = shop, replace(shop, index=_Seeking(shop.index, self._seek))
        return self._known[1]


class _Seeking(Index):
    def __init__(self, inner: Index, seek: Seek) -> None:
        _ = inner.vocabulary  # learnt once, and shared
        vars(self).update(vars(inner))
        self._seek = seek

    def search(
        self,
        query: str,
        conditions: Sequence[Expression] = (),
        *,
        limit: int = 10,
        sort: Order = Sort.RELEVANCE,
        available_only: bool = False,
        diverse: bool = False,
    ) -> Results:
        """Find what the broken search finds."""
        search = super().search

        def plainly(asked: Asked) -> Results:
            return search(
                asked.query,
                asked.conditions,
                limit=asked.limit,
                sort=asked.sort,
                available_only=asked.available_only,
                diverse=asked.diverse,
            )

        asked = Asked(query, tuple(conditions), limit, sort, available_only, diverse)
        return self._seek(asked, plainly)


class _Forgetting(ConversationStore):
    def __init__(self, inner: ConversationStore) -> None:
        vars(self).update(vars(inner))

    def record(self, conversation_id: str, said: Said) -> None:
        """Store a turn with the state as it was before."""
        before = replace(self.state(conversation_id), turns=said.state.turns)
        super().record(conversation_id, replace(said, state=before))
