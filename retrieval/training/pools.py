"""A quick score while training: the whole ranking, over the few products in question.

Embedding a catalogue after every epoch would cost more than the training. So each validation
query has a pool: what the present index finds for it, and what was judged. They are ranked by
the new vectors and the present words together, as the search would. Knows nothing of models.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.documents import product_texts
from retrieval.evaluation import Judgement, judge
from retrieval.ranking import fuse
from retrieval.search import Index
from retrieval.text import content_terms

__all__ = ["Pools"]

Floats = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Floats]
"""Gives one unit vector a text, shape (texts, dimensions)."""

_FOUND = 40  # products of the present ranking


@dataclass(frozen=True, slots=True)
class _Pool:
    judgement: Judgement
    ids: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]
    words: Floats


class Pools:
    """The pools of some judged queries over an index."""

    def __init__(self, judged: Sequence[Judgement], index: Index) -> None:
        at = {product.id: position for position, product in enumerate(index.products)}
        self._pools = [_pool(one, index, at) for one in judged]

    def ndcg(self, embed: Embed) -> float:
        """Return the mean nDCG@10 of the fused ranking with an embedder's vectors."""
        texts = {text: None for pool in self._pools for pair in pool.texts for text in pair}
        texts |= {pool.judgement.query: None for pool in self._pools}
        vectors = dict(zip(texts, embed(list(texts)), strict=True))
        ranked = {pool.judgement.query: _ranked(pool, vectors) for pool in self._pools}
        judged = [pool.judgement for pool in self._pools]
        return judge(ranked.__getitem__, judged).mean.ndcg_10


def _pool(one: Judgement, index: Index, at: dict[str, int]) -> _Pool:
    found = [hit.product.id for hit in index.search(one.query, limit=_FOUND).hits]
    ids = tuple(sorted({*found, *(judged for judged in one.gains if judged in at)}))
    positions = np.array([at[product] for product in ids], dtype=np.int64)
    words = index.ranker.lexical.scores(content_terms(one.query))[positions]
    texts = tuple(product_texts(index.products[position]) for position in positions.tolist())
    return _Pool(one, ids, texts, words)


def _ranked(pool: _Pool, vectors: dict[str, Floats]) -> list[str]:
    pairs = [vectors[title] + vectors[full] for title, full in pool.texts]
    mean = np.stack(pairs)
    mean /= np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-12)
    fused = fuse(mean @ vectors[pool.judgement.query], pool.words)
    return [pool.ids[at] for at in np.argsort(-fused, kind="stable").tolist()]
