"""Words to `Delta`: the model answers under the schema of this message.

A model with our trained adapter is asked in the form it was trained on, any other with examples.

Where the message leaves nothing open the model is not asked, and where it does not answer in
time the certain reading stands.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.types import Act, Delta
from assistant.understanding.reading import Reading
from assistant.understanding.schema import (
    certain_delta,
    chosen_delta,
    is_open,
    parse_delta,
    phrases_of,
    schema_of,
)
from assistant.understanding.tuned import (
    ADAPTER,
    is_tuned,
    parse_answer,
    tuned_prompt,
    tuned_schema,
)
from prompts import render

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["Extraction", "extract", "prompt_for"]

_log = logging.getLogger(__name__)
_MOST_TOKENS = 160
_SHOWN_MESSAGE = 600


@dataclass(frozen=True, slots=True)
class Extraction:
    """A delta, and whether the model failed to give it (`degraded`)."""

    delta: Delta
    degraded: bool = False


def extract(
    model: BaseChatModel, reading: Reading, acts: Sequence[Act], *, now: str, seconds: float
) -> Extraction:
    """Ask the model which of the possible deltas is meant; `now` says the search so far.

    Never raises for a model that fails or is slow: `degraded` says so.
    """
    if not is_open(reading, acts):
        return Extraction(certain_delta(reading, acts))
    ask = _ask_tuned if is_tuned(model) else _ask
    try:
        return Extraction(ask(model, reading, acts, now, seconds))
    except AssistantError as error:
        _log.warning("understanding without the model: %s", error)
        return Extraction(certain_delta(reading, acts), degraded=True)


def _ask(
    model: BaseChatModel, reading: Reading, acts: Sequence[Act], now: str, seconds: float
) -> Delta:
    answer = model.invoke(
        prompt_for(reading.text, now),
        json_schema=schema_of(reading, acts),
        max_tokens=_MOST_TOKENS,
        time_limit=seconds,
    )
    return parse_delta(str(answer.text), reading)


def _ask_tuned(
    model: BaseChatModel, reading: Reading, acts: Sequence[Act], now: str, seconds: float
) -> Delta:
    answer = model.invoke(
        tuned_prompt(reading.text, now),
        json_schema=tuned_schema(acts, phrases_of(reading)),
        max_tokens=_MOST_TOKENS,
        time_limit=seconds,
        adapter=ADAPTER,
    )
    return chosen_delta(reading, *parse_answer(str(answer.text)))


def prompt_for(message: str, now: str) -> list[tuple[str, str]]:
    """Render the prompt as (role, text) pairs; a long message is cut for the model only."""
    filled = render("understand", message=message[:_SHOWN_MESSAGE], now=now or "nothing")
    return [(item.role, item.content) for item in filled]
