"""One message of a conversation at a time: a second one waits its turn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from weakref import WeakValueDictionary

from assistant.errors import AssistantError

__all__ = ["OneAtATime"]


class _Place:
    """A lock that can be referred to weakly."""

    def __init__(self) -> None:
        self.lock = Lock()


class OneAtATime:
    """Locks by conversation, within this process; `patience` is the seconds a message waits."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._places: WeakValueDictionary[str, _Place] = WeakValueDictionary()
        self._guard = Lock()

    @contextmanager
    def of(self, conversation_id: str) -> Iterator[None]:
        """Hold the conversation. Raises AssistantError when its turn does not come in time."""
        with self._guard:
            place = self._places.setdefault(conversation_id, _Place())
        if not place.lock.acquire(timeout=self._patience):
            raise AssistantError(
                "an earlier message of this conversation is still being answered: try again soon"
            )
        try:
            yield
        finally:
            place.lock.release()
