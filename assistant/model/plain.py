"""The plain baseline of `aisle bench`: what a program does that takes no care.

The bundled model in float32 through transformers' `generate`, the whole prompt read anew at
every call, everything written freely. Knows nothing of our own decoding.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.model.bench import Pace
from assistant.model.device import Placement
from assistant.model.embedded import prepare_embedded
from assistant.model.local import load_local

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PlainModel", "Written"]

_TOKENS = 64
_PLAIN = Placement("cpu", "float32", "none", "torch", "float32 through transformers' generate")
_ASKED = (
    ("system", "You understand what people want in a shop. " + "Answer in JSON alone. " * 56),
    ("user", "running shoes under $100"),
)
_SENTENCE = re.compile(r"[.!?](?=\s)")

Messages = Sequence[tuple[str, str]]
"""(role, text) pairs."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and the milliseconds to its first token, first sentence and end.

    `tokens` are those written, `prompt_tokens` those read.
    """

    text: str
    first_token_ms: float
    first_sentence_ms: float
    total_ms: float
    tokens: int
    prompt_tokens: int


class PlainModel:
    """The bundled model, loaded plainly; `cache_dir` is where it is unpacked.

    Raises ModelError where it cannot be.
    """

    def __init__(self, cache_dir: Path) -> None:
        self._loaded = load_local(str(prepare_embedded(cache_dir)), _PLAIN)

    def write(self, messages: Messages, most_tokens: int, *, least_tokens: int = 0) -> Written:
        """Answer greedily with at most `most_tokens` tokens."""
        import torch

        tokenizer = self._loaded.tokenizer
        began = time.perf_counter()
        prompt = tokenizer.apply_chat_template(
            [{"role": role, "content": text} for role, text in messages],
            add_generation_prompt=True,
            return_tensors="pt",
            return_dict=True,
        )
        clock = _Clock()
        with torch.inference_mode():
            self._loaded.model.generate(
                **prompt,
                max_new_tokens=most_tokens,
                min_new_tokens=least_tokens,
                do_sample=False,
                streamer=clock,
            )
        total = time.perf_counter()
        text = tokenizer.decode(clock.tokens, skip_special_tokens=True)
        sentence = self._tokens_of_first_sentence(clock.tokens)
        return Written(
            text=str(text),
            first_token_ms=(clock.times[0] - began) * 1000,
            first_sentence_ms=(clock.times[sentence - 1] - began) * 1000,
            total_ms=(total - began) * 1000,
            tokens=len(clock.tokens),
            prompt_tokens=int(prompt["input_ids"].shape[1]),
        )

    def pace(self) -> Pace:
        """Time one answer of a fixed length to a prompt of about 330 tokens."""
        written = self.write(_ASKED, _TOKENS, least_tokens=_TOKENS)
        seconds = (written.total_ms - written.first_token_ms) / 1000
        return Pace(
            first_token_ms=written.first_token_ms,
            tokens_per_second=(written.tokens - 1) / seconds,
            prompt_tokens=written.prompt_tokens,
        )

    def _tokens_of_first_sentence(self, tokens: Sequence[int]) -> int:
        """How many tokens it takes to see that the first sentence has ended."""
        for count in range(1, len(tokens)):
            if _SENTENCE.search(self._loaded.tokenizer.decode(tokens[:count])):
                return count
        return len(tokens)


class _Clock:
    """What `generate` calls a streamer: keeps every written token and when it came."""

    def __init__(self) -> None:
        self.tokens: list[int] = []
        self.times: list[float] = []
        self._prompt_seen = False

    def put(self, value: object) -> None:
        """Take the prompt first, then token by token."""
        if self._prompt_seen:
            self.tokens += value.tolist()  # type: ignore[attr-defined]  # a tensor
            self.times.append(time.perf_counter())
        self._prompt_seen = True

    def end(self) -> None:
        """Nothing follows."""
