"""A run of the bench as a table for people and as JSON for programs, ratios first."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from ui.bench.figures import Part, Row, Spread

__all__ = ["Report", "machine"]

SEEDS = "none: fixed messages, greedy decoding"


def machine() -> str:
    """Name this machine in a few words."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"


@dataclass(frozen=True, slots=True)
class Report:
    """Every part that was measured, on which machine, with which versions."""

    parts: tuple[Part, ...]
    machine: str
    versions: dict[str, str]
    seeds: str = SEEDS

    @property
    def ratios(self) -> dict[str, float]:
        """How many times better than the plain baseline of the same run, by name."""
        return {name: ratio for part in self.parts for name, ratio in part.ratios.items()}

    def as_json(self) -> str:
        """Write everything, ratios first."""
        return json.dumps({"ratios": self.ratios, **asdict(self)}, indent=2)

    def as_text(self) -> str:
        """Write a table: the ratios, the figures, what was measured and where."""
        rows = [
            *((name, f"{ratio:.2f} x the baseline") for name, ratio in self.ratios.items()),
            ("", ""),
            *(
                (f"{part.name}: {row.name}{side}", _spread(spread, row.unit))
                for part in self.parts
                for row in part.rows
                for side, spread in _sides(row)
            ),
            ("", ""),
            *((part.name, note) for part in self.parts for note in part.notes),
            ("machine", self.machine),
            ("versions", ", ".join(f"{name} {n}" for name, n in self.versions.items())),
            ("seeds", self.seeds),
        ]
        width = max(len(name) for name, _ in rows)
        return "\n".join(f"{name:<{width}}  {value}".rstrip() for name, value in rows)


def _sides(row: Row) -> Iterator[tuple[str, Spread]]:
    yield "", row.ours
    if row.plain is not None:
        yield ", plain", row.plain


def _spread(spread: Spread, unit: str) -> str:
    if spread.median == spread.ninety:
        return f"{_figure(spread.median)} {unit}"
    return (
        f"median {_figure(spread.median)} {unit}, nine in ten under {_figure(spread.ninety)} {unit}"
    )


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
