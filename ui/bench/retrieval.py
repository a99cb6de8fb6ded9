"""Retrieval: one search of this shop, words only."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ui.bench.figures import Part, Row, Spread

if TYPE_CHECKING:
    from ui.bench.setting import Bench

__all__ = ["measure_retrieval"]


def measure_retrieval(bench: Bench) -> Part:
    """Search for each message; the first is searched for once more, to warm up."""
    index = bench.assistant.shop().index
    times = []
    for message in (bench.said[0], *bench.said):
        began = time.perf_counter()
        index.search(message)
        times.append((time.perf_counter() - began) * 1000)
    row = Row(f"one search of {len(index.products)} products", Spread.of(times[1:]))
    return Part("retrieval", (row,), (f"{len(bench.said)} searches of this shop, words alone",))
