"""`Outcome` to the sentences of a reply: what to say, then how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.answering.asking import points_of_asking
from assistant.answering.comparing import points_of_comparison
from assistant.answering.compose import Known, Sentence, Writing, compose, plainly
from assistant.answering.currency import points_of_currency
from assistant.answering.details import points_of_details
from assistant.answering.evidence import gather
from assistant.answering.likeness import points_of_likeness
from assistant.answering.phrases import Blocks
from assistant.answering.points import Point, Speaker, points_of_search
from assistant.answering.policies import points_of_policy
from assistant.answering.talk import greeted, points_of_talk
from assistant.grounding import Terms, world_of
from assistant.languages import language_of
from assistant.tone import Tone
from assistant.types import Act, Outcome

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["Setting", "answer"]


@dataclass(frozen=True, slots=True)
class Setting:
    """Where an answer is given: turn of the conversation, the shop's locale, a first wish.

    `heard` names the groups of words that the message touched ("thanks"), `quotes`
    allows to repeat the shopper's own words, `writing` is how the model writes, `terms` are
    the catalogue's words, each of which is a claim, `tone` is how the shop sounds.
    """

    turn: int
    locale: str
    example: str
    heard: frozenset[str] = frozenset()
    quotes: bool = True
    writing: Writing = field(default_factory=Writing)
    terms: Terms = field(default_factory=Terms)
    tone: Tone = field(default_factory=Tone)


def answer(model: BaseChatModel | None, outcome: Outcome, setting: Setting) -> Iterator[Sentence]:
    """Say what there is to say of an outcome; without a model in the plain sentences."""
    evidence = gather(outcome, locale=setting.locale)
    speaker = Speaker(
        evidence, setting.turn, setting.example, setting.locale, setting.quotes, setting.tone
    )
    points = (
        *greeted(speaker),
        *_plan(outcome, speaker, setting.heard),
        *points_of_asking(outcome, speaker),
    )
    points = tuple(replace(point, blocks=_toned(point, setting.tone)) for point in points)
    world = world_of(outcome, setting.terms, locale=setting.locale)
    known = Known(evidence, world, setting.tone)
    if language_of(setting.locale) == "zh":
        return iter([plainly(point, known) for point in points])  # the check reads English alone
    if model is None:
        return iter([plainly(point, known, degraded=bool(point.slots)) for point in points])
    return compose(model, outcome, points, known, replace(setting.writing, turn=setting.turn))


def _toned(point: Point, tone: Tone) -> Blocks:
    """The building blocks of a point as the shop would say them."""
    return tuple(tone.kept(choice) for choice in point.blocks)


def _plan(outcome: Outcome, speaker: Speaker, heard: frozenset[str]) -> tuple[Point, ...]:
    """Decide what to say, in its order."""
    if outcome.asks and outcome.asks.candidates:
        return ()
    never = outcome.not_found is not None and outcome.not_found.kind == "never_shown"
    if outcome.request.act is Act.DETAILS or never:
        return points_of_details(outcome, speaker)
    if outcome.request.act is Act.COMPARE:
        return points_of_comparison(outcome, speaker)
    if outcome.request.act in {Act.POLICY, Act.RETURN_REQUEST, Act.HANDOFF}:
        return points_of_policy(outcome, speaker)
    if outcome.match_count is None:
        return points_of_talk(outcome, speaker, heard)
    said = points_of_likeness if outcome.like else points_of_search
    return (*said(outcome, speaker), *points_of_currency(outcome, speaker))
