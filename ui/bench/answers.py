"""Answers: from what was found to the first sentence and to the whole reply.

The baseline asks the bundled model for the same sentences through `generate`, with a prompt
that is read anew, and checks nothing of what it writes.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from assistant.formats import format_money
from assistant.reply import Done
from ui.bench.figures import Part, Row, side_by_side
from ui.terminal import replying

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.reply import Reply
    from assistant.types import Card
    from ui.bench.setting import Bench

__all__ = ["answer_plainly", "measure_answers"]

_MOST_TOKENS = 144
_SHOWN = 2
_SENTENCES = "{count}; {1.title} {1.price}; {2.title} {2.price}"


def measure_answers(bench: Bench) -> Part:
    """Answer what each message finds, ours and plain in turns, over the same cards."""
    found: dict[str, Sequence[Card]] = {}

    def ours(message: str) -> tuple[float, float]:
        reply = _reply(bench, message)
        found[message] = reply.cards
        return (
            reply.ms["first_sentence"] - reply.ms["search"],
            reply.ms["total"] - reply.ms["search"],
        )

    spreads = side_by_side(ours, lambda said: answer_plainly(bench, said, found[said]), bench.said)
    names = ("first sentence", "whole reply")
    return Part(
        "answers",
        tuple(Row(name, *spread) for name, spread in zip(names, spreads, strict=True)),
        (
            f"{len(bench.said)} messages, timed from the moment the cards are found; every "
            "sentence of ours is checked before it counts, the baseline's are not",
        ),
    )


def answer_plainly(bench: Bench, message: str, shown: Sequence[Card]) -> tuple[float, float]:
    """Let the plain model write the answer; gives milliseconds to its first sentence and end."""
    from prompts import render

    facts = [_fact(place, card) for place, card in enumerate(shown[:_SHOWN], start=1)]
    filled = render("answer", wanted=message, facts="\n".join(facts), slots=_SENTENCES, tone="")
    written = bench.plain.write([(item.role, item.content) for item in filled], _MOST_TOKENS)
    return written.first_sentence_ms, written.total_ms


def _fact(place: int, card: Card) -> str:
    price = format_money(card.price) if card.price else "price on request"
    return f"{place} {card.title} {price}: {', '.join([card.brand, *card.options.values()])}"


def _reply(bench: Bench, message: str) -> Reply:
    assistant = bench.assistant
    with closing(replying(assistant, assistant.start(), message)) as events:
        return next(event.reply for event in events if isinstance(event, Done))
