"""Every part of the bench by its name, in the order in which they are reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ui.bench.answers import measure_answers
from ui.bench.figures import Part
from ui.bench.importing import measure_importing
from ui.bench.model import measure_model
from ui.bench.retrieval import measure_retrieval
from ui.bench.setting import Bench
from ui.bench.turn import measure_turns
from ui.bench.understanding import measure_understanding
from ui.options import notice

__all__ = ["PARTS", "run_parts"]

PARTS: Mapping[str, Callable[[Bench], Part]] = {
    "turn": measure_turns,
    "model": measure_model,
    "understanding": measure_understanding,
    "retrieval": measure_retrieval,
    "import": measure_importing,
    "answers": measure_answers,
}


def run_parts(bench: Bench, names: Sequence[str]) -> tuple[Part, ...]:
    """Measure the named parts, in the order of `PARTS`."""
    done = []
    for name, measure in PARTS.items():
        if name in names:
            notice(f"measuring: {name}")
            done.append(measure(bench))
    return tuple(done)
