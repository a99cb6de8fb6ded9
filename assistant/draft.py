"""A reply while it comes about: what was understood, found and said so far, and when."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field

from assistant.answering import Sentence
from assistant.dialogue import State, chips
from assistant.formats import Manner
from assistant.reply import Reply, Source
from assistant.steps import Step, state_after
from assistant.store import Said, TraceStep
from assistant.types import Card, Chip, Outcome

__all__ = ["Draft"]


@dataclass(slots=True)
class Draft:
    """Collects one turn; `finish` makes it a `Said`, whole or cut short."""

    conversation_id: str
    message_id: str
    message: str
    state: State
    manner: Manner
    reply: Reply = field(init=False)
    _began: float = field(default_factory=time.perf_counter)
    _ms: dict[str, float] = field(default_factory=dict)
    _sentences: list[Sentence] = field(default_factory=list)
    _trace: list[TraceStep] = field(default_factory=list)
    _steps: Sequence[Step] = ()

    def carried_out(self, steps: Sequence[Step]) -> None:
        """Note what the parts of the message mean, and what came of them."""
        self._steps = steps
        self._mark("search")
        self._ms["understand"] = round(sum(step.ms for step in steps), 1)
        for step in steps:
            delta = json.dumps(asdict(step.understood.delta), ensure_ascii=False, default=str)
            ids = [card.product_id for card in step.outcome.cards]
            found = f"{step.outcome.match_count} match, shown: {ids}"
            self._trace += [TraceStep("understand", delta), TraceStep("act", found)]

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards of all parts, in their order."""
        return tuple(card for outcome in self._outcomes for card in outcome.cards)

    @property
    def chips(self) -> tuple[Chip, ...]:
        """What is in force after the last part."""
        after = state_after(self.state, self._steps)
        return chips(after.conditions, self.manner) if after.wishes else self._outcomes[-1].chips

    @property
    def match_count(self) -> int | None:
        """How many products fit, of all parts that searched; None where none did."""
        counts = self._counts
        return sum(counts) if counts else None

    @property
    def _outcomes(self) -> list[Outcome]:
        return [step.outcome for step in self._steps]

    @property
    def _counts(self) -> tuple[int, ...]:
        return tuple(o.match_count for o in self._outcomes if o.match_count is not None)

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
        after = state_after(self.state, self._steps)
        outcomes, degraded = self._outcomes, any(s.understood.degraded for s in self._steps)
        missing = (o.not_found for o in outcomes if o.not_found)
        suggested = dict.fromkeys(s for o in reversed(outcomes) for s in o.suggestions)
        first, last = outcomes[0].request, outcomes[-1].request
        self.reply = Reply(
            conversation_id=self.conversation_id,
            act=first.act,
            then=tuple(outcome.request.act for outcome in outcomes[1:]),
            text=" ".join(sentence.text for sentence in self._sentences),
            language=first.language,
            cards=self.cards,
            constraints=after.conditions if after.wishes else last.conditions,
            chips=self.chips,
            suggestions=tuple(suggested),
            match_count=self.match_count,
            counts=self._counts,
            not_found=next(missing, None),
            asks=self._asked(),
            sources=_sources(outcomes, self.cards),
            comparison=next((o.comparison for o in outcomes if o.comparison), None),
            mention=next((o.mention for o in outcomes if o.mention), None),
            like=next((o.like.id for o in outcomes if o.like), None),
            degraded=degraded or any(s.degraded for s in self._sentences),
            ms=dict(self._ms),
        )
        return Said(
            message_id=self.message_id,
            message=self.message,
            reply=self.reply,
            state=after,
            trace=tuple(self._trace),
        )

    def _asked(self) -> str | None:
        """The question as it was put, which is the last sentence."""
        asks = any(outcome.asks for outcome in self._outcomes)
        return self._sentences[-1].text if asks and self._sentences else None

    def _mark(self, step: str) -> None:
        self._ms[step] = round((time.perf_counter() - self._began) * 1000, 1)


def _sources(outcomes: Iterable[Outcome], cards: Iterable[Card]) -> tuple[Source, ...]:
    """Where what is said comes from: the passages that are quoted, the products shown."""
    passages = (Source("policy", p.id) for outcome in outcomes for p in outcome.passages)
    return (*passages, *(Source("product", card.product_id) for card in cards))
