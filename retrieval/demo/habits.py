"""The table of shopping habits: pairs, seasons and search phrases.

Knows nothing of customers or products.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from retrieval.demo.tables import read_table

__all__ = ["Habits", "habits"]

Year = Annotated[tuple[float, ...], Field(min_length=12, max_length=12)]


class Habits(BaseModel):
    """`pairs` give the chance of a companion kind; `seasons` twelve factors from January on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pairs: Mapping[str, Mapping[str, float]]
    seasons: Mapping[str, Year]
    queries: tuple[str, ...]

    def season(self, category: tuple[str, ...], month: int) -> float:
        """How much a category is wanted in `month` (1 to 12), 1 being as usual."""
        names = (category[-1], category[0])
        year = next((self.seasons[name] for name in names if name in self.seasons), None)
        return year[month - 1] if year else 1.0


@cache
def habits() -> Habits:
    """The habits of the demo shop's customers."""
    return read_table(files(__package__) / "tables" / "habits.yaml", Habits)
