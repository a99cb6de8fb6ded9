"""What a person asked to be trained, made into labels and a folder over the shop's index.

Knows nothing of models.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from assistant.settings import Settings
    from retrieval.fitting import History, Report
    from retrieval.search import Index
    from retrieval.training.labels import Labels
    from retrieval.training.options import Options, Way
    from retrieval.training.splits import Split

__all__ = ["Asked", "Ended", "Where", "command_line"]

_FEW = 2_000  # made-up queries, where there is nothing else to learn from


@dataclass(frozen=True, slots=True)
class Where:
    """Where labels come from: judged queries, events, and how many queries to make up."""

    data: Path | None = None
    behaviour: Path | None = None
    made_up: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """One run as it was asked for, and the folder that it is written into."""

    settings: Settings
    where: Where
    options: Options
    way: Way
    folder: Path

    def left(self, history: History) -> bool:
        """Whether the run was left before its end."""
        return self.way.keeping(self.folder, "").left(history)

    def labels(self, index: Index) -> Labels:
        """Give the labels named; by default the demo shop's own behaviour, or made-up queries.

        Raises:
            typer.BadParameter: two kinds were named.
        """
        from assistant.shop import is_demo
        from retrieval import demo
        from retrieval.training.labels import from_behaviour, from_catalogue, from_judged

        if self.where.data and self.where.behaviour:
            raise typer.BadParameter("give --data or --behaviour, not both")
        if self.where.data:
            return from_judged(self.where.data, index)
        if self.where.behaviour or is_demo(self.settings):
            return from_behaviour(self.where.behaviour or demo.events_path(), index)
        return from_catalogue(index, self.where.made_up or _FEW, self.options.seed)

    def with_made_up(self, split: Split, index: Index) -> Split:
        """Add made-up queries to what is learnt from, never to what is judged by."""
        from dataclasses import replace

        from retrieval.training.pseudo import pseudo_queries

        if not self.where.made_up:
            return split
        held = {one.query for one in (*split.train, *split.validation, *split.test)}
        made = pseudo_queries(
            index.products, self.where.made_up, self.options.seed, _reviews(self.settings)
        )
        return replace(split, train=(*split.train, *(o for o in made if o.query not in held)))


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: its report (None where it was left unfinished), and whether it serves."""

    report: Report | None
    in_service: bool


def command_line() -> str:
    """Return the command that is running, as it can be typed again."""
    import shlex

    return shlex.join(["aisle", *sys.argv[1:]])


def _reviews(settings: Settings) -> Mapping[str, Sequence[str]]:
    """Give the demo shop's reviews by product id; none for any other shop."""
    from assistant.shop import is_demo
    from retrieval import demo
    from retrieval.demo.files import read_rows

    texts: dict[str, list[str]] = {}
    if is_demo(settings):
        for row in read_rows(demo.reviews_path()):
            texts.setdefault(str(row["product_id"]), []).append(str(row["text"]))
    return texts
