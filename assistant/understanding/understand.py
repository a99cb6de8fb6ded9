"""One message understood: read, extracted, resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.dialogue import State, chips
from assistant.formats import Manner
from assistant.types import Act, Delta, Request
from assistant.understanding.acts import possible_acts
from assistant.understanding.extract import extract
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.reading import Reading, read
from assistant.understanding.resolve import resolve
from assistant.understanding.screening import screen
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
    if problem is not None:
        kept = Request(Act.OUT_OF_SCOPE, state.query, state.conditions, state.sort, problem=problem)
        return Understood(Reading(text), Delta(Act.OUT_OF_SCOPE), kept)
    titles = _shown_titles(state, index)
    reading = read(text, index.vocabulary, load_lexicon(), titles)
    now = ", ".join(chip.label for chip in chips(state.conditions, manner)) or state.query
    acts = possible_acts(reading, state, index)
    extraction = extract(model, reading, acts, now=now, seconds=seconds)
    request = resolve(extraction.delta, state, index, manner)
    return Understood(reading, extraction.delta, request, extraction.degraded)


def _shown_titles(state: State, index: Index) -> list[str]:
    """The titles of all that was shown, the newest first."""
    products = (index.product(showing.product_id) for showing in reversed(state.shown))
    return [product.title for product in products if product]
