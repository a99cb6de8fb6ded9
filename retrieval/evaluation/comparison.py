"""Whether one system ranks better than another, told from chance by the same queries.

Knows nothing of products; takes one number a query from each system.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.errors import CatalogueError

__all__ = ["Difference", "choose_in_folds", "paired_bootstrap"]

Floats = npt.NDArray[np.float64]

_SAMPLES = 10_000


@dataclass(frozen=True, slots=True)
class Difference:
    """A mean difference with its 95 % interval, and the share of resamples at or below 0."""

    mean: float
    low: float
    high: float
    p: float


def paired_bootstrap(values: Floats, baseline: Floats, *, seed: int = 0) -> Difference:
    """Compare two systems query by query, resampling the queries 10,000 times.

    `values` and `baseline` have shape (queries,), in one order. Queries on which either is
    undefined (NaN) are left out. After Sakai, Evaluating evaluation metrics based on the
    bootstrap (2006).
    """
    differences = values - baseline
    differences = differences[~np.isnan(differences)]
    if not differences.size:
        raise CatalogueError("there is no query that both systems can be compared on")
    random = np.random.default_rng(seed)
    drawn = random.integers(differences.size, size=(_SAMPLES, differences.size))
    means = differences[drawn].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return Difference(
        float(differences.mean()), float(low), float(high), float((means <= 0).mean())
    )


def choose_in_folds(systems: Mapping[str, Floats], folds: int, *, seed: int = 0) -> tuple[str, ...]:
    """Say for each query which system does best on the queries of all folds but its own.

    `systems` maps a name to one value a query. What choosing among `systems` is worth shows
    on queries that had no say in the choice.

    Raises:
        CatalogueError: fewer than two folds, or more folds than queries.
    """
    names = list(systems)
    table = np.stack([systems[name] for name in names])
    count = table.shape[1]
    if not 2 <= folds <= count:
        raise CatalogueError(f"{folds} folds do not fit {count} queries: take 2 to {count}")
    fold_of = np.random.default_rng(seed).permutation(count) % folds
    best = [int(table[:, fold_of != fold].mean(axis=1).argmax()) for fold in range(folds)]
    return tuple(names[best[fold]] for fold in fold_of)
