"""One message understood: read, extracted, resolved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.dialogue import State, chips
from assistant.formats import Manner
from assistant.types import Act, Delta, Request
from assistant.understanding.act_classifier import Classify
from assistant.understanding.acts import finding_acts
from assistant.understanding.answers import act_asked, chosen, text_asked
from assistant.understanding.extract import extract
from assistant.understanding.guessing import guess, unlikely_acts
from assistant.understanding.heard import heard_of
from assistant.understanding.hearing import in_english, language_in
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.reading import Reading, read
from assistant.understanding.resolve import resolve
from assistant.understanding.screening import screen
from assistant.understanding.settling import Ground, Settled, settled
from assistant.understanding.tuned import is_tuned
from assistant.understanding.widening import widened
from retrieval.search import Index

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["Listener", "Understood", "understand"]


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message means, of the `acts` there were to choose from.

    `degraded` where the model did not help.
    """

    reading: Reading
    delta: Delta
    request: Request
    degraded: bool = False
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Listener:
    """What helps the rules: a chat model, `seconds` that it may take for a message, and what tells
    how likely each act is, if there is such a classifier.
    """

    model: BaseChatModel
    seconds: float
    classify: Classify | None = None


def understand(
    listener: Listener, message: str, state: State, index: Index, manner: Manner
) -> Understood:
    """Understand a message in its conversation."""
    text, problem = screen(message)
    language = language_in(text, state)
    manner = manner.speaking(language)
    if problem is not None:
        kept = Request(Act.OUT_OF_SCOPE, state.query, state.conditions, state.sort, problem=problem)
        kept = replace(kept, language=language)
        return Understood(Reading(text), Delta(Act.OUT_OF_SCOPE), kept)
    reading = _read(text, state, index)
    now = ", ".join(chip.label for chip in chips(state.conditions, manner)) or state.query
    acts = _acts(reading, state, index, listener)
    if references := chosen(reading, state, index, acts):
        reading = replace(_read(text_asked(state), state, index), refs=references)
        acts = (act_asked(state),)
    extraction = extract(listener.model, reading, acts, now=now, seconds=listener.seconds)
    delta = replace(extraction.delta, language=language)
    request = replace(resolve(delta, state, index, manner), question=reading.text)
    return Understood(reading, delta, request, extraction.degraded, acts)


def _acts(reading: Reading, state: State, index: Index, listener: Listener) -> tuple[Act, ...]:
    """Every act that is left to choose from, the likeliest first."""
    guessed, shown = guess(reading, state, index), bool(state.shown)
    found = Settled(guessed.acts, agreed=guessed.ground is Ground.CERTAIN)
    if listener.classify is not None and guessed.ground in {Ground.WORDS, Ground.GUESS}:
        found = settled(
            guessed.acts,
            guessed.ground,
            listener.classify(reading.text, shown=shown),
            lambda: finding_acts(reading, state, index),
            shown=shown,
            silent=unlikely_acts(reading),
        )
    if found.agreed or not is_tuned(listener.model):
        return found.acts
    return widened(found.acts, reading, shown=shown)


def _read(text: str, state: State, index: Index) -> Reading:
    english = in_english(text, state)
    return read(english, index.vocabulary, load_lexicon(), heard_of(state, index))
