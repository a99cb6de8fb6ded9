"""What a simulated conversation is worth: judged by the catalogue and the replies' state.

Knows nothing of how the shopper chose its moves, nor of how the assistant answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from assistant.rehearsal.shoppers.conversation import Conversation, Exchange
from assistant.rehearsal.shoppers.stock import Stock
from assistant.rehearsal.shoppers.wish import Wish, broken
from assistant.reply import Reply
from assistant.types import Act

__all__ = ["Measures", "Violation", "measure"]

_ALIKE = 0.8
"""How alike two words must be, of 1, to be one of them misspelt."""
_WORD = re.compile(r"[\w-]+")
_QUESTION = re.compile(r"[^.!?]*\?")


@dataclass(frozen=True, slots=True)
class Violation:
    """A card that breaks a wish in force, shown without a word of it; turns count from 1."""

    turn: int
    product_id: str
    wish: Wish


@dataclass(frozen=True, slots=True)
class Measures:
    """The figures of one conversation.

    `found`: a product that meets every wish was shown. `empty` counts searches that showed
    nothing, `admitted` the cards beside which the reply says which wish it cannot look for.
    """

    found: bool
    turns: int
    questions: int
    repeated_questions: int
    violations: tuple[Violation, ...]
    admitted: int
    empty: int
    repeated_replies: int


def measure(conversation: Conversation, stock: Stock) -> Measures:
    """Judge a conversation."""
    exchanges = conversation.exchanges
    asked = [question for e in exchanges for question in _questions(e.reply)]
    breaches = [
        (Violation(turn, card_id, wish), _admits(exchange.reply, wish))
        for turn, exchange in enumerate(exchanges, start=1)
        for card_id, wish in _breaches(exchange, stock)
    ]
    return Measures(
        found=conversation.ending == "found",
        turns=len(exchanges),
        questions=len(asked),
        repeated_questions=len(asked) - len(set(asked)),
        violations=tuple(violation for violation, admitted in breaches if not admitted),
        admitted=sum(admitted for _, admitted in breaches),
        empty=sum(_searched(e.reply) and not e.reply.cards for e in exchanges),
        repeated_replies=_repeats([e.reply for e in exchanges]),
    )


def _searched(reply: Reply) -> bool:
    return reply.act in {Act.SEARCH, Act.REFINE}


def _breaches(exchange: Exchange, stock: Stock) -> Iterator[tuple[str, Wish]]:
    """Cards of a search that break a wish; a card that the catalogue lacks breaks them all."""
    for card in exchange.reply.cards if _searched(exchange.reply) else ():
        shown = stock.find(card.product_id, card.variant_id)
        for wish in broken(exchange.wishes, *shown) if shown else exchange.wishes:
            yield card.product_id, wish


def _admits(reply: Reply, wish: Wish) -> bool:
    """Say whether a reply tells that it could not look for a wish, in the words it was said."""
    gap = reply.not_found
    if gap is None or gap.kind != "not_filterable":
        return False
    figure = [] if wish.bound is None else [f"{wish.bound.normalize():f}"]
    said = [*_WORD.findall(wish.name.casefold()), *_WORD.findall(wish.field.casefold()), *figure]
    told = _WORD.findall(gap.subject.casefold())
    return any(SequenceMatcher(None, a, b).ratio() >= _ALIKE for a in said for b in told)


def _questions(reply: Reply) -> list[str]:
    """What a reply asks back: its own field, else its sentences that end so."""
    return [reply.asks] if reply.asks else [q.strip() for q in _QUESTION.findall(reply.text)]


def _repeats(replies: Sequence[Reply]) -> int:
    """Count replies that say and show just what the one before did."""
    shown = [(reply.text, [card.variant_id for card in reply.cards]) for reply in replies]
    return sum(now == before for before, now in pairwise(shown))
