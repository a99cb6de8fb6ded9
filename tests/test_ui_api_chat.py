"""`/v1`: a conversation over HTTP, event by event, and what of a client's wishes is refused."""

from __future__ import annotations

import json
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient
from scripted import ScriptedAssistant, reply

from assistant.errors import AssistantError
from assistant.visit import Page, Visit
from ui.api import create_api
from ui.api.asking import Asking
from ui.handles import Handles
from ui.replies import Replies
from ui.wire import reply_object

if TYPE_CHECKING:
    from httpx import Response

HANDLES = Handles("a secret of at least thirty-two letters")


def served(assistant: ScriptedAssistant) -> TestClient:
    return TestClient(create_api(assistant, Replies(assistant), HANDLES))


def events(response: Response) -> list[tuple[str, Any]]:
    """Each event's name and data."""
    assert response.headers["content-type"].startswith("text/event-stream")
    blocks = [block for block in response.text.split("\n\n") if block.strip()]
    lines = [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]
    return [(line["event"], json.loads(line["data"])) for line in lines]


def test_a_reply_comes_as_events() -> None:
    assistant = ScriptedAssistant()
    with served(assistant) as client:
        told = events(client.post("/chat", json={"message": "shoes"}))
    assert [name for name, _ in told] == ["cards", "sentence", "sentence", "suggestions", "done"]
    cards, first, *_, suggestions, done = [data for _, data in told]
    assert [card["id"] for card in cards["products"]] == ["p-1", "p-2"]
    assert cards["products"][0]["variant"] == "p-1-42"
    assert cards["chips"] == [{"label": "under $100", "removal": "any price"}]
    assert first == {"text": "Here are two pairs.", "plain": False, "claims": []}
    assert suggestions == {"suggestions": ["only blue ones"]}
    assert done == reply_object(reply())
    assert assistant.heard == ["shoes"]


def test_a_conversation_goes_on() -> None:
    assistant = ScriptedAssistant()
    with served(assistant) as client:
        _, cards = events(client.post("/chat", json={"message": "shoes"}))[0]
        again = {"message": "blue ones", "conversation": cards["conversation"]}
        events(client.post("/chat", json=again))
        held = client.get(f"/conversations/{cards['conversation']}").json()
    assert [turn["message"] for turn in held["turns"]] == ["shoes", "blue ones"]
    assert held["turns"][0]["cards"] == cards
    assert held["turns"][0]["done"] == reply_object(reply())
    assert len(assistant.turns) == 1


def test_a_conversation_may_begin_without_a_word() -> None:
    assistant = ScriptedAssistant()
    visit = {
        "page": {"product": "p-1"},
        "customer": "c-1001",
        "language": "de",
        "locale": "de_DE",
        "currency": "EUR",
    }
    with served(assistant) as client:
        answer = client.post("/conversations", json=visit)
        begun = answer.json()
    assert answer.status_code == 201
    assert begun["starters"] == list(assistant.starters())
    assert HANDLES.read(begun["conversation"]) in assistant.turns
    assert assistant.visits == [Visit(Page("p-1"), "c-1001", "de", "de_DE", "EUR")]


def test_message_id_and_page_reach_the_assistant() -> None:
    assistant = ScriptedAssistant()
    asked = {"message": "this one", "message_id": "m-1", "page": {"category": "boots"}}
    with served(assistant) as client:
        events(client.post("/chat", json=asked))
    assert assistant.given == [("m-1", Page(category="boots"))]
    assert assistant.visits == [Visit(Page(category="boots"))]


@pytest.mark.parametrize("name", ["clock", "seed", "model_fails", "set_price", "event", "fixtures"])
def test_what_only_a_rehearsal_sets_is_no_customers_to_set(name: str) -> None:
    with served(ScriptedAssistant()) as client:
        for path in ("/chat", "/conversations"):
            answer = client.post(path, json={"message": "shoes", name: 1})
            assert answer.status_code == 422
            assert {"#/" + name} <= {fault["pointer"] for fault in answer.json()["errors"]}


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({}, "#/message"),
        ({"message": 7}, "#/message"),
        ({"message": "a", "locale": "xx_XX"}, "no such locale"),
        ({"message": "a", "language": "english"}, "#/language"),
        ({"message": "a", "currency": "dollars"}, "#/currency"),
        ({"message": "a", "message_id": "m" * 65}, "#/message_id"),
        ({"message": "a", "page": {"url": "http://evil.example"}}, "#/page/url"),
        ({"message": "a", "conversation": "x", "customer": "c-1"}, "where a conversation begins"),
        ({"message": "a", "message_id": ""}, "#/message_id"),
        ({"message": "a", "message_id": "\ud800"}, "#/message_id"),
        ({"message": "a", "customer": "c\x00"}, "#/customer"),
    ],
)
def test_a_bad_request_is_told_what_is_bad(asked: dict[str, object], why: str) -> None:
    assistant = ScriptedAssistant()
    with served(assistant) as client:
        answer = client.post(
            "/chat", content=json.dumps(asked), headers={"content-type": "application/json"}
        )
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert why in answer.json()["detail"]
    assert not assistant.turns


@pytest.mark.parametrize("handle", ["nonsense", HANDLES.sign("nobody"), ""])
def test_an_unknown_conversation_is_told_before_anything_is_said(handle: str) -> None:
    assistant = ScriptedAssistant()
    with served(assistant) as client:
        answer = client.post("/chat", json={"message": "shoes", "conversation": handle})
        assert answer.status_code == 404
        assert "begin a new one" in answer.json()["detail"]
        assert client.get(f"/conversations/{handle or 'none'}").status_code == 404
    assert not assistant.heard


@pytest.mark.parametrize(
    ("failure", "status", "said"),
    [
        (AssistantError("an earlier message is still being answered"), 503, "earlier message"),
        (ZeroDivisionError("a secret of ours"), 500, "went wrong on our side"),
    ],
)
def test_what_breaks_a_reply_is_its_last_event(failure: Exception, status: int, said: str) -> None:
    assistant = ScriptedAssistant(deque([failure]))
    with served(assistant) as client:
        ((name, problem),) = events(client.post("/chat", json={"message": "shoes"}))
    assert (name, problem["status"]) == ("error", status)
    assert said in problem["detail"]
    assert HANDLES.read(problem["conversation"]) in assistant.turns


def test_a_foreign_page_cannot_send_a_form() -> None:
    with served(ScriptedAssistant()) as client:
        answer = client.post(
            "/chat", content='{"message": "a"}', headers={"content-type": "text/plain"}
        )
    assert answer.status_code == 422


def test_the_api_describes_itself() -> None:
    with served(ScriptedAssistant()) as client:
        paths = client.get("/openapi.json").json()["paths"]
    assert {"/chat", "/conversations", "/conversations/{conversation}"} <= set(paths)


def test_the_page_about_it_names_every_field_and_event() -> None:
    page = (Path(__file__).parent.parent / "docs" / "http.md").read_text(encoding="utf-8")
    for name in (*Asking.model_fields, "cards", "sentence", "suggestions", "done", "error"):
        assert f"`{name}`" in page
