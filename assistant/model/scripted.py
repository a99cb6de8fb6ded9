"""A chat model that plays a script: for tests, rehearsals and demonstrations without weights.

It takes the same keywords as the real ones and remembers every call.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, JsonValue, PrivateAttr

from assistant.model.errors import ModelError
from assistant.model.options import CallOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from langchain_core.callbacks import CallbackManagerForLLMRun

__all__ = ["Answer", "Delayed", "ScriptedCall", "ScriptedChatModel"]


@dataclass(frozen=True, slots=True)
class Delayed:
    """An answer that takes `seconds`; the call's time limit ends it earlier, with no text."""

    seconds: float
    answer: str


Answer = str | Mapping[str, JsonValue] | Delayed | Exception
"""Text, an object to be written as compact JSON, a late answer, or an error to be raised."""


@dataclass(frozen=True, slots=True)
class ScriptedCall:
    """One call that was made."""

    messages: tuple[BaseMessage, ...]
    options: CallOptions


class ScriptedChatModel(BaseChatModel):
    """Gives `answers` one a call, in order; raises ModelError when they are used up.

    With `repeat_last` the last answer is given for ever. `calls` is the memory.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    answers: Sequence[Answer]
    repeat_last: bool = False
    _calls: list[ScriptedCall] = PrivateAttr(default_factory=list)

    @property
    def calls(self) -> tuple[ScriptedCall, ...]:
        """Every call so far, oldest first."""
        return tuple(self._calls)

    @property
    def _llm_type(self) -> str:
        return "aisle-scripted"

    def warm(self, messages: Sequence[BaseMessage]) -> None:
        """Nothing to read beforehand; here so that it can stand in for the local model."""

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002  # LangChain calls it
        **kwargs: object,
    ) -> ChatResult:
        text, finish = self._next(messages, CallOptions.from_call(stop, kwargs))
        message = AIMessage(content=text, response_metadata={"finish_reason": finish})
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002  # LangChain calls it
        **kwargs: object,
    ) -> Iterator[ChatGenerationChunk]:
        text, finish = self._next(messages, CallOptions.from_call(stop, kwargs))
        for piece in re.findall(r"\s*\S+|\s+$", text):
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
        last = AIMessageChunk(content="", response_metadata={"finish_reason": finish})
        yield ChatGenerationChunk(message=last)

    def _next(self, messages: list[BaseMessage], options: CallOptions) -> tuple[str, str]:
        turn = len(self._calls)
        self._calls.append(ScriptedCall(tuple(messages), options))
        if turn >= len(self.answers) and not (self.repeat_last and self.answers):
            raise ModelError(
                f"the script has {len(self.answers)} answers and this is call {turn + 1}: "
                "add an answer, or set repeat_last"
            )
        return _play(self.answers[min(turn, len(self.answers) - 1)], options)


def _play(answer: Answer, options: CallOptions) -> tuple[str, str]:
    """The text of an answer and the reason why it ended."""
    if isinstance(answer, Exception):
        raise answer
    if isinstance(answer, Delayed):
        limit = options.time_limit
        if limit is not None and limit < answer.seconds:
            time.sleep(limit)
            return "", "time"
        time.sleep(answer.seconds)
        answer = answer.answer
    if not isinstance(answer, str):
        answer = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    ends = [at for stop in options.stop if (at := answer.find(stop)) >= 0]
    return (answer[: min(ends)], "stop_string") if ends else (answer, "stop")
