"""A whole way of training, judged on queries that had no part in it: cross-validation.

Each fold trains a model without its test queries and ranks them with it; together the folds
rank every query once. Knows nothing of a shop: nothing goes into service.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.evaluation import Judgement
from retrieval.evaluation.report import Report, compare
from retrieval.training.splits import Split, folds_of

if TYPE_CHECKING:
    from retrieval.evaluation.systems import Ranking

__all__ = ["cross_validated"]

Trial = Callable[[Split, Path], "Mapping[str, Ranking]"]
"""Trains on a split within a folder; gives the systems to be judged, by name."""


def cross_validated(
    judged: Sequence[Judgement],
    beside: Mapping[str, Ranking],
    trial: Trial,
    folder: Path,
    *,
    folds: int,
    seed: int,
) -> Report:
    """Train once a fold and compare on all queries; `beside` are systems that learn nothing.

    The first of `beside` is the baseline.

    Raises:
        CatalogueError: too few queries for that many folds.
    """
    rankings: dict[str, dict[str, Sequence[str]]] = {}
    splits = folds_of(judged, folds, seed)
    for number, split in enumerate(splits, 1):
        for name, rank in trial(split, folder / f"fold-{number}").items():
            ranked = {one.query: rank(one.query) for one in split.test}
            rankings.setdefault(name, {}).update(ranked)
    tested = [one for split in splits for one in split.test]
    systems = {**beside, **{name: ranked.__getitem__ for name, ranked in rankings.items()}}
    return compare(systems, tested, baseline=next(iter(beside)), seed=seed)
