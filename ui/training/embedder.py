"""One training of an embedder for a shop, from labels to the gate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.build import open_shop
from assistant.errors import AssistantError
from retrieval.documents import product_vectors
from retrieval.embedding import load_embeddings
from retrieval.evaluation.systems import Systems
from retrieval.inforce import AUTO
from retrieval.trained import Shelf
from retrieval.training.embedder import MODEL, train_embedder
from retrieval.training.encoder import base_folder
from retrieval.training.pairs import classification
from retrieval.training.service import offer_embedder
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

__all__ = ["run_embedder", "try_embedder"]

Tell = Callable[[str, int, int], None]


def run_embedder(asked: Asked, tell: Tell) -> Ended:
    """Train, judge on held-out queries, and let the model serve if it is better.

    Raises:
        AssistantError: the settings name an embedder, so that no trained one may serve.
        CatalogueError: too few labels, nothing to resume, an index that cannot be built.
    """
    settings, options = asked.settings, asked.options
    if settings.embedder != AUTO:
        raise AssistantError(
            f"the setting embedder is {settings.embedder!r}: a trained one serves only where "
            f'it is "{AUTO}". Unset AISLE_EMBEDDER, or train with --folds to measure alone'
        )
    index = open_shop(settings, progress=tell)
    labels = asked.labels(index)
    split = asked.with_made_up(split_queries(labels.judged, options.seed), index)
    history = train_embedder(index, split, options, asked.folder, asked.way, tell=tell)
    if asked.left(history):
        return Ended(None, in_service=False)
    model = asked.folder / MODEL
    served = offer_embedder(
        model,
        index,
        split.test,
        shelf=Shelf(settings.models_folder),
        index_folder=settings.index_folder,
        progress=tell,
    )
    told = Told(
        kind="embedder",
        labels=labels,
        split=split,
        options=options,
        base=(asked.way.base or base_folder()).name,
        history=history,
        verdict=served.verdict,
        pairs=classification(_cosines(model), split.validation, split.test, index.products),
        outcome=served.words,
        command=command_line(),
    )
    homes = [model] if served.place is None else [model, served.place]
    return Ended(tell_run(asked.folder, told, *homes), served.place is not None)


def try_embedder(
    asked: Asked, index: Index, split: Split, folder: Path, tell: Tell
) -> Mapping[str, Ranking]:
    """Train for one fold; give the whole search with the trained embedder."""
    train_embedder(index, split, asked.options, folder, asked.way, tell=tell)
    embeddings = load_embeddings(str(folder / MODEL), device=asked.options.compute.device)
    systems = Systems(index.products, embeddings, lambda done, of: tell("embedding", done, of))
    return {"trained embedder": systems.ranking("hybrid")}


def _cosines(model: Path) -> Score:
    embeddings = load_embeddings(str(model))

    def score(query: str, products: Sequence[Product]) -> npt.NDArray[np.floating]:
        vector = np.asarray(embeddings.embed_query(query), dtype=np.float32)
        return np.asarray(product_vectors(products, embeddings) @ vector)

    return score
