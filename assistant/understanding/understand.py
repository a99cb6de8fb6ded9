"""One message understood: read, extracted, resolved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.dialogue import State, chips
from assistant.formats import Manner
from assistant.types import Act, Delta, Request
from assistant.understanding.acts import possible_acts
from assistant.understanding.cues import Heard
from assistant.understanding.extract import extract
from assistant.understanding.hearing import in_english, language_in
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.reading import Reading, read
from assistant.understanding.resolve import resolve
from assistant.understanding.screening import screen
from retrieval.filters import Condition
from retrieval.search import Index

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["Understood", "understand"]


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message means; `degraded` where the model did not help."""

    reading: Reading
    delta: Delta
    request: Request
    degraded: bool = False


def understand(
    model: BaseChatModel,
    message: str,
    state: State,
    index: Index,
    manner: Manner,
    *,
    seconds: float,
) -> Understood:
    """Understand a message in its conversation; `seconds` is what the model may take."""
    text, problem = screen(message)
    language = language_in(text, state)
    manner = manner.speaking(language)
    if problem is not None:
        kept = Request(Act.OUT_OF_SCOPE, state.query, state.conditions, state.sort, problem=problem)
        kept = replace(kept, language=language)
        return Understood(Reading(text), Delta(Act.OUT_OF_SCOPE), kept)
    reading = read(in_english(text), index.vocabulary, load_lexicon(), _heard(state, index))
    now = ", ".join(chip.label for chip in chips(state.conditions, manner)) or state.query
    acts = possible_acts(reading, state, index)
    extraction = extract(model, reading, acts, now=now, seconds=seconds)
    delta = replace(extraction.delta, language=language)
    request = resolve(delta, state, index, manner)
    return Understood(reading, delta, request, extraction.degraded)


def _heard(state: State, index: Index) -> Heard:
    """What was shown, the newest first, and the kinds in force."""
    products = (index.product(showing.product_id) for showing in reversed(state.shown))
    titles = tuple(product.title for product in products if product)
    kinds = (c.values for c in state.conditions if (c.field, c.op) == ("category", "in"))

    def holds(within: Collection[str], field: str, value: str) -> bool:
        wanted = (Condition("category", "in", tuple(within)), Condition(field, "in", (value,)))
        return index.search("", wanted, limit=1).match_count > 0

    return Heard(titles, frozenset(name for values in kinds for name in values), holds)
