"""Chat models that run elsewhere: any OpenAI-compatible server, any that LangChain knows.

They take the same keywords as the local model. A Lark grammar cannot travel: it is left out,
and the message's `response_metadata` says so by `"constrained": False`. Knows nothing of
weights.
"""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from langchain_core import exceptions as core
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from assistant.model.errors import ModelError
from assistant.model.options import CallOptions
from assistant.model.report import ModelReport

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from langchain_core.callbacks import CallbackManagerForLLMRun

    from assistant.model.config import ModelConfig

__all__ = ["RemoteChatModel", "connect"]

_PATIENCE = 60.0
"""Seconds that a call without a time limit may take until something comes."""


class RemoteChatModel(BaseChatModel):
    """Translates the keywords of `CallOptions` for `inner`, and its errors to ModelError.

    `compatible` says that the inner model speaks OpenAI's protocol, to a server that may be
    any: a JSON schema then travels as a strict `response_format`.
    """

    inner: BaseChatModel
    compatible: bool
    report: ModelReport

    @property
    def _llm_type(self) -> str:
        return "aisle-remote"

    def warm(self, messages: Sequence[BaseMessage]) -> None:
        """Nothing to read beforehand; here so that it can stand in for the local model."""

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
        )
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002  # LangChain calls it
        **kwargs: object,
    ) -> Iterator[ChatGenerationChunk]:
        options, started = CallOptions.from_call(stop, kwargs), time.perf_counter()
        finish, first = None, None
        with _translated(self.report.name, options):
            for chunk in self._pieces(messages, options):
                finish = chunk.response_metadata.get("finish_reason") or finish
                if chunk.text:
                    first = first or time.perf_counter()
                    yield ChatGenerationChunk(message=AIMessageChunk(content=str(chunk.text)))
                if options.time_limit and time.perf_counter() - started > options.time_limit:
                    finish = "time"
                    break
        metadata = {
            "model_name": self.report.name,
            "finish_reason": finish or "stop",
            "constrained": options.json_schema is not None,
            "first_token_ms": None if first is None else (first - started) * 1000,
        }
        last = AIMessageChunk(content="", response_metadata=metadata, chunk_position="last")
        yield ChatGenerationChunk(message=last)

    def _pieces(
        self, messages: list[BaseMessage], options: CallOptions
    ) -> Iterator[AIMessage | AIMessageChunk]:
        asked: dict[str, Any] = {
            "max_tokens": options.max_tokens,
            "temperature": options.temperature,
            "stop": list(options.stop) or None,
        }
        if self.compatible:
            asked["timeout"] = options.time_limit or _PATIENCE
            asked["seed"] = options.seed
            asked["extra_body"] = _response_format(options)
        elif options.json_schema is not None:
            structured = self.inner.with_structured_output(
                dict(options.json_schema), method="json_schema"
            )
            text = json.dumps(structured.invoke(messages), ensure_ascii=False)
            yield AIMessage(content=text)
            return
        given = {key: value for key, value in asked.items() if value is not None}
        yield from self.inner.stream(messages, **given)


def connect(config: ModelConfig) -> RemoteChatModel:
    """The chat model that `config.name` names by URL or as langchain:PROVIDER:MODEL.

    Nothing is asked of the server yet. Raises ModelError for a name that lacks its model or
    provider, and where the provider's package is missing.
    """
    if config.name.startswith("langchain:"):
        return _by_langchain(config)
    if not config.remote_model:
        raise ModelError(
            f"the server {config.name} was named without a model: set remote_model to one of "
            "those that it serves (GET /v1/models lists them)"
        )
    from langchain_openai.chat_models.base import BaseChatOpenAI
    from pydantic import SecretStr

    # BaseChatOpenAI and not ChatOpenAI: it says max_tokens, which every server understands.
    inner = BaseChatOpenAI(
        model=config.remote_model,
        base_url=config.name,
        api_key=config.api_key or SecretStr("none"),
        max_retries=0,
        use_responses_api=False,
    )
    reason = f"served by {config.name}"
    report = ModelReport(config.remote_model, "remote", "unknown", "unknown", reason)
    return RemoteChatModel(inner=inner, compatible=True, report=report)


def _by_langchain(config: ModelConfig) -> RemoteChatModel:
    from langchain.chat_models import init_chat_model

    name = config.name.removeprefix("langchain:")
    provider, _, model = name.partition(":")
    if not provider or not model:
        raise ModelError(f"{config.name!r} names no model: write langchain:PROVIDER:MODEL")
    # Without a key of ours the provider's package looks for its own.
    key: dict[str, Any] = {} if config.api_key is None else {"api_key": config.api_key}
    try:
        inner = init_chat_model(model, model_provider=provider, **key)
    except ImportError as error:
        raise ModelError(f"{config.name} needs a package that is not installed: {error}") from error
    except Exception as error:  # each provider checks its settings by errors of its own
        raise ModelError(f"{config.name} cannot be used: {error}") from error
    report = ModelReport(name, "remote", "unknown", "unknown", f"by LangChain's {provider}")
    return RemoteChatModel(inner=inner, compatible=False, report=report)


def _response_format(options: CallOptions) -> dict[str, Any] | None:
    if options.json_schema is None:
        return None
    schema = {"name": "answer", "schema": dict(options.json_schema), "strict": True}
    return {"response_format": {"type": "json_schema", "json_schema": schema}}


@contextmanager
def _translated(name: str, options: CallOptions) -> Iterator[None]:
    try:
        yield
    except ModelError:
        raise
    except (core.ModelAuthenticationError, core.ModelPermissionDeniedError) as error:
        raise ModelError(f"{name} refuses the key: set api_key to a valid one") from error
    except core.ModelTimeoutError as error:
        limit = options.time_limit or _PATIENCE
        message = f"{name} gave no answer within {limit:g} s: try again, or allow more time"
        raise ModelError(message) from error
    except core.ModelConnectionError as error:
        message = f"{name} cannot be reached: start its server, or check the address"
        raise ModelError(message) from error
    except core.ModelRateLimitError as error:
        raise ModelError(f"{name} takes no more calls for now: try again later") from error
    except core.ContextOverflowError as error:
        raise ModelError(f"the prompt is too long for {name}: shorten the message") from error
    except Exception as error:  # each provider has errors of its own
        raise ModelError(f"{name} did not answer: {error}") from error
