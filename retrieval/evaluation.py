"""How good a search is, over queries whose products people have judged.

Ranks the whole catalogue, never only the judged products; what nobody judged counts as
irrelevant. Knows nothing of how a ranking came to be.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from retrieval.catalogue import CatalogueError

__all__ = ["GAINS", "Judgement", "Scores", "Searchable", "evaluate", "measure", "read_judgements"]

GAINS: Mapping[str, float] = {
    "exact": 1.0,
    "substitute": 0.1,
    "complement": 0.01,
    "irrelevant": 0.0,
}
"""Gain of each grade, as in Amazon's Shopping Queries data set (Reddy et al., 2022)."""

_DEPTH = 100


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
class Judgement:
    """One query and the gain of each product judged for it, by id; a gain of 1 is exact."""

    query: str
    gains: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over `queries` queries, each from 0 to 1.

    `recall_100` is the share of the exact products among the first 100, over the queries that
    have any; `mrr_10` the mean of 1/rank of the first exact product within ten.
    """

    ndcg_10: float
    recall_100: float
    mrr_10: float
    queries: int


def evaluate(index: Searchable, judgements: Iterable[Judgement]) -> Scores:
    """Search for every judged query and measure the rankings."""
    return measure(
        lambda query: [hit.product.id for hit in index.search(query, limit=_DEPTH).hits],
        judgements,
    )


def measure(rank: Callable[[str], Sequence[str]], judgements: Iterable[Judgement]) -> Scores:
    """Measure any ranking: `rank` gives at least 100 product ids for a query, best first."""
    judged = [(judgement.gains, rank(judgement.query)[:_DEPTH]) for judgement in judgements]
    if not judged:
        raise CatalogueError("there are no judged queries to evaluate with")
    recalls = [_recall(gains, ranking) for gains, ranking in judged if _exact(gains)]
    return Scores(
        ndcg_10=_mean([_ndcg(gains, ranking[:10]) for gains, ranking in judged]),
        recall_100=_mean(recalls),
        mrr_10=_mean([_reciprocal_rank(gains, ranking[:10]) for gains, ranking in judged]),
        queries=len(judged),
    )


def read_judgements(path: Path | str) -> tuple[Judgement, ...]:
    """Read judged queries: a JSON object a line, {"query", "ratings": {product id: grade}}.

    A grade is one of `GAINS`, or a gain as a number.

    Raises:
        CatalogueError: the file cannot be read; the message names the line.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"the judged queries {path} cannot be read: {error}") from error
    return tuple(_judgement(line, n) for n, line in enumerate(lines, 1) if line.strip())


def _judgement(line: str, number: int) -> Judgement:
    try:
        row = json.loads(line)
        gains = {
            str(product): GAINS[grade] if isinstance(grade, str) else float(grade)
            for product, grade in row["ratings"].items()
        }
        return Judgement(str(row["query"]), gains)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CatalogueError(
            f'line {number} is not a judged query such as {{"query": "tea towels", '
            f'"ratings": {{"p-1": "exact"}}}}: {error!r}'
        ) from error


def _ndcg(gains: Mapping[str, float], ranking: Sequence[str]) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen, 2002), linear gains."""
    ideal = _dcg(sorted(gains.values(), reverse=True)[:10])
    return _dcg([gains.get(product, 0.0) for product in ranking]) / ideal if ideal else 0.0


def _dcg(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def _exact(gains: Mapping[str, float]) -> set[str]:
    return {product for product, gain in gains.items() if gain >= 1.0}


def _recall(gains: Mapping[str, float], ranking: Sequence[str]) -> float:
    exact = _exact(gains)
    return len(exact.intersection(ranking)) / len(exact)


def _reciprocal_rank(gains: Mapping[str, float], ranking: Sequence[str]) -> float:
    exact = _exact(gains)
    return next((1 / rank for rank, found in enumerate(ranking, 1) if found in exact), 0.0)


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0
