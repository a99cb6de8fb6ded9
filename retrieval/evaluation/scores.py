"""The measures of a ranking, query by query, by ir-measures (trec_eval's definitions).

The only file that imports that library. Knows nothing of how a ranking came to be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from retrieval.errors import CatalogueError
from retrieval.evaluation.judgements import Judgement

__all__ = ["DEPTH", "MEASURES", "Measured", "Scores", "Searchable", "evaluate", "judge"]

Floats = npt.NDArray[np.float64]

DEPTH = 100
"""How many products of a ranking are looked at."""

MEASURES = ("ndcg_10", "recall_10", "recall_100", "mrr_10")
_UNIT = 1_000  # trec_eval's grades are whole numbers: a gain in thousandths


class _Product(Protocol):
    @property
    def id(self) -> str: ...


class _Hit(Protocol):
    @property
    def product(self) -> _Product: ...


class _Results(Protocol):
    @property
    def hits(self) -> Sequence[_Hit]: ...


class Searchable(Protocol):
    """What can be evaluated; `retrieval.search.Index` is one."""

    def search(self, query: str, *, limit: int) -> _Results:
        """Return at most `limit` hits, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over `queries` queries, each from 0 to 1.

    `recall_10` and `recall_100` are the share of the exact products among the first 10 and
    100, over the queries that have any; `mrr_10` the mean of 1/rank of the first exact one
    within ten.
    """

    ndcg_10: float
    recall_10: float
    recall_100: float
    mrr_10: float
    queries: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Every measure of every query: `values[measure]` has shape (queries,), NaN where undefined."""

    queries: tuple[str, ...]
    values: Mapping[str, Floats]

    @property
    def mean(self) -> Scores:
        """The means over the queries."""
        means = {name: _mean(values) for name, values in self.values.items()}
        return Scores(**means, queries=len(self.queries))


def evaluate(index: Searchable, judgements: Iterable[Judgement]) -> Scores:
    """Search for every judged query and measure the rankings."""
    return judge(
        lambda query: [hit.product.id for hit in index.search(query, limit=DEPTH).hits],
        judgements,
    ).mean


def judge(rank: Callable[[str], Sequence[str]], judgements: Iterable[Judgement]) -> Measured:
    """Measure any ranking: `rank` gives at least `DEPTH` product ids for a query, best first."""
    judged = tuple(judgements)
    if not judged:
        raise CatalogueError("there are no judged queries to evaluate with")
    rankings = [rank(judgement.query)[:DEPTH] for judgement in judged]
    values = _measure(judged, rankings)
    for at, judgement in enumerate(judged):
        if not any(gain >= 1.0 for gain in judgement.gains.values()):
            values["recall_10"][at] = values["recall_100"][at] = np.nan
    return Measured(tuple(judgement.query for judgement in judged), values)


def _measure(judged: Sequence[Judgement], rankings: Sequence[Sequence[str]]) -> dict[str, Floats]:
    import ir_measures
    from ir_measures import RR, R, nDCG

    names = {
        nDCG @ 10: "ndcg_10",
        R(rel=_UNIT) @ 10: "recall_10",
        R(rel=_UNIT) @ 100: "recall_100",
        RR(rel=_UNIT) @ 10: "mrr_10",
    }
    qrels = {
        str(at): {product: round(gain * _UNIT) for product, gain in judgement.gains.items()}
        for at, judgement in enumerate(judged)
        if judgement.gains
    }
    run = {
        str(at): {product: float(-rank) for rank, product in enumerate(ranking)}
        for at, ranking in enumerate(rankings)
        if ranking
    }
    values = {name: np.zeros(len(judged)) for name in MEASURES}
    if qrels and run:
        for found in ir_measures.iter_calc(list(names), qrels, run):
            values[names[found.measure]][int(found.query_id)] = found.value
    return values


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else 0.0
