"""The local chat model behind LangChain's `BaseChatModel`.

Knows nothing of how weights are loaded or tokens chosen; it translates between LangChain's
messages and results and an `Engine`.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import InputTokenDetails, UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import ConfigDict

from assistant.model.engine import Engine
from assistant.model.options import CallOptions
from assistant.model.report import ModelReport
from assistant.model.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from langchain_core.callbacks import CallbackManagerForLLMRun

__all__ = ["LocalChatModel"]


class LocalChatModel(BaseChatModel):
    """A model in this process. Calls from several threads take turns.

    `invoke` and `stream` take the keywords of `CallOptions`. The message's
    `response_metadata` has `finish_reason` ("stop", "length", "time", "stop_string"),
    `generated_tokens`, `forced_tokens`, `prompt_tokens`, `cached_tokens`, `first_token_ms`
    and `tokens_per_second`. An answer under a grammar is whole only if it ended by "stop".
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    engine: Engine
    report: ModelReport

    @property
    def _llm_type(self) -> str:
        return "aisle-local"

    @property
    def adapters(self) -> frozenset[str]:
        """Names of the trained adapters that a call may ask for."""
        return self.engine.network.adapters

    def warm(self, messages: Sequence[BaseMessage], adapter: str | None = None) -> None:
        """Read the static beginning of a prompt now rather than in the first call."""
        self.engine.warm(messages, adapter)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: object,
    ) -> ChatResult:
        chunks = list(self._stream(messages, stop, run_manager, **kwargs))
        last = chunks[-1].message
        message = AIMessage(
            content="".join(chunk.text for chunk in chunks),
            response_metadata=last.response_metadata,
            usage_metadata=last.usage_metadata if isinstance(last, AIMessageChunk) else None,
        )
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002  # LangChain calls it
        **kwargs: object,
    ) -> Iterator[ChatGenerationChunk]:
        options, tally = CallOptions.from_call(stop, kwargs), Tally()
        with closing(self.engine.answer(messages, options, tally)) as pieces:
            for text in pieces:
                if text:
                    yield ChatGenerationChunk(message=AIMessageChunk(content=text))
        yield ChatGenerationChunk(message=self._last_chunk(tally))

    def _last_chunk(self, tally: Tally) -> AIMessageChunk:
        metadata = {
            "model_name": self.report.name,
            "finish_reason": tally.finish,
            "generated_tokens": tally.generated,
            "forced_tokens": tally.forced,
            "prompt_tokens": tally.prompt,
            "cached_tokens": tally.cached,
            "first_token_ms": tally.first_token_ms,
            "tokens_per_second": tally.tokens_per_second,
        }
        usage = UsageMetadata(
            input_tokens=tally.prompt,
            output_tokens=tally.written,
            total_tokens=tally.prompt + tally.written,
            input_token_details=InputTokenDetails(cache_read=tally.cached),
        )
        return AIMessageChunk(
            content="", response_metadata=metadata, usage_metadata=usage, chunk_position="last"
        )
