"""A reply while it comes about: what was understood, found and said so far, and when."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field

from assistant.answering import Sentence
from assistant.dialogue import State, advance
from assistant.reply import Reply, Source
from assistant.store import Said, TraceStep
from assistant.types import Outcome
from assistant.understanding import Understood

__all__ = ["Draft"]


@dataclass(slots=True)
class Draft:
    """Collects one turn; `finish` makes it a `Said`, whole or cut short."""

    conversation_id: str
    message_id: str
    message: str
    state: State
    reply: Reply = field(init=False)
    _began: float = field(default_factory=time.perf_counter)
    _ms: dict[str, float] = field(default_factory=dict)
    _sentences: list[Sentence] = field(default_factory=list)
    _trace: list[TraceStep] = field(default_factory=list)
    _understood: Understood = field(init=False)
    _outcome: Outcome = field(init=False)

    def understood(self, understood: Understood) -> None:
        """Note what the message means."""
        self._understood = understood
        self._mark("understand")
        delta = json.dumps(asdict(understood.delta), ensure_ascii=False, default=str)
        self._trace.append(TraceStep("understand", delta))

    def found(self, outcome: Outcome) -> None:
        """Note what was found."""
        self._outcome = outcome
        self._mark("search")
        ids = [card.product_id for card in outcome.cards]
        self._trace.append(TraceStep("act", f"{outcome.match_count} match, shown: {ids}"))

    def say(self, sentence: Sentence) -> None:
        """Note a sentence that goes out."""
        if not self._sentences:
            self._mark("first_sentence")
        self._sentences.append(sentence)
        author = "code" if sentence.plain else "model"
        reason = f" (the model's: {sentence.reason})" if sentence.reason else ""
        self._trace.append(TraceStep("answer", f"{author}: {sentence.text}{reason}"))
        borne_out = [
            f"{claim.kind} {claim.text!r}: {ground.source} {ground.id} {ground.field}"
            for claim in sentence.claims
            for ground in claim.grounds
        ]
        self._trace.append(TraceStep("claims", "; ".join(borne_out)))

    def finish(self) -> Said:
        """Make the reply of everything noted so far."""
        self._mark("total")
        outcome, request = self._outcome, self._outcome.request
        self.reply = Reply(
            conversation_id=self.conversation_id,
            act=request.act,
            text=" ".join(sentence.text for sentence in self._sentences),
            language=request.language,
            cards=outcome.cards,
            constraints=request.conditions,
            chips=outcome.chips,
            suggestions=outcome.suggestions,
            match_count=outcome.match_count,
            not_found=outcome.not_found,
            sources=tuple(Source("product", card.product_id) for card in outcome.cards),
            degraded=self._understood.degraded or any(s.degraded for s in self._sentences),
            ms=dict(self._ms),
        )
        return Said(
            message_id=self.message_id,
            message=self.message,
            reply=self.reply,
            state=advance(self.state, outcome),
            trace=tuple(self._trace),
        )

    def _mark(self, step: str) -> None:
        self._ms[step] = round((time.perf_counter() - self._began) * 1000, 1)
