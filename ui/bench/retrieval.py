"""Retrieval: encoding, a hybrid search under filters, what the quick paths miss, indexing.

The baselines are sentence-transformers' float32 loop and Chroma's own filtered query; what
recall is measured against is comparing everything.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ui.bench.figures import Part, Row, Spread, side_by_side
from ui.bench.filtering import NO_FILTER, chosen_filters
from ui.bench.setting import messages
from ui.bench.shelf import Shelf, shelved
from ui.options import notice

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from retrieval.conditions import Condition
    from retrieval.evaluation.plain_store import PlainStore
    from ui.bench.setting import Bench

__all__ = ["measure_retrieval"]

_TEXTS = 400  # encoded by both
_SHOWN = 10


def measure_retrieval(bench: Bench) -> Part:
    """Measure it all on one catalogue."""
    with shelved(bench) as shelf:
        rows = [*_encoding(shelf), *_searching(shelf), *_indexing(shelf)]
        count = len(shelf.index.products)
    return Part(
        "retrieval",
        tuple(rows),
        (
            f"{count} products, {shelf.name}; {len(messages())} queries",
            "encoding: sentence-transformers in float32 with its defaults, the same weights",
            f"search: ours is the whole hybrid search, its {_SHOWN} hits read; the baseline is "
            "Chroma's nearest 10 ids under the same filter, as metadata, where there is one",
            "recall@10: the nearest by vectors alone, against comparing everything",
        ),
    )


@dataclass(frozen=True, slots=True)
class _Query:
    text: str
    vector: npt.NDArray[np.float32]


def _encoding(shelf: Shelf) -> list[Row]:
    """Texts of products spread over the catalogue, and the queries one by one."""
    from retrieval.documents import product_texts
    from retrieval.encoding_speed import measure_encoding

    products = shelf.index.products
    step = max(1, 2 * len(products) // _TEXTS)
    texts = [text for at in range(0, len(products), step) for text in product_texts(products[at])]
    notice(f"encoding {len(texts)} texts by both")
    speed = measure_encoding(texts)
    return [
        Row("texts encoded", Spread.of([speed.ours]), Spread.of([speed.plain]), "texts/s"),
        Row("cosine of both sides' vectors", Spread.of([speed.agreement]), None, "(1 is equal)"),
    ]


def _searching(shelf: Shelf) -> list[Row]:
    from retrieval.evaluation.plain_store import PlainStore

    index = shelf.index
    filters = chosen_filters(index.products)
    allowed = {name: index.matches("", given).allowed for name, given in filters.items()}
    notice("filling the plain store")
    vectors = index.ranker.vectors
    with closing(PlainStore(shelf.folder / "plain", vectors, allowed)) as store:
        queries = [_Query(text, _vector(shelf.embeddings, text)) for text in messages()]
        plain_encoder = _plain_encoder()
        rows: list[Row] = []
        for name, given in filters.items():
            share = f"{name} ({allowed[name].mean():.1%})"
            ours = _timed_search(shelf, given)
            plain = _timed_plain(store, plain_encoder, _mark(name))
            bare, whole = side_by_side(ours, plain, queries)
            rows += [
                Row(f"search, {share}", *bare),
                Row(f"query encoded and search, {share}", *whole),
                _recall(shelf, store, queries, name, allowed[name]),
            ]
    return rows


def _timed_search(
    shelf: Shelf, given: Sequence[Condition]
) -> Callable[[_Query], tuple[float, float]]:
    def ours(query: _Query) -> tuple[float, float]:
        shelf.index.search(query.text, given, limit=_SHOWN)  # its vector is remembered
        began = time.perf_counter()
        shelf.index.search(query.text, given, limit=_SHOWN)
        searched = time.perf_counter()
        shelf.embeddings.embed_query(query.text)
        return (searched - began) * 1000, (time.perf_counter() - began) * 1000

    return ours


def _timed_plain(
    store: PlainStore, encoder: Embeddings, mark: str
) -> Callable[[_Query], tuple[float, float]]:
    def plain(query: _Query) -> tuple[float, float]:
        began = time.perf_counter()
        store.nearest(query.vector, _SHOWN, mark)
        searched = time.perf_counter()
        encoder.embed_query(query.text)
        return (searched - began) * 1000, (time.perf_counter() - began) * 1000

    return plain


def _recall(
    shelf: Shelf,
    store: PlainStore,
    queries: Sequence[_Query],
    name: str,
    allowed: npt.NDArray[np.bool_],
) -> Row:
    """Say what share of the ten nearest each side finds, of those that it may find."""
    from retrieval.evaluation.plain_store import exhaustive

    nearness = shelf.index.nearness
    marked = allowed if _mark(name) else np.ones_like(allowed)
    shares: list[tuple[float, float]] = []
    for query in queries:
        ours = nearness.top(query.vector, 200, allowed=allowed, filtered=bool(_mark(name)))
        theirs = store.nearest(query.vector, _SHOWN, _mark(name))
        pairs = ((allowed, ours), (marked, theirs))
        one, two = (
            float(np.isin(exhaustive(nearness.vectors, query.vector, _SHOWN, may), found).mean())
            for may, found in pairs
        )
        shares.append((one, two))
    ours_mean, plain_mean = (
        Spread.of([float(np.mean(side))]) for side in zip(*shares, strict=True)
    )
    return Row(f"recall@10, {name}", ours_mean, plain_mean, "(1 is all)")


def _mark(name: str) -> str:
    """Name the store's mark for a filter; none stands for no filter."""
    return "" if name == NO_FILTER else name


def _indexing(shelf: Shelf) -> list[Row]:
    rows = [Row("opening an index", Spread.of([shelf.opened_s]), None, "s")]
    if shelf.indexed is not None:
        for name, figure, unit in zip(
            ("", ", peak memory"), shelf.indexed, ("s", "MB"), strict=True
        ):
            rows.append(Row(f"import and index{name}", Spread.of([figure]), None, unit))
    return rows


def _vector(embeddings: Embeddings, text: str) -> npt.NDArray[np.float32]:
    return np.asarray(embeddings.embed_query(text), dtype=np.float32)


def _plain_encoder() -> Embeddings:
    from retrieval.english import bundled_model_folder
    from retrieval.sentence_embedding import SentenceEmbeddings

    return SentenceEmbeddings(str(bundled_model_folder()))
