"""The plain baseline of `aisle bench`: what a program does that takes no care.

The bundled model in float32 through transformers' `generate`, one long prompt read anew at
every call, JSON asked for in words and written freely. Knows nothing of our own decoding.
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

from assistant.model.bench import ModelSpeed
from assistant.model.device import Placement
from assistant.model.embedded import prepare_embedded
from assistant.model.local import load_local

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.model.local import Loaded

__all__ = ["measure_plain"]

_TOKENS = 64
_RUNS = 3
_PLAIN = Placement("cpu", "float32", "none", "torch", "float32 through transformers' generate")
_ASKED = (
    "You understand what people want in a shop. " + "Answer in JSON and nothing else. " * 40,
    'running shoes under $100. Write {"act": ..., "query": ..., "set": {...}, "exclude": {...}}',
)


def measure_plain(cache_dir: Path) -> ModelSpeed:
    """Measure the baseline: medians over three runs after one to warm up.

    `cache_dir` is where the bundled model is unpacked. Raises ModelError where it cannot be.
    """
    loaded = load_local(str(prepare_embedded(cache_dir)), _PLAIN)
    firsts = [_time(loaded, 1) for _ in range(_RUNS + 1)][1:]
    wholes = [_time(loaded, _TOKENS) for _ in range(_RUNS)]
    first = statistics.median(took for took, _ in firsts)
    whole = statistics.median(took for took, _ in wholes)
    return ModelSpeed(
        first_token_ms=first * 1000,
        tokens_per_second=(_TOKENS - 1) / (whole - first),
        prompt_tokens=firsts[0][1],
    )


def _time(loaded: Loaded, tokens: int) -> tuple[float, int]:
    """Write exactly `tokens` tokens; return the seconds taken and the prompt's length."""
    import torch

    system, user = _ASKED
    chat = [{"role": "system", "content": system}, {"role": "user", "content": user}]
    began = time.perf_counter()
    prompt = loaded.tokenizer.apply_chat_template(
        chat, add_generation_prompt=True, return_tensors="pt", return_dict=True
    )
    with torch.inference_mode():
        loaded.model.generate(
            **prompt, max_new_tokens=tokens, min_new_tokens=tokens, do_sample=False
        )
    return time.perf_counter() - began, int(prompt["input_ids"].shape[1])
