"""How fast a chat model writes. Knows nothing of the shop.

`aisle bench` puts it beside the baseline of `plain.py`, measured in the same run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from langchain_core.messages import HumanMessage, SystemMessage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

__all__ = ["Pace", "time_model"]

_TOKENS = 64
_MESSAGES: list[BaseMessage] = [
    SystemMessage("You help people in a shop. " + "Answer kindly and in short sentences. " * 40),
    HumanMessage("Describe a walk along the sea in the morning, in many words."),
]


@dataclass(frozen=True, slots=True)
class Pace:
    """Milliseconds to the first token, tokens a second after it, tokens of the prompt."""

    first_token_ms: float
    tokens_per_second: float
    prompt_tokens: int


def time_model(model: BaseChatModel) -> Pace:
    """Let a chat model of this package answer a prompt of about 330 tokens.

    From the second call on the first token's time is that of a prompt whose static part has
    been read before. A model brought by the caller is timed from outside.
    """
    import time

    began = time.perf_counter()
    answer = model.invoke(_MESSAGES, max_tokens=_TOKENS)
    took = time.perf_counter() - began
    data = answer.response_metadata
    return Pace(
        first_token_ms=data.get("first_token_ms", took * 1000),
        tokens_per_second=data.get("tokens_per_second", _TOKENS / took),
        prompt_tokens=data.get("prompt_tokens", 0),
    )
