"""Where the labels of a run come from: judged queries, behaviour, or the catalogue alone.

Knows nothing of models.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from retrieval.evaluation import Judgement
from retrieval.evaluation.shops import read_queries
from retrieval.search import Index
from retrieval.training.behaviour import judgements_from, read_events
from retrieval.training.pseudo import pseudo_queries

__all__ = ["Labels", "from_behaviour", "from_catalogue", "from_judged"]

_SEEN = 40  # products of a ranking that a shopper may have looked at


@dataclass(frozen=True, slots=True)
class Labels:
    """Judged queries, and in words where they come from.

    `real` is False for queries that were made up from the catalogue: what is better on them
    need not be better for shoppers. `unknown` counts judged products that the index lacks.
    """

    judged: tuple[Judgement, ...]
    source: str
    real: bool = True
    unknown: int = 0


def from_judged(path: Path, index: Index) -> Labels:
    """Read judged queries from a file, or the one `queries*.jsonl` of a folder.

    Raises:
        CatalogueError: they are missing or malformed.
    """
    judged = read_queries(path)
    known = {product.id for product in index.products}
    unknown = len({at for one in judged for at in one.gains} - known)
    return Labels(judged, f"{len(judged)} judged queries of {path.name}", unknown=unknown)


def from_behaviour(path: Path, index: Index) -> Labels:
    """Read labels from events; where they do not say what was shown, the present index does.

    Raises:
        CatalogueError: the events cannot be read, or say nothing.
    """

    @cache
    def places(query: str) -> Sequence[str]:
        return [hit.product.id for hit in index.search(query, limit=_SEEN).hits]

    judged = judgements_from(read_events(path), index.products, places)
    return Labels(judged, f"{len(judged)} searched queries of {path.name}, by clicks and purchases")


def from_catalogue(
    index: Index, count: int, seed: int, reviews: Mapping[str, Sequence[str]] | None = None
) -> Labels:
    """Make queries up from the catalogue, where there are no labels."""
    judged = pseudo_queries(index.products, count, seed, reviews)
    return Labels(judged, f"{len(judged)} queries made up from the catalogue", real=False)
