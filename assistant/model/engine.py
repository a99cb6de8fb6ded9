"""One loaded network with its tokenizer: messages in, pieces of text out, one call at a time.

Knows nothing of LangChain's result types, nor of where the weights came from.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.model.constraint import Grammars
from assistant.model.decode import Rules, decode
from assistant.model.errors import ModelError
from assistant.model.prefix import PrefixCache
from assistant.model.prompt import PromptTemplate
from assistant.model.sampling import sampler
from assistant.model.text import TextStream

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from langchain_core.messages import BaseMessage
    from transformers import PreTrainedTokenizerFast

    from assistant.model.constraint import Constraint
    from assistant.model.network import Network
    from assistant.model.options import CallOptions
    from assistant.model.tally import Tally

__all__ = ["Engine"]


class Engine:
    """Answers calls in turn. `patience` is how long a call without a time limit waits, seconds."""

    def __init__(
        self,
        network: Network,
        tokenizer: PreTrainedTokenizerFast,
        *,
        end_tokens: frozenset[int],
        patience: float = 120.0,
    ) -> None:
        self.network = network
        self._tokenizer = tokenizer
        self._end_tokens = end_tokens
        self._patience = patience
        self._prompts = PromptTemplate(tokenizer)
        self._prefixes = PrefixCache(network)
        self._lock = threading.Lock()

    @cached_property
    def _grammars(self) -> Grammars:
        return Grammars(
            self._tokenizer.backend_tokenizer.to_str(),
            vocabulary=self.network.vocabulary,
            end_tokens=sorted(self._end_tokens),
        )

    def answer(
        self, messages: Sequence[BaseMessage], options: CallOptions, tally: Tally
    ) -> Generator[str]:
        """Yield the answer's text piece by piece and keep `tally` up to date.

        Closing the iterator frees the model at once. Raises ModelError where the prompt is
        too long, the grammar is wrong, or other calls keep the model busy for too long.
        """
        started = time.perf_counter()
        with self._turn(options.time_limit):
            prompt = self._fitting(self._prompts.tokens(messages))
            text = TextStream(self._tokenizer.backend_tokenizer, options.stop)
            for tokens in decode(
                self.network,
                self._prefixes.take(prompt, self._known(options.adapter)),
                prompt,
                self._rules(options, started, len(prompt)),
                tally,
            ):
                yield text.push(tokens)
                if text.stopped:
                    tally.finish = "stop_string"
                    return
            yield text.flush()

    def warm(self, messages: Sequence[BaseMessage], adapter: str | None = None) -> None:
        """Read the static beginning of a prompt, so that the first call finds it read."""
        with self._turn(None):
            prompt = self._fitting(self._prompts.tokens(messages, complete=False))
            slot = self._prefixes.take(prompt, self._known(adapter))
            slot.read(self.network, prompt[len(slot.tokens) :])
            _ = self._grammars

    def _known(self, adapter: str | None) -> str | None:
        if adapter is not None and adapter not in self.network.adapters:
            there = ", ".join(sorted(self.network.adapters)) or "none"
            raise ModelError(f"the model has no adapter {adapter!r}; it has: {there}")
        return adapter

    def _rules(self, options: CallOptions, started: float, prompt: int) -> Rules:
        return Rules(
            choose=sampler(options.temperature, options.seed),
            end_tokens=self._end_tokens,
            max_tokens=min(options.max_tokens, self.network.context - prompt),
            deadline=None if options.time_limit is None else started + options.time_limit,
            constraint=self._constraint(options),
        )

    def _constraint(self, options: CallOptions) -> Constraint | None:
        free = options.json_schema is None and options.lark is None
        return None if free else self._grammars.constraint(options)

    def _fitting(self, prompt: list[int]) -> list[int]:
        if len(prompt) >= self.network.context:
            raise ModelError(
                f"the prompt has {len(prompt)} tokens and the model reads "
                f"{self.network.context}: shorten the message"
            )
        return prompt

    @contextmanager
    def _turn(self, limit: float | None) -> Iterator[None]:
        # A plain lock, since a generator may be closed by another thread than began it.
        patience = self._patience if limit is None else limit
        if not self._lock.acquire(timeout=patience):
            raise ModelError(
                f"the model was busy with other calls for {patience:g} s: "
                "try again, or serve it by more processes"
            )
        try:
            yield
        finally:
            self._lock.release()
