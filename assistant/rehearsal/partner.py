"""Whom a script talks to: the seam between the runner and an assistant, here or elsewhere."""

from __future__ import annotations

import secrets
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from assistant.errors import AssistantError
from assistant.rehearsal.noting import in_force
from assistant.rehearsal.observed import Observed, observe
from assistant.rehearsal.script import (
    Event,
    Fixtures,
    ModelFails,
    ModelRecovers,
    ModelSlow,
    OpenPage,
    SetPrice,
    SetStock,
)
from assistant.rehearsal.stage import StagedModel, WatchedStore, changed_index
from assistant.reply import Done

if TYPE_CHECKING:
    from assistant.reply import Reply
    from assistant.service import Shop
    from assistant.turn import Assistant
    from assistant.visit import Page
    from retrieval.search import Index

__all__ = ["InProcess", "Partner"]


class Partner(Protocol):
    """One conversation with an assistant. Every method may raise AssistantError."""

    @property
    def index(self) -> Index:
        """The catalogue as it is now."""

    def start(self, fixtures: Fixtures, seed: int = 0) -> tuple[str, ...]:
        """Begin a conversation; gives notes on which fixtures are in force.

        `seed` is the run's, for where the fixtures have none; 0 is the model as it is.
        """

    def say(self, text: str) -> Observed:
        """Send one message and wait for the whole reply."""

    def retry(self) -> Observed:
        """Send the last message again under the same id."""

    def reload(self) -> tuple[tuple[str, str], ...]:
        """Load the conversation again; gives what was said and answered, oldest first."""

    def apply(self, event: Event) -> None:
        """Let a change of the shop or of the model happen."""


class InProcess:
    """Talks with an assistant of this process, through a copy of its own that it may change.

    The assistant's model, store and shop are used as they are; what a script changes is
    changed for this conversation alone.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._store = WatchedStore(assistant.store)
        self._model = assistant.model
        self._shop_now = assistant.shop
        self._changes: list[SetStock | SetPrice] = []
        self._staged: tuple[Shop, int, Shop] | None = None
        self._page: Page | None = None
        self._assistant = copy(assistant)
        self._assistant.store = self._store
        self._assistant.shop = self._shop
        self._conversation = ""
        self._last = ("", "")

    @property
    def index(self) -> Index:
        """The catalogue as it is now."""
        return self._shop().index

    def start(self, fixtures: Fixtures, seed: int = 0) -> tuple[str, ...]:
        """Begin the visit of the fixtures, by their clock and with their seed, else the run's."""
        if (moment := fixtures.clock) is not None:
            self._store = WatchedStore(self._store.at(lambda: moment))
            self._assistant.store = self._store
        if seed := seed if fixtures.seed is None else fixtures.seed:
            self._model = StagedModel(inner=self._model, seed=seed)
            self._assistant.model = self._model
        self._conversation = self._assistant.start(fixtures.visit)
        return in_force(fixtures)

    def say(self, text: str) -> Observed:
        """Send one message and wait for the whole reply."""
        self._last = (text, secrets.token_urlsafe(8))
        return self.retry()

    def retry(self) -> Observed:
        """Send the last message again under the same id."""
        text, message_id = self._last
        reply: Reply | None = None
        events = self._assistant.reply(
            self._conversation, text, message_id=message_id, page=self._page
        )
        for event in events:
            if isinstance(event, Done):
                reply = event.reply
        if reply is None:
            raise AssistantError("the reply never ended: the assistant gave no last event")
        trace, hints = self._store.trace(self._conversation), self._assistant.starters()
        return observe(text, reply, self.index, trace=trace, hints=hints)

    def reload(self) -> tuple[tuple[str, str], ...]:
        """Give the conversation as a page that is loaded again would show it."""
        turns = self._assistant.history(self._conversation)
        return tuple((turn.message, turn.reply.text) for turn in turns)

    def apply(self, event: Event) -> None:
        """Let a change of the shop or of the model happen."""
        match event:
            case SetStock() | SetPrice():
                self._changes.append(event)
                self._shop()  # an unknown product is told at once
            case ModelFails():
                self._assistant.model = StagedModel(inner=self._model, fails=True)
            case ModelSlow(seconds):
                self._assistant.model = StagedModel(inner=self._model, slower=seconds)
            case ModelRecovers():
                self._assistant.model = self._model
            case OpenPage(page):
                self._page = page

    def _shop(self) -> Shop:
        """The shop as the script has changed it; made anew when the real one changes."""
        real = self._shop_now()
        if self._staged is None or self._staged[:2] != (real, len(self._changes)):
            index = real.index
            for change in self._changes:
                index = changed_index(index, change)
            self._staged = (real, len(self._changes), replace(real, index=index))
        return self._staged[2]
