"""What became of a batch of copy: how much was written, what was left out and why.

Knows the JSON objects of pieces, and nothing of how they were written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

__all__ = ["Report", "report_on"]

_LONG, _HOUSE = "longer than", "the house"


@dataclass(frozen=True, slots=True)
class Report:
    """Of `pieces` wanted, those that `failed` (product and why), and figures of the others.

    `claims` counts what is claimed and borne out, `left_out` sentences by why they were not
    used; `remarked` are products whose piece an editor should look at, with the remark.
    """

    pieces: int
    failed: tuple[tuple[str, str], ...] = ()
    claims: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    remarked: tuple[tuple[str, str], ...] = ()
    reading_ease: float | None = None

    @property
    def written(self) -> int:
        """How many pieces there are."""
        return self.pieces - len(self.failed)


def report_on(rows: Sequence[Mapping[str, Any]]) -> Report:
    """Sum up the JSON objects of a batch."""
    failed = tuple((_of(row), str(row["error"])) for row in rows if "error" in row)
    good = [row for row in rows if "error" not in row]
    eases = [row["reading_ease"] for row in good if row.get("reading_ease") is not None]
    why = Counter(_why(reason) for row in good for _, reason in row["left_out"])
    return Report(
        len(rows),
        failed,
        sum(len(row["claims"]) for row in good),
        dict(why.most_common()),
        tuple((_of(row), remark) for row in good for remark in row.get("remarks", ())),
        round(median(eases), 1) if eases else None,
    )


def _of(row: Mapping[str, Any]) -> str:
    return str(row["products"][0])


def _why(reason: str) -> str:
    """Why a sentence was left out, in general: "no room", a house rule, a kind of claim."""
    if reason.startswith(_LONG):
        return "no room"
    if reason.startswith(_HOUSE):
        return "banned or avoided words"
    return f"claims not borne out ({reason.partition(':')[0]})"
