"""`Outcome` to sentences: the model words what it may, each sentence checked before it leaves.

One call of the model for a whole reply, streamed; a sentence that fails its check, or that the
model does not give in time, is replaced by the plain one. What is built from the blocks that
were offered needs no check: only true ones are.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.answering.evidence import Evidence
from assistant.answering.grammar import grammar_of
from assistant.answering.ground import check
from assistant.answering.phrases import is_built
from assistant.answering.points import Point
from assistant.answering.sentences import fill
from assistant.answering.tuned import ADAPTER, PROMPT, is_tuned, manner_of
from assistant.errors import AssistantError
from assistant.formats import format_attribute
from assistant.grounding import Claim, World, verify
from assistant.reply import SentenceShown
from assistant.tone import Tone
from assistant.types import Act, Outcome
from prompts import render
from retrieval.catalogue import Product

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["Known", "Sentence", "Writing", "compose", "plainly", "prompt_for", "traits_told"]

_log = logging.getLogger(__name__)
_TOKENS_A_SENTENCE = 48
_TRAITS = 4
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")


@dataclass(frozen=True, slots=True)
class Writing:
    """How a model writes: from building blocks (`guided`) or freely, and for how many seconds.

    `turn` is the conversation's: a model with our adapter puts things otherwise in the next.
    """

    guided: bool = True
    seconds: float = 20.0
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What a reply may say: the values of slots, all that its sentences are held to, and how."""

    evidence: Evidence
    world: World
    tone: Tone = field(default_factory=Tone)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A finished sentence; `plain` where code wrote it.

    `reason` says why the model's own was replaced, `degraded` that there was none in time.
    `claims` are those that it makes, each with what bears it out.
    """

    text: str
    plain: bool
    reason: str = ""
    degraded: bool = False
    claims: tuple[Claim, ...] = ()

    def shown(self) -> SentenceShown:
        """Give it as the event that goes out."""
        return SentenceShown(self.text, self.plain, self.claims, self.reason)


def compose(
    model: BaseChatModel,
    outcome: Outcome,
    points: Sequence[Point],
    known: Known,
    manner: Writing,
) -> Iterator[Sentence]:
    """Say the points in order; closing the iterator stops the model."""
    owed = [point for point in points if point.slots]
    spoken = manner_of(manner.turn) if is_tuned(model) else None
    prompt = prompt_for(outcome, owed, known.tone, spoken) if owed else []
    writer = _Writer(_stream(model, prompt, owed, manner) if owed else iter(()))
    for point in points:
        template = writer.next_sentence() if point.slots else ""
        if template:
            yield _checked(template, point, known)
        else:
            failure = writer.failure if point.slots else ""
            yield plainly(point, known, reason=failure, degraded=bool(failure))


def plainly(point: Point, known: Known, *, reason: str = "", degraded: bool = False) -> Sentence:
    """Give the plain sentence of a point, with the claims that are borne out."""
    claims = tuple(claim for claim in verify(point.plain, known.world).claims if claim.holds)
    return Sentence(point.plain, plain=True, reason=reason, degraded=degraded, claims=claims)


def _checked(template: str, point: Point, known: Known) -> Sentence:
    """Give a model's sentence where all that it claims is true, else the plain one.

    Its form is checked with the slots open, and what it says when they are filled.
    """
    if avoided := known.tone.avoids(template):
        return plainly(point, known, reason=f"{avoided!r} is a word to avoid: {template}")
    form = check(template, known.evidence, point.slots)
    if not (form.passed or is_built(template, point.blocks)):
        return plainly(point, known, reason=f"{form.reason}: {template}")
    text = fill(template, known.evidence.slots)
    verdict = verify(text, known.world)
    if not verdict.passed:
        return plainly(point, known, reason=f"{verdict.reason}: {text}")
    return Sentence(text, plain=False, claims=verdict.claims)


class _Writer:
    """The model's sentences of one reply, as they are written; stays silent once it failed."""

    def __init__(self, written: Iterator[str]) -> None:
        self.failure = ""
        self._written = written

    def next_sentence(self) -> str | None:
        """Give the next sentence with its slots open, or None where the model gave none."""
        if self.failure:
            return None
        try:
            sentence = next(self._written, None)
        except AssistantError as error:
            _log.warning("answering without the model: %s", error)
            self.failure = str(error)
            return None
        if sentence is None:
            self.failure = "the model stopped early"
        return sentence


def _stream(
    model: BaseChatModel, prompt: list[tuple[str, str]], owed: Sequence[Point], manner: Writing
) -> Iterator[str]:
    tuned = is_tuned(model)
    adapter: dict[str, Any] = {"adapter": ADAPTER} if tuned else {}
    stream = model.stream(
        prompt,
        lark=grammar_of(owed, guided=manner.guided and not tuned),
        max_tokens=_TOKENS_A_SENTENCE * len(owed),
        time_limit=manner.seconds,
        **adapter,
    )
    written = ""
    for chunk in stream:
        written += str(chunk.text)
        *finished, written = _SENTENCE_END.split(written)
        yield from (said for sentence in finished if (said := sentence.strip()))
    if written.strip():
        yield written.strip()


def prompt_for(
    outcome: Outcome,
    owed: Sequence[Point],
    tone: Tone | None = None,
    manner: str | None = None,
) -> list[tuple[str, str]]:
    """Render the prompt for the sentences of these points as (role, text) pairs.

    With a `manner` it is that of a model with our adapter.
    """
    request = outcome.request
    asked = ", ".join(request.asked) if request.act is Act.DETAILS else ""
    wanted = asked or ", ".join(chip.label for chip in outcome.chips) or request.query
    filled = render(
        PROMPT if manner else "answer",
        wanted=wanted or "something from this shop",
        facts="\n".join(_facts(outcome)),
        tone=f"Tone: {tone.told}\n" if tone and tone.told else "",
        slots="; ".join(" ".join(f"{{{slot}}}" for slot in point.slots) for point in owed),
        **({"manner": manner} if manner else {}),
    )
    return [(message.role, message.content) for message in filled]


def _facts(outcome: Outcome) -> Iterator[str]:
    """A line for each of the first two cards: its slots, and words that its listing has."""
    for place, product in enumerate(outcome.products[:2], start=1):
        traits = ", ".join(traits_told(product))
        yield f"{place} {{{place}.title}} {{{place}.price}}: {traits}"


def traits_told(product: Product) -> list[str]:
    """The first words of a product's listing that a model is told."""
    return list(_traits(product))[:_TRAITS]


def _traits(product: Product) -> Iterator[str]:
    for name, value in product.attributes.items():
        if value is True:
            yield name
        elif isinstance(value, tuple):
            yield format_attribute(value)
