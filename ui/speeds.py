"""How fast a shop answers: turns, retrieval and the model, measured in one run.

Knows nothing of how the figures are shown. Times are milliseconds.
"""

from __future__ import annotations

import statistics
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.reply import CardsShown, SentenceShown
from ui.terminal import replying

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retrieval.search import Index
    from ui.replies import Conversing

__all__ = ["Spread", "TurnSpeed", "messages", "time_searches", "time_turns"]

_WARM_UP = 2


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of several times, and the time that nine in ten stay under."""

    median: float
    ninety: float

    @classmethod
    def of(cls, times: Sequence[float]) -> Spread:
        """Summarise at least two times."""
        return cls(statistics.median(times), statistics.quantiles(times, n=10)[-1])


@dataclass(frozen=True, slots=True)
class TurnSpeed:
    """From a message's arrival until its cards, its first sentence, its end."""

    cards: Spread
    first_sentence: Spread
    total: Spread
    turns: int


def messages() -> tuple[str, ...]:
    """Return the messages that are measured, a fixed list in the package."""
    text = (Path(__file__).parent / "static" / "messages.txt").read_text(encoding="utf-8")
    return tuple(text.splitlines())


def time_turns(assistant: Conversing, said: Sequence[str]) -> TurnSpeed:
    """Answer each message in a conversation of its own; the first few again, to warm up."""
    times = [_time_turn(assistant, message) for message in (*said[:_WARM_UP], *said)][_WARM_UP:]
    cards, first, total = zip(*times, strict=True)
    return TurnSpeed(Spread.of(cards), Spread.of(first), Spread.of(total), len(times))


def time_searches(index: Index, said: Sequence[str]) -> Spread:
    """Search for each message, words only."""
    times = []
    for message in (*said[:_WARM_UP], *said):
        began = time.perf_counter()
        index.search(message)
        times.append((time.perf_counter() - began) * 1000)
    return Spread.of(times[_WARM_UP:])


def _time_turn(assistant: Conversing, message: str) -> tuple[float, float, float]:
    conversation_id = assistant.start()
    cards = first = 0.0
    began = time.perf_counter()
    with closing(replying(assistant, conversation_id, message)) as events:
        for event in events:
            now = (time.perf_counter() - began) * 1000
            if isinstance(event, CardsShown):
                cards = now
            elif isinstance(event, SentenceShown) and not first:
                first = now
    return cards, first, (time.perf_counter() - began) * 1000
