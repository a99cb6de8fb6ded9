"""An assistant with a queue and a memory: it yields the events it was given, and keeps turns."""

from __future__ import annotations

import secrets
import threading
from collections import deque
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.reply import CardsShown, Done, Reply, SentenceShown, Turn
from assistant.types import Act, Card, Chip
from retrieval.catalogue import Money

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from assistant.reply import ReplyEvent
    from assistant.visit import Page, Visit

__all__ = ["ScriptedAssistant", "card", "reply"]


def card(number: int = 1, **changes: object) -> Card:
    """Return a plausible card; `changes` replace its fields."""
    plain = Card(
        product_id=f"p-{number}",
        variant_id=f"p-{number}-42",
        title=f"Tern Trail Runner {number}",
        brand="Northfell",
        category="running shoes",
        price=Money(amount=Decimal("79.00"), currency="USD"),
        list_price=Money(amount=Decimal("99.00"), currency="USD"),
        in_stock=True,
        rating=4.5,
        rating_count=123,
        image=f"/pictures/p-{number}.svg",
        options={"colour": "blue", "size": "42"},
        reasons=("under $100",),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def reply(text: str = "Here are two pairs. The first is the lightest.", **changes: object) -> Reply:
    """Return a reply with two cards and one chip; `changes` replace its fields."""
    plain = Reply(
        conversation_id="",
        act=Act.SEARCH,
        text=text,
        language="en",
        cards=(card(1), card(2)),
        chips=(Chip("under $100", "any price"),),
        suggestions=("only blue ones",),
        match_count=12,
        ms={"understand": 1.0, "search": 2.0, "first_sentence": 3.0, "total": 4.0},
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@dataclass
class ScriptedAssistant:
    """Answers with the queued replies in order, sentence by sentence, `pause` seconds apart."""

    queue: deque[Reply | Exception] = field(default_factory=deque)
    pause: float = 0.0
    heard: list[str] = field(default_factory=list)
    given: list[tuple[str | None, Page | None]] = field(default_factory=list)
    visits: list[Visit | None] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    closed_early: threading.Event = field(default_factory=threading.Event)
    turns: dict[str, list[Turn]] = field(default_factory=dict)

    def start(self, visit: Visit | None = None) -> str:
        conversation_id = secrets.token_urlsafe(32)
        self.visits.append(visit)
        self.turns[conversation_id] = []
        return conversation_id

    def history(self, conversation_id: str) -> tuple[Turn, ...]:
        if conversation_id not in self.turns:
            raise AssistantError(f"there is no conversation {conversation_id!r}")
        return tuple(self.turns[conversation_id])

    def starters(self) -> Sequence[str]:
        return ("running shoes under $100", "a gift for a gardener")

    def reply(
        self,
        conversation_id: str,
        message: str,
        *,
        message_id: str | None = None,
        page: Page | None = None,
    ) -> Generator[ReplyEvent]:
        self.heard.append(message)
        self.given.append((message_id, page))
        answer = self.queue.popleft() if self.queue else reply()
        if isinstance(answer, Exception):
            raise answer
        shown: list[str] = []
        try:
            yield CardsShown(answer.cards, answer.chips, answer.match_count)
            for sentence in answer.text.split(". "):
                threading.Event().wait(self.pause)
                shown.append(sentence if sentence.endswith(".") else f"{sentence}.")
                self.said.append(shown[-1])
                yield SentenceShown(shown[-1], plain=False)
        except GeneratorExit:
            self.closed_early.set()
            raise
        finally:
            ended = replace(answer, conversation_id=conversation_id, text=" ".join(shown))
            self.turns[conversation_id].append(Turn(message, ended))
        yield Done(ended)
