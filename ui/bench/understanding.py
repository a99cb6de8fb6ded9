"""One message understood: read, decided under a schema, resolved; beside free JSON.

The baseline gives the bundled model the same prompt through `generate`, without a cache and
without a grammar, and hopes for JSON.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from assistant.dialogue import State
from assistant.types import Act
from ui.bench.figures import Part, Row, Spread, side_by_side

if TYPE_CHECKING:
    from assistant.service import Shop
    from ui.bench.setting import Bench

__all__ = ["is_delta", "measure_understanding", "understand_plainly"]

_MOST_TOKENS = 160


def measure_understanding(bench: Bench) -> Part:
    """Understand each message as the first of a conversation, ours and plain in turns."""
    shop = bench.assistant.shop()
    answered: dict[str, bool] = {}
    parsed: dict[str, bool] = {}

    def ours(message: str) -> tuple[float]:
        began = time.perf_counter()
        understood = bench.assistant.understand(message, State(), shop)
        answered[message] = not understood.degraded
        return ((time.perf_counter() - began) * 1000,)

    def plain(message: str) -> tuple[float]:
        began = time.perf_counter()
        parsed[message] = is_delta(understand_plainly(bench, message))
        return ((time.perf_counter() - began) * 1000,)

    asked, certain = _sorted(bench, shop)
    named = {"the model is asked": asked, "the words leave nothing open": certain}
    rows = [
        Row(f"{name} ({len(said)} of {len(bench.said)})", *side_by_side(ours, plain, said)[0])
        for name, said in named.items()
        if said
    ]
    shares = (Spread.of([100 * sum(good.values()) / len(good)]) for good in (answered, parsed))
    ours_read, plain_read = shares
    return Part(
        "understanding",
        (*rows, Row("answers that can be read", ours_read, plain_read, "%")),
        (
            f"{len(bench.said)} messages, each the first of a conversation",
            "the baseline: the same prompt by `generate`, free JSON, no cache; an answer can be "
            "read when it is JSON with an act that exists",
        ),
    )


def _sorted(bench: Bench, shop: Shop) -> tuple[list[str], list[str]]:
    """Messages that our model is asked about, and those whose words leave nothing open."""
    from assistant.understanding.schema import is_open

    asked: list[str] = []
    certain: list[str] = []
    for message in bench.said:
        understood = bench.assistant.understand(message, State(), shop)
        opens = is_open(understood.reading, understood.acts)
        (asked if opens else certain).append(message)
    return asked, certain


def understand_plainly(bench: Bench, message: str) -> str:
    """Ask the plain model with the same prompt, and give what it writes."""
    from assistant.understanding.extract import prompt_for

    return bench.plain.write(prompt_for(message, ""), _MOST_TOKENS).text


def is_delta(text: str) -> bool:
    """Whether a text is a JSON object with an act that exists."""
    try:
        said = json.loads(text)
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("act") in list(Act)
