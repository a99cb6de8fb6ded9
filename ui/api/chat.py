"""`POST /v1/chat` and the conversations behind it: begun, talked in, read again.

Knows nothing of how replies are made. A client holds a signed handle; the conversation itself
is the store's.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent
from typing_extensions import TypedDict

from assistant.errors import AssistantError
from ui.api.asking import Asking, Beginning
from ui.api.events import TurnObject, error_event, events_of, turn_object
from ui.problems import Problem, problem_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.reply import Turn
    from ui.handles import Handles
    from ui.replies import Conversing, Replies

__all__ = ["chat_routes"]

logger = logging.getLogger(__name__)


class Begun(TypedDict):
    """A new conversation, and messages that may open it."""

    conversation: str
    starters: list[str]


class Held(TypedDict):
    """A conversation as it is stored, its turns oldest first."""

    conversation: str
    turns: list[TurnObject]


@dataclass(frozen=True, slots=True)
class _Entered:
    """A message whose conversation is known."""

    conversation_id: str
    handle: str
    asking: Asking


def chat_routes(assistant: Conversing, replies: Replies, handles: Handles) -> APIRouter:
    """Give the routes of conversations."""
    desk = _Desk(assistant, replies, handles)
    entering = Depends(desk.enter)

    async def chat(entered: _Entered = entering) -> AsyncIterator[ServerSentEvent]:
        """Answer a message, event by event; a client that goes away stops the reply."""
        async for event in _told(replies, entered):
            yield event

    router = APIRouter()
    router.add_api_route("/chat", chat, methods=["POST"], response_class=EventSourceResponse)
    router.add_api_route("/conversations", desk.begin, methods=["POST"], status_code=201)
    router.add_api_route("/conversations/{conversation}", desk.read)
    return router


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where conversations are begun and found again."""

    assistant: Conversing
    replies: Replies
    handles: Handles

    async def begin(self, beginning: Beginning) -> Begun:
        """Begin a conversation without a word."""
        conversation_id = await asyncio.to_thread(self.assistant.start, beginning.visit())
        return Begun(
            conversation=self.handles.sign(conversation_id),
            starters=list(self.assistant.starters()),
        )

    async def read(self, conversation: str) -> Held:
        """Give a conversation again, as after a reload of the page."""
        if conversation_id := self.handles.read(conversation):
            await self.replies.settled(conversation_id)
        _, turns = await self._found(conversation)
        return Held(
            conversation=conversation, turns=[turn_object(turn, conversation) for turn in turns]
        )

    async def enter(self, asking: Asking) -> _Entered:
        """Find the conversation of a message, or begin it: what fails here fails with a status."""
        if asking.conversation is not None:
            conversation_id, _ = await self._found(asking.conversation)
            return _Entered(conversation_id, asking.conversation, asking)
        conversation_id = await asyncio.to_thread(self.assistant.start, asking.visit())
        return _Entered(conversation_id, self.handles.sign(conversation_id), asking)

    async def _found(self, handle: str) -> tuple[str, Sequence[Turn]]:
        conversation_id = self.handles.read(handle)
        if conversation_id is not None:
            try:
                turns = await asyncio.to_thread(self.assistant.history, conversation_id)
            except AssistantError as error:
                logger.info("a conversation cannot be found: %s", error)
            else:
                return conversation_id, turns
        raise Problem(404, f"there is no conversation {handle[:12]!r}: begin a new one")


async def _told(replies: Replies, entered: _Entered) -> AsyncIterator[ServerSentEvent]:
    """Give the events of one reply; what breaks it is the last of them."""
    asking = entered.asking
    page = asking.page.page() if asking.page else None
    try:
        async for step in replies.stream(
            entered.conversation_id, asking.message, message_id=asking.message_id, page=page
        ):
            for event in events_of(step, entered.handle):
                yield event
    except AssistantError as error:
        logger.warning("a reply failed: %s", error)
        yield error_event(problem_of(error), entered.handle)
    except Exception as error:
        logger.exception("a reply failed")
        yield error_event(problem_of(error), entered.handle)
