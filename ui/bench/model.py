"""The chat model alone: its first token on a prompt that was read before, and its pace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.bench.figures import Part, Row, Spread

if TYPE_CHECKING:
    from ui.bench.setting import Bench

__all__ = ["measure_model"]

_RUNS = 5


def measure_model(bench: Bench) -> Part:
    """Let both write the same number of tokens on prompts of about the same length, in turns."""
    from assistant.model import describe
    from assistant.model.bench import time_model

    model, plain = bench.assistant.model, bench.plain
    time_model(model)
    plain.pace()
    pairs = [(time_model(model), plain.pace()) for _ in range(_RUNS)]
    ours, theirs = zip(*pairs, strict=True)
    report = describe(model)
    return Part(
        "model",
        (
            Row(
                "first token of a known prompt",
                Spread.of([pace.first_token_ms for pace in ours]),
                Spread.of([pace.first_token_ms for pace in theirs]),
            ),
            Row(
                "tokens a second",
                Spread.of([pace.tokens_per_second for pace in ours]),
                Spread.of([pace.tokens_per_second for pace in theirs]),
                "tokens/s",
            ),
        ),
        (
            f"ours: {report.name}, {report.reason}",
            f"{_RUNS} runs; prompts of {ours[0].prompt_tokens} and {theirs[0].prompt_tokens} "
            "tokens; the baseline is the bundled model in float32 through `generate`, which "
            "reads its prompt anew",
        ),
    )
