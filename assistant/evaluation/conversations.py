"""Answers over generated conversations, judged by the rehearsal's oracle, which reads the data.

Shoppers are drawn by seed from the catalogue; the model may be a liar. Knows nothing of the
checker's verdicts but how many sentences it replaced.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from assistant.rehearsal.grounding import ungrounded
from assistant.rehearsal.observed import Scene, observe
from assistant.rehearsal.shoppers.improvise import make_shopper
from assistant.rehearsal.shoppers.stock import Stock
from assistant.reply import Done, Reply, SentenceShown
from assistant.turn import Assistant
from retrieval.text import tokenise

__all__ = ["Told", "hold_conversations"]

_KEPT = 40


@dataclass
class Told:
    """What was said over all turns, and what of it the oracle found wrong.

    `own` are sentences of the model that were shown, `replaced` those that were not; `named`
    counts the cards that a reply names, of `shown`; `wrong` holds each message and its reply,
    what should have been and what was; times are milliseconds after the cards.
    """

    turns: int = 0
    sentences: int = 0
    own: int = 0
    replaced: int = 0
    wrong: list[tuple[str, str, str, str]] = field(default_factory=list)
    shown: int = 0
    named: int = 0
    repeated: int = 0
    words: list[int] = field(default_factory=list)
    first_ms: list[float] = field(default_factory=list)
    total_ms: list[float] = field(default_factory=list)
    _pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    def figures(self) -> dict[str, float | int]:
        """Sum up in plain figures; shares are 0 to 1."""
        pairs = sum(self._pairs.values())
        return {
            "turns": self.turns,
            "sentences": self.sentences,
            "model's own, shown": self.own,
            "model's own, replaced": self.replaced,
            "share of the model's own that pass": _share(self.own, self.own + self.replaced),
            "wrong by the oracle": len(self.wrong),
            "shown products that are named": _share(self.named, self.shown),
            "replies that repeat the one before": self.repeated,
            "words a reply, median": median(self.words or [0]),
            "distinct pairs of words": _share(len(self._pairs), pairs),
            "ms to the first sentence, median": round(median(self.first_ms or [0]), 1),
            "ms to the whole reply, median": round(median(self.total_ms or [0]), 1),
        }

    def note(self, reply: Reply, sentences: list[SentenceShown], before: str) -> None:
        """Take in one reply."""
        self.turns += 1
        self.sentences += len(sentences)
        self.own += sum(not sentence.plain for sentence in sentences)
        self.replaced += sum(bool(sentence.reason) for sentence in sentences)
        self.shown += len(reply.cards)
        self.named += sum(card.title in reply.text for card in reply.cards)
        self.repeated += reply.text == before
        words = [token.text for token in tokenise(reply.text)]
        self.words.append(len(words))
        self._pairs.update(pairwise(words))
        began = reply.ms.get("search", 0.0)
        self.first_ms.append(reply.ms.get("first_sentence", began) - began)
        self.total_ms.append(reply.ms.get("total", began) - began)


def hold_conversations(
    assistant: Assistant,
    *,
    turns: int,
    seed: int,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Told:
    """Let shoppers talk with an assistant until so many turns are held, and judge every reply."""
    told, stock = Told(), Stock(assistant.shop().index.products)
    number = 0
    while told.turns < turns:
        for message, reply, sentences, before in _converse(assistant, stock, seed, number):
            told.note(reply, sentences, before)
            observed = observe(message, reply, assistant.shop().index, hints=assistant.starters())
            for wanted, got in ungrounded(Scene(observed)):
                told.wrong.append((message, reply.text, wanted, got))
            progress(min(told.turns, turns), turns)
        number += 1
    del told.wrong[_KEPT * 25 :]
    return told


def _converse(
    assistant: Assistant, stock: Stock, seed: int, number: int
) -> Iterator[tuple[str, Reply, list[SentenceShown], str]]:
    shopper, conversation, before = make_shopper(stock, seed, number), assistant.start(), ""
    while said := shopper.speak():
        events = list(assistant.reply(conversation, said.text))
        sentences = [event for event in events if isinstance(event, SentenceShown)]
        (reply,) = (event.reply for event in events if isinstance(event, Done))
        shopper.hear(reply)
        yield said.text, reply, sentences, before
        before = reply.text


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
