"""Replies beside an event loop: in order, stoppable, with every failure heard."""

from __future__ import annotations

import asyncio
from collections import deque

import pytest
from scripted import ScriptedAssistant, reply

from assistant.errors import AssistantError
from assistant.reply import CardsShown, Done, SentenceShown
from ui.replies import Replies


def test_events_come_in_order() -> None:
    async def run() -> None:
        assistant = ScriptedAssistant()
        replies = Replies(assistant)
        events = [event async for event in replies.stream(assistant.start(), "shoes")]
        assert [type(event) for event in events] == [
            CardsShown,
            SentenceShown,
            SentenceShown,
            Done,
        ]
        replies.close()

    asyncio.run(run())


def test_a_stopped_reply_ends_at_once_and_its_turn_is_kept() -> None:
    async def run() -> None:
        long = reply(". ".join(f"Sentence {n}" for n in range(100)) + ".")
        assistant = ScriptedAssistant(deque([long]), pause=0.05)
        replies = Replies(assistant)
        conversation = assistant.start()
        seen = []
        async for event in replies.stream(conversation, "shoes"):
            seen.append(event)
            if len(seen) == 3:
                replies.stop(conversation)
        assert len(seen) <= 4
        await replies.settled(conversation)
        assert assistant.closed_early.is_set()
        assert len(assistant.said) <= 5, "sentences went on being made after the stop"
        assert [turn.message for turn in assistant.history(conversation)] == ["shoes"]
        replies.close()

    asyncio.run(run())


def test_a_reader_that_goes_away_stops_the_reply() -> None:
    async def run() -> None:
        long = reply(". ".join(f"Sentence {n}" for n in range(100)) + ".")
        assistant = ScriptedAssistant(deque([long]), pause=0.02)
        replies = Replies(assistant)
        conversation = assistant.start()
        stream = replies.stream(conversation, "shoes")
        await anext(stream)
        await stream.aclose()
        await replies.settled(conversation)
        assert assistant.closed_early.is_set()
        assert len(assistant.said) < 10
        replies.close()

    asyncio.run(run())


def test_what_a_reply_raises_is_raised_to_its_reader() -> None:
    async def run() -> None:
        assistant = ScriptedAssistant(deque([AssistantError("the model is gone")]))
        replies = Replies(assistant)
        with pytest.raises(AssistantError, match="the model is gone"):
            async for _ in replies.stream(assistant.start(), "shoes"):
                pass
        replies.close()

    asyncio.run(run())


def test_settled_waits_no_longer_than_its_patience() -> None:
    async def run() -> None:
        assistant = ScriptedAssistant(pause=0.5)
        replies = Replies(assistant)
        conversation = assistant.start()
        stream = replies.stream(conversation, "shoes")
        await anext(stream)
        began = asyncio.get_running_loop().time()
        await replies.settled(conversation, patience=0.1)
        assert asyncio.get_running_loop().time() - began < 0.4
        await stream.aclose()
        await replies.settled(conversation)
        replies.close()

    asyncio.run(run())
