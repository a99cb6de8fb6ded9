"""The scripted model: a queue, a memory, delays and errors; and the room's lazy front door."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from langchain_core.messages import HumanMessage

import assistant.model as room
from assistant.model import Delayed, ModelError, ScriptedChatModel


def test_answers_come_in_order_and_calls_are_remembered() -> None:
    model = ScriptedChatModel(answers=["one", {"act": "search", "query": "café"}])
    assert model.invoke("first", max_tokens=5, stop=["x"]).text == "one"
    assert model.invoke("second", json_schema={"type": "object"}).text == (
        '{"act":"search","query":"café"}'
    )
    first, second = model.calls
    assert first.messages == (HumanMessage("first"),)
    assert (first.options.max_tokens, first.options.stop) == (5, ("x",))
    assert second.options.json_schema == {"type": "object"}


def test_a_used_up_script_is_an_error() -> None:
    model = ScriptedChatModel(answers=["only"])
    model.invoke("a")
    with pytest.raises(ModelError, match="has 1 answers and this is call 2"):
        model.invoke("b")
    with pytest.raises(ModelError, match="has 0 answers"):
        ScriptedChatModel(answers=[], repeat_last=True).invoke("a")


def test_the_last_answer_may_repeat() -> None:
    model = ScriptedChatModel(answers=["a", "b"], repeat_last=True)
    assert [model.invoke("x").text for _ in range(4)] == ["a", "b", "b", "b"]


def test_an_error_is_raised_and_the_next_answer_comes() -> None:
    model = ScriptedChatModel(answers=[ModelError("the server is down"), "back"])
    with pytest.raises(ModelError, match="the server is down"):
        model.invoke("x")
    assert model.invoke("x").text == "back"


def test_a_late_answer_obeys_the_time_limit() -> None:
    model = ScriptedChatModel(answers=[Delayed(0.1, "late"), Delayed(30, "never")])
    began = time.perf_counter()
    assert model.invoke("x").text == "late"
    assert time.perf_counter() - began >= 0.1
    cut = model.invoke("x", time_limit=0.05)
    assert (cut.text, cut.response_metadata["finish_reason"]) == ("", "time")
    assert time.perf_counter() - began < 5


def test_streaming_gives_words_and_stops() -> None:
    model = ScriptedChatModel(answers=["These  are blue.\nAnd red."], repeat_last=True)
    pieces = [chunk.text for chunk in model.stream("x")]
    assert len(pieces) > 4
    assert "".join(pieces) == "These  are blue.\nAnd red."
    cut = model.invoke("x", stop=["\n"])
    assert (cut.text, cut.response_metadata["finish_reason"]) == ("These  are blue.", "stop_string")


def test_a_malformed_call_is_refused_as_by_the_real_ones() -> None:
    with pytest.raises(ModelError, match="maximum_tokens"):
        ScriptedChatModel(answers=["a"]).invoke("x", maximum_tokens=3)


def test_the_front_door_is_what_it_says() -> None:
    assert sorted(room._HOMES) == room.__all__
    for name in room.__all__:
        assert getattr(room, name).__name__ == name
    with pytest.raises(AttributeError, match="nothing_such"):
        room.nothing_such  # noqa: B018


def test_importing_the_room_is_light() -> None:
    heavy = "torch", "transformers", "langchain_core", "openai", "llguidance"
    code = f"import sys, assistant.model; print([m for m in {heavy} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
