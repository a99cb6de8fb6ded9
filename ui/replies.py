"""The replies now being made: each in a thread of its own, to be awaited or stopped.

Knows nothing of pages: a conversation id goes in, events come out. A reply is stopped between
two events, in the thread that makes it, so that its turn still ends as stored.
"""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence

    from assistant.reply import ReplyEvent, Turn
    from assistant.visit import Page, Visit

__all__ = ["Conversing", "Replies", "pump"]


class Conversing(Protocol):
    """What a page or a terminal needs of an assistant."""

    def start(self, visit: Visit | None = None) -> str:
        """Begin a conversation and return its unguessable id."""

    def reply(
        self,
        conversation_id: str,
        message: str,
        *,
        message_id: str | None = None,
        page: Page | None = None,
    ) -> Iterator[ReplyEvent]:
        """Answer a message, event by event; closing it early stops the work."""

    def history(self, conversation_id: str) -> Sequence[Turn]:
        """Return the turns so far; AssistantError where there is no such conversation."""

    def starters(self) -> Sequence[str]:
        """Return messages that may open a conversation."""


def pump(
    make: Callable[[], Iterator[ReplyEvent]],
    put: Callable[[ReplyEvent | Exception | None], object],
    stopped: threading.Event,
) -> None:
    """Make a reply in this thread and `put` its events, then None or what it raised.

    Once `stopped` is set the reply is closed after the event it is busy with.
    """
    ending: Exception | None = None
    try:
        events = make()
        try:
            for event in events:
                if stopped.is_set():
                    break
                put(event)
        finally:
            if isinstance(events, Generator):
                events.close()
    except Exception as error:  # noqa: BLE001 - raised again where the events are read
        ending = error
    put(ending)


@dataclass(slots=True, eq=False)
class _Running:
    events: asyncio.Queue[ReplyEvent | Exception | None] = field(default_factory=asyncio.Queue)
    stopped: threading.Event = field(default_factory=threading.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def stop(self) -> None:
        """Let the reader go at once, and the maker after the event it is busy with."""
        self.stopped.set()
        self.events.put_nowait(None)


class Replies:
    """Runs an assistant's replies beside an event loop; its methods belong to that loop."""

    def __init__(self, assistant: Conversing, *, threads: int = 32) -> None:
        self._assistant = assistant
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="reply")
        self._running: defaultdict[str, set[_Running]] = defaultdict(set)

    async def stream(
        self,
        conversation_id: str,
        message: str,
        *,
        message_id: str | None = None,
        page: Page | None = None,
    ) -> AsyncIterator[ReplyEvent]:
        """Yield the events of one reply; ends early when stopped, raises what the reply raised.

        `message_id` and `page` are as the assistant takes them. A reader that goes away (a
        closed page) stops the reply.
        """
        running = _Running()
        self._running[conversation_id].add(running)
        loop = asyncio.get_running_loop()
        making = loop.run_in_executor(
            self._threads,
            pump,
            lambda: self._assistant.reply(
                conversation_id, message, message_id=message_id, page=page
            ),
            lambda event: loop.call_soon_threadsafe(running.events.put_nowait, event),
            running.stopped,
        )
        making.add_done_callback(lambda _: self._forget(conversation_id, running))
        try:
            while (event := await running.events.get()) is not None:
                if isinstance(event, Exception):
                    raise event
                yield event
        finally:
            running.stopped.set()

    def stop(self, conversation_id: str) -> None:
        """Stop the replies now being made in a conversation; none is fine."""
        for running in self._running.get(conversation_id, ()):
            running.stop()

    async def settled(self, conversation_id: str, *, patience: float = 5.0) -> None:
        """Wait until no reply of a conversation is being made, at most `patience` seconds."""
        waits = [
            asyncio.ensure_future(running.ended.wait())
            for running in self._running.get(conversation_id, ())
        ]
        if waits:
            _, late = await asyncio.wait(waits, timeout=patience)
            for wait in late:
                wait.cancel()

    def close(self) -> None:
        """Stop every reply and take no more."""
        for conversation_id in tuple(self._running):
            self.stop(conversation_id)
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _forget(self, conversation_id: str, running: _Running) -> None:
        running.ended.set()
        self._running[conversation_id].discard(running)
        if not self._running[conversation_id]:
            del self._running[conversation_id]
