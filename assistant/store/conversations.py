"""The one owner of conversations: their state and their messages, kept for good.

A turn is one transaction. Knows nothing of what a turn means.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from assistant.dialogue import State
from assistant.errors import AssistantError
from assistant.reply import Reply, Turn
from retrieval.text import clean

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from sqlalchemy import Engine

__all__ = ["Clock", "ConversationStore", "Said", "TraceStep"]

Clock = Callable[[], datetime]
"""Says what time it is, with its zone."""


_TOLD = 12
"""Characters of an id that are told: whoever has the whole of it may read the conversation."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step of how a turn came about, for people who look into it."""

    step: str
    detail: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one turn adds to a conversation."""

    message_id: str
    message: str
    reply: Reply
    state: State
    trace: Sequence[TraceStep] = ()


class ConversationStore:
    """Conversations in a database that `open_database` has opened; `clock` says when it is."""

    def __init__(self, engine: Engine, clock: Clock = _now) -> None:
        self._engine = engine
        self._clock = clock

    def at(self, clock: Clock) -> ConversationStore:
        """Give the same store by another clock."""
        other = copy(self)
        other._clock = clock
        return other

    def start(self, state: State | None = None) -> str:
        """Begin a conversation; its id is 256 random bits, and the only key to it."""
        from sqlalchemy.orm import Session

        from assistant.store.tables import Conversation

        conversation_id, now = secrets.token_urlsafe(32), self._clock()
        with Session(self._engine) as session, session.begin():
            session.add(
                Conversation(
                    id=conversation_id,
                    created_at=now,
                    updated_at=now,
                    turns=0,
                    state=_dumped(State, state or State()),
                )
            )
        return conversation_id

    def state(self, conversation_id: str) -> State:
        """Give the state after the last turn. Raises AssistantError for an unknown id."""
        from sqlalchemy.orm import Session

        from assistant.store.tables import Conversation

        with Session(self._engine) as session:
            found = session.get(Conversation, conversation_id)
            if found is None:
                raise AssistantError(
                    f"there is no conversation {conversation_id[:_TOLD]!r}: start a new one"
                )
            state: State = _adapter(State).validate_python(found.state)
            return state

    def newest(self, count: int) -> tuple[str, ...]:
        """Give the ids of the conversations in which something was said last, latest first."""
        from sqlalchemy import select
        from sqlalchemy.orm import Session

        from assistant.store.tables import Conversation

        query = select(Conversation.id).where(Conversation.turns > 0)
        with Session(self._engine) as session:
            found = session.scalars(query.order_by(Conversation.updated_at.desc()).limit(count))
            return tuple(found)

    def turns(self, conversation_id: str) -> tuple[Turn, ...]:
        """Give every turn, oldest first."""
        from sqlalchemy import select
        from sqlalchemy.orm import Session

        from assistant.store.tables import Message

        self.state(conversation_id)
        query = select(Message).where(Message.conversation_id == conversation_id)
        with Session(self._engine) as session:
            messages = session.scalars(query.order_by(Message.position, Message.id)).all()
        asked = {m.position: m.text for m in messages if m.role == "user"}
        return tuple(
            Turn(asked[m.position], _adapter(Reply).validate_python(m.payload), _utc(m.created_at))
            for m in messages
            if m.role == "assistant"
        )

    def reply_to(self, conversation_id: str, message_id: str) -> Reply | None:
        """Give the reply that a message with this id has had, or None."""
        from sqlalchemy import select
        from sqlalchemy.orm import Session

        from assistant.store.tables import Message

        query = select(Message.payload).where(
            Message.conversation_id == conversation_id,
            Message.client_message_id == message_id,
            Message.role == "assistant",
        )
        with Session(self._engine) as session:
            payload = session.scalar(query)
        reply: Reply | None = _adapter(Reply).validate_python(payload) if payload else None
        return reply

    def record(self, conversation_id: str, said: Said) -> None:
        """Store a turn: both messages and the new state, or nothing.

        Raises AssistantError when the conversation went on meanwhile, or the database failed.
        """
        from sqlalchemy.exc import SQLAlchemyError
        from sqlalchemy.orm import Session

        try:
            with Session(self._engine) as session, session.begin():
                self._record(session, conversation_id, said)
        except SQLAlchemyError as error:
            raise AssistantError(
                f"the turn could not be stored: {getattr(error, 'orig', None) or error}. "
                "Nothing of it was kept; send it again."
            ) from error

    def _record(self, session: Any, conversation_id: str, said: Said) -> None:  # noqa: ANN401
        from sqlalchemy import update

        from assistant.store.tables import Conversation, Message

        now, turn = self._clock(), said.state.turns
        moved = session.execute(
            update(Conversation)
            .where(Conversation.id == conversation_id, Conversation.turns == turn - 1)
            .values(turns=turn, updated_at=now, state=_dumped(State, said.state))
        )
        if moved.rowcount != 1:
            raise AssistantError("the conversation went on meanwhile: send the message again")
        shared = {
            "conversation_id": conversation_id,
            "position": turn,
            "client_message_id": said.message_id,
            "created_at": now,
        }
        session.add(Message(role="user", text=clean(said.message), **shared))
        session.add(
            Message(
                role="assistant",
                text=said.reply.text,
                payload=_dumped(Reply, said.reply),
                trace=[{"step": step.step, "detail": step.detail} for step in said.trace],
                **shared,
            )
        )


def _utc(moment: datetime) -> datetime:
    """SQLite forgets the zone of a moment; it was UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def _dumped(kind: type, value: object) -> dict[str, Any]:
    dumped: dict[str, Any] = _adapter(kind).dump_python(value, mode="json")
    return dumped
