"""Judged queries, read from a file. Knows nothing of rankings or of measures."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import CatalogueError

__all__ = ["GAINS", "Judgement", "read_judgements"]

GAINS: Mapping[str, float] = {
    "exact": 1.0,
    "substitute": 0.1,
    "complement": 0.01,
    "irrelevant": 0.0,
}
"""Gain of each grade, as in Amazon's Shopping Queries data set (Reddy et al., 2022)."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One query and the gain of each product judged for it, by id; a gain of 1 is exact."""

    query: str
    gains: Mapping[str, float]


def read_judgements(path: Path | str) -> tuple[Judgement, ...]:
    """Read judged queries: a JSON object a line, {"query", "ratings": {product id: grade}}.

    A grade is one of `GAINS`, or a gain as a number of 0 or more.

    Raises:
        CatalogueError: the file cannot be read or holds no query; the message names the line.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"the judged queries {path} cannot be read: {error}") from error
    judged = tuple(_judgement(line, n) for n, line in enumerate(lines, 1) if line.strip())
    if not judged:
        raise CatalogueError(f"there are no judged queries in {path}")
    return judged


def _judgement(line: str, number: int) -> Judgement:
    try:
        row = json.loads(line)
        gains = {str(product): _gain(grade) for product, grade in row["ratings"].items()}
        return Judgement(str(row["query"]), gains)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CatalogueError(
            f'line {number} is not a judged query such as {{"query": "tea towels", '
            f'"ratings": {{"p-1": "exact"}}}}: {error!r}'
        ) from error


def _gain(grade: object) -> float:
    if isinstance(grade, str) and grade in GAINS:
        return GAINS[grade]
    gain = float(grade)  # type: ignore[arg-type] # a TypeError names the line, as a ValueError does
    if not math.isfinite(gain) or gain < 0:
        raise ValueError(f"the grade {grade!r} is no gain of 0 or more")
    return gain
