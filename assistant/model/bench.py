"""How fast a chat model writes. Knows nothing of the shop.

`aisle bench` puts it beside the baseline of `plain.py`, measured in the same run.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

from langchain_core.messages import HumanMessage, SystemMessage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

__all__ = ["ModelSpeed", "measure"]

_TOKENS = 64
_RUNS = 3
_MESSAGES: list[BaseMessage] = [
    SystemMessage("You help people in a shop. " + "Answer kindly and in short sentences. " * 40),
    HumanMessage("Describe a walk along the sea in the morning, in many words."),
]


@dataclass(frozen=True, slots=True)
class ModelSpeed:
    """Medians over a few runs: milliseconds to the first token, tokens a second after it."""

    first_token_ms: float
    tokens_per_second: float
    prompt_tokens: int


def measure(model: BaseChatModel) -> ModelSpeed:
    """Measure a chat model of this package on a prompt of about 330 tokens.

    The first token's time is that of a prompt whose static part has been read before.
    """
    answers = [model.invoke(_MESSAGES, max_tokens=_TOKENS) for _ in range(_RUNS + 1)][1:]
    data = [answer.response_metadata for answer in answers]
    return ModelSpeed(
        first_token_ms=statistics.median(entry["first_token_ms"] for entry in data),
        tokens_per_second=statistics.median(entry["tokens_per_second"] for entry in data),
        prompt_tokens=data[0]["prompt_tokens"],
    )
