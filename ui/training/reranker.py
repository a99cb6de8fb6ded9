"""One training of a reranker for a shop, from labels to the gate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.build import open_shop
from retrieval.reranking import Reranker
from retrieval.trained import Shelf
from retrieval.training.embedder import MODEL
from retrieval.training.encoder import base_folder
from retrieval.training.pairs import classification
from retrieval.training.reranker import train_reranker
from retrieval.training.service import offer_reranker, ranking_of, with_reranker
from retrieval.training.splits import split_queries
from retrieval.training.telling import Told, tell_run
from ui.training.asked import Ended, command_line

if TYPE_CHECKING:
    import numpy.typing as npt

    from retrieval.catalogue import Product
    from retrieval.evaluation.systems import Ranking
    from retrieval.search import Index
    from retrieval.training.pairs import Score
    from retrieval.training.splits import Split
    from ui.training.asked import Asked

__all__ = ["run_reranker", "try_reranker"]

Tell = Callable[[str, int, int], None]


def run_reranker(asked: Asked, tell: Tell) -> Ended:
    """Train, judge on held-out queries, and make the model the shop's own if it is better.

    Raises:
        CatalogueError: too few labels, or nothing to resume.
    """
    settings, options = asked.settings, asked.options
    index = with_reranker(open_shop(settings, progress=tell), None)
    labels = asked.labels(index)
    split = asked.with_made_up(split_queries(labels.judged, options.seed), index)
    history = train_reranker(index, split, options, asked.folder, asked.way, tell=tell)
    if asked.left(history):
        return Ended(None, in_service=False)
    model = asked.folder / MODEL
    served = offer_reranker(
        model,
        index,
        split.test,
        shelf=Shelf(settings.models_folder),
        index_folder=settings.index_folder,
    )
    told = Told(
        kind="reranker",
        labels=labels,
        split=split,
        options=options,
        base=(asked.way.base or base_folder()).name,
        history=history,
        verdict=served.verdict,
        pairs=classification(_chances(model), split.validation, split.test, index.products),
        outcome=served.words,
        command=command_line(),
    )
    homes = [model] if served.place is None else [model, served.place]
    return Ended(tell_run(asked.folder, told, *homes), served.place is not None)


def try_reranker(
    asked: Asked, index: Index, split: Split, folder: Path, tell: Tell
) -> Mapping[str, Ranking]:
    """Train for one fold; give the whole search with the trained reranker."""
    first = with_reranker(index, None)
    train_reranker(first, split, asked.options, folder, asked.way, tell=tell)
    return {"trained reranker": ranking_of(with_reranker(first, folder / MODEL))}


def _chances(model: Path) -> Score:
    reranker = Reranker(model)

    def score(query: str, products: Sequence[Product]) -> npt.NDArray[np.floating]:
        return np.asarray(1 / (1 + np.exp(-reranker.logits(query, products))))

    return score
