"""A partner that talks with a running server, as any client would: `POST /v1/chat`.

What a client may not do (set the clock or a seed, change stock, prices or the model) is refused
with its reason; `reach` tells beforehand which cases need it.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict
from typing import TYPE_CHECKING

import httpx
from httpx_sse import SSEError, connect_sse
from pydantic import JsonValue

from assistant.errors import AssistantError
from assistant.rehearsal.heard import HeardBeginning, HeardConversation, heard_reply, read_as
from assistant.rehearsal.noting import in_force
from assistant.rehearsal.reach import unmet, unreachable
from assistant.rehearsal.script import OpenPage

if TYPE_CHECKING:
    from assistant.rehearsal.observed import Observed
    from assistant.rehearsal.script import Event, Fixtures
    from assistant.visit import Page
    from retrieval.search import Index

__all__ = ["OverHttp", "Server"]

_PATIENCE = 120.0
"""Seconds that a server may be silent."""


class Server:
    """A running server at `url`, and the catalogue by which it is judged.

    Raises AssistantError where nothing answers there, or it is not ready.
    """

    def __init__(self, url: str, index: Index) -> None:
        self.index = index
        self.url = url.rstrip("/")
        try:
            self._client = httpx.Client(base_url=self.url, timeout=_PATIENCE)
        except (httpx.InvalidURL, ValueError) as error:
            raise AssistantError(f"{url!r} is no address of a server: {error}") from error
        self.get("/readyz")

    def get(self, path: str) -> JsonValue:
        """Ask for something; raises AssistantError where it is not given."""
        return self._asked("GET", path)

    def post(self, path: str, body: JsonValue) -> JsonValue:
        """Send something; raises AssistantError where it is not taken."""
        return self._asked("POST", path, body)

    def stream(self, path: str, body: JsonValue) -> dict[str, JsonValue]:
        """Send something and hear the events to their end; gives the last data of each name."""
        heard: dict[str, JsonValue] = {}
        try:
            with connect_sse(self._client, "POST", path, json=body) as source:
                if source.response.is_error:
                    source.response.read()
                    raise self._refusal(source.response)
                for event in source.iter_sse():
                    heard[event.event] = json.loads(event.data)
        except (httpx.HTTPError, SSEError, ValueError) as error:
            raise self._silence(error) from error
        return heard

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _asked(self, method: str, path: str, body: JsonValue = None) -> JsonValue:
        try:
            answer = self._client.request(method, path, json=body)
            given: JsonValue = answer.json() if not answer.is_error else None
        except (httpx.HTTPError, ValueError) as error:
            raise self._silence(error) from error
        if answer.is_error:
            raise self._refusal(answer)
        return given

    def _silence(self, error: Exception) -> AssistantError:
        return AssistantError(
            f"no server of ours answers at {self.url} ({error}). "
            "Start it with aisle serve, and give its address"
        )

    def _refusal(self, answer: httpx.Response) -> AssistantError:
        try:
            told = answer.json()
            why = told.get("detail") or told.get("missing")
        except (ValueError, AttributeError):
            why = answer.text[:200]
        return AssistantError(
            f"{self.url}{answer.request.url.path} answers {answer.status_code}: {why}"
        )


class OverHttp:
    """One conversation with a server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._conversation = ""
        self._starters: tuple[str, ...] = ()
        self._page: Page | None = None
        self._last = ("", "")

    @property
    def index(self) -> Index:
        """The catalogue of the shop's folder on this machine."""
        return self._server.index

    def start(self, fixtures: Fixtures, seed: int = 0) -> tuple[str, ...]:
        """Begin a conversation; raises AssistantError where more is needed than a client."""
        if refused := unmet(fixtures):
            raise AssistantError("; ".join(refused))
        begun = self._server.post("/v1/conversations", asdict(fixtures.visit))
        beginning = read_as(HeardBeginning, begun)
        self._conversation, self._starters = beginning.conversation, beginning.starters
        notes = in_force(fixtures)
        unseeded = "over HTTP a run's seed shuffles the cases, and reaches no model"
        return (*notes, unseeded) if seed else notes

    def say(self, text: str) -> Observed:
        """Send one message and wait for the whole reply."""
        self._last = (text, secrets.token_urlsafe(8))
        return self.retry()

    def retry(self) -> Observed:
        """Send the last message again under the same id."""
        text, message_id = self._last
        body: dict[str, JsonValue] = {
            "conversation": self._conversation,
            "message": text,
            "message_id": message_id,
        }
        if self._page is not None:
            body["page"] = asdict(self._page)
        events = self._server.stream("/v1/chat", body)
        if isinstance(problem := events.get("error"), dict):
            raise AssistantError(f"the server broke off: {problem.get('detail')}")
        if "done" not in events:
            raise AssistantError("the reply never ended: the server sent no event `done`")
        return heard_reply(
            text, events, self.index, conversation=self._conversation, hints=self._starters
        )

    def reload(self) -> tuple[tuple[str, str], ...]:
        """Give the conversation as the server has it."""
        held = self._server.get(f"/v1/conversations/{self._conversation}")
        return read_as(HeardConversation, held).said

    def apply(self, event: Event) -> None:
        """Open a page, or go; raises AssistantError for what no client can do."""
        if why := unreachable(event):
            raise AssistantError(why)
        if isinstance(event, OpenPage):
            self._page = event.page
