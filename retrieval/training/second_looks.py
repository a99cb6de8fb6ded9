"""How much a reranker adds to the ranking as it is, and how much of a say suits it best.

Knows nothing of the model: it asks for logits of pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.evaluation import Judgement, judge
from retrieval.evaluation.scores import DEPTH
from retrieval.reranking import READ, product_text, second_order
from retrieval.search import Index

__all__ = ["Best", "Logits", "SecondLooks"]

Floats = npt.NDArray[np.float32]
Logits = Callable[[Sequence[tuple[str, str]]], Floats]
"""Scores pairs of a query and a product's text; shape (pairs,)."""

_WEIGHTS = tuple(at / 10 for at in range(8))
"""Shares of the reranker that are tried. None has the whole say: few labels are no match for
words and vectors."""


@dataclass(frozen=True, slots=True)
class Best:
    """The reranker's share with which nDCG@10 is highest, the smallest of equals."""

    weight: float
    ndcg: float


@dataclass(frozen=True, slots=True)
class _Look:
    judgement: Judgement
    ids: tuple[str, ...]
    texts: tuple[str, ...]
    scores: Floats


class SecondLooks:
    """The first hits of some judged queries over an index, to be reordered."""

    def __init__(self, judged: Sequence[Judgement], index: Index) -> None:
        self._looks = [_look(one, index) for one in judged]

    def best(self, logits: Logits) -> Best:
        """Reorder with every share and return the best."""
        pairs = [(look.judgement.query, text) for look in self._looks for text in look.texts]
        sizes = [len(look.texts) for look in self._looks]
        scored = np.split(logits(pairs), np.cumsum(sizes)[:-1])
        tried = [Best(weight, self._ndcg(scored, weight)) for weight in _WEIGHTS]
        return max(tried, key=lambda best: (best.ndcg, -best.weight))

    def _ndcg(self, scored: Sequence[Floats], weight: float) -> float:
        ranked = {}
        for look, logits in zip(self._looks, scored, strict=True):
            order = second_order(logits, look.scores, weight).tolist()
            first = [look.ids[at] for at in order]
            ranked[look.judgement.query] = [*first, *look.ids[len(first) :]]
        judged = [look.judgement for look in self._looks]
        return judge(ranked.__getitem__, judged).mean.ndcg_10


def _look(one: Judgement, index: Index) -> _Look:
    found = index.matches(one.query, depth=DEPTH).found
    positions = found.positions[:DEPTH].tolist()
    texts = tuple(product_text(index.products[at]) for at in positions[:READ])
    ids = tuple(index.products[at].id for at in positions)
    return _Look(one, ids, texts, found.scores[: len(texts)])
