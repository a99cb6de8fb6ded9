"""A way of training measured by cross-validation over a shop's labels; nothing is changed.

Knows nothing of how results are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.build import build_embeddings, open_shop
from retrieval.evaluation.memory import RememberingEmbeddings
from retrieval.evaluation.systems import Systems
from retrieval.training.folds import cross_validated

if TYPE_CHECKING:
    from retrieval.evaluation.report import Report
    from retrieval.evaluation.systems import Ranking
    from retrieval.search import Index
    from retrieval.training.splits import Split
    from ui.training.asked import Asked

__all__ = ["Trial", "measure"]

Trial = Callable[["Index", "Split", Path], "Mapping[str, Ranking]"]
"""Trains on a split over an index within a folder; gives the systems to be judged, by name."""

Tell = Callable[[str, int, int], None]


def measure(asked: Asked, folds: int, trial: Trial, tell: Tell) -> Report:
    """Compare what `trial` trains with rank fusion (the baseline) and with the present search.

    Raises:
        CatalogueError: too few labels for that many folds.
    """
    settings = asked.settings
    index = open_shop(settings, progress=tell)
    labels = asked.labels(index)
    remembered = RememberingEmbeddings(
        build_embeddings(settings), settings.cache_dir / "evaluation"
    )
    plain = Systems(index.products, remembered, lambda done, of: tell("baseline", done, of))
    beside = {name: plain.ranking(name) for name in ("rrf", "hybrid")}
    return cross_validated(
        labels.judged,
        beside,
        lambda split, folder: trial(index, asked.with_made_up(split, index), folder),
        asked.folder,
        folds=folds,
        seed=asked.options.seed,
    )
