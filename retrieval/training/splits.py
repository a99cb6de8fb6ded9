"""Splits judged queries into train, validation and test: by query, so that none is in two.

Knows nothing of models.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from retrieval.errors import CatalogueError
from retrieval.evaluation import Judgement

__all__ = ["FEWEST", "Split", "folds_of", "split_queries"]

FEWEST = 10
"""Judged queries below which nothing can be held out and told from luck."""


@dataclass(frozen=True, slots=True)
class Split:
    """Queries to learn from, to stop by, and to be judged by; no query is in two of them."""

    train: tuple[Judgement, ...]
    validation: tuple[Judgement, ...]
    test: tuple[Judgement, ...]


def split_queries(judged: Sequence[Judgement], seed: int) -> Split:
    """Split 70 / 15 / 15.

    Raises:
        CatalogueError: fewer than `FEWEST` queries have a product that is relevant.
    """
    ordered = _shuffled(judged, seed)
    held = max(2, round(0.15 * len(ordered)))
    return Split(tuple(ordered[2 * held :]), tuple(ordered[:held]), tuple(ordered[held : 2 * held]))


def folds_of(judged: Sequence[Judgement], folds: int, seed: int) -> tuple[Split, ...]:
    """Make `folds` splits whose test parts together are all the queries, each once.

    The validation part is every sixth of the queries that a fold does not test.
    """
    ordered = _shuffled(judged, seed)
    if not 2 <= folds <= len(ordered):
        raise CatalogueError(f"{folds} folds of {len(ordered)} judged queries: give 2 or more")
    made = []
    for fold in range(folds):
        rest = [one for at, one in enumerate(ordered) if at % folds != fold]
        learnt = [one for at, one in enumerate(rest) if at % 6]
        made.append(Split(tuple(learnt), tuple(rest[::6]), tuple(ordered[fold::folds])))
    return tuple(made)


def _shuffled(judged: Sequence[Judgement], seed: int) -> list[Judgement]:
    merged: dict[str, dict[str, float]] = {}
    for one in judged:
        merged.setdefault(" ".join(one.query.casefold().split()), {}).update(one.gains)
    usable = [
        Judgement(query, gains)
        for query, gains in merged.items()
        if query and max(gains.values(), default=0) > 0
    ]
    if len(usable) < FEWEST:
        raise CatalogueError(
            f"{len(usable)} judged queries name a relevant product and {FEWEST} are needed to "
            "hold some out: judge more of them"
        )
    usable.sort(key=lambda one: one.query)
    Random(seed).shuffle(usable)
    return usable
