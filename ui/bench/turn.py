"""Whole turns: from a message's arrival to its cards, its first sentence and its end.

The baseline is a turn as it is often built: the model reads one long prompt and writes free
JSON, the catalogue is searched, the model reads another and writes the answer.
"""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

from assistant.reply import CardsShown, SentenceShown
from ui.bench.answers import answer_plainly
from ui.bench.figures import Part, Row, side_by_side
from ui.bench.understanding import understand_plainly
from ui.terminal import replying

if TYPE_CHECKING:
    from ui.bench.setting import Bench
    from ui.replies import Conversing

__all__ = ["measure_turns", "time_turn"]

Times = tuple[float, float, float]
"""Milliseconds until the cards, the first sentence, the end."""


def measure_turns(bench: Bench) -> Part:
    """Answer each message in a conversation of its own, ours and plain in turns."""
    spreads = side_by_side(
        lambda message: time_turn(bench.assistant, message),
        lambda message: _plain_turn(bench, message),
        bench.said,
    )
    names = ("cards on screen", "first sentence", "whole turn")
    rows = [Row(name, *spread) for name, spread in zip(names, spreads, strict=True)]
    return Part(
        "turn",
        tuple(rows),
        (
            f"{len(bench.said)} messages, each a conversation of its own, ours stored in the "
            "database; the baseline is free JSON, one search, and an answer by `generate`",
        ),
    )


def time_turn(assistant: Conversing, message: str) -> Times:
    """Answer one message."""
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


def _plain_turn(bench: Bench, message: str) -> Times:
    began = time.perf_counter()
    understand_plainly(bench, message)
    shop = bench.assistant.shop()
    hits = shop.index.search(message, limit=shop.shown).hits
    cards = (time.perf_counter() - began) * 1000
    shown = [shop.card(hit.product, hit.variant) for hit in hits]
    first, total = answer_plainly(bench, message, shown)
    return cards, cards + first, cards + total
