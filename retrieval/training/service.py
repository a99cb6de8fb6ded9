"""Puts a trained embedder into service, if it passes the gate; else nothing is changed.

The catalogue is embedded with it into a generation that nobody sees; that generation's search
is judged beside the serving one's, and the pointer swapped only then. Knows the index's folder
and the shelf of models; nothing of settings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.embedding import load_embeddings
from retrieval.evaluation import Judgement
from retrieval.evaluation.scores import DEPTH
from retrieval.generations import Progress, rebuild_index
from retrieval.inforce import made_by
from retrieval.search import Index
from retrieval.trained import Shelf
from retrieval.training.gate import Ranking, Verdict, weigh

__all__ = ["REFUSED", "Served", "offer_embedder", "ranking_of"]

REFUSED = "It does not go into service: nothing was changed."
_SAME = "It is the very model that serves already: nothing was changed."
_SERVES = (
    "It serves from now on, by the generation {} of the index; `aisle index --rollback` takes "
    "it back."
)


@dataclass(frozen=True, slots=True)
class Served:
    """What the gate said, and where the model lies in the shelf if it serves now.

    `words` say what became of it.
    """

    verdict: Verdict
    place: Path | None
    words: str


def offer_embedder(
    model: Path,
    present: Index,
    held_out: Sequence[Judgement],
    *,
    shelf: Shelf,
    index_folder: Path,
    progress: Progress = lambda _step, _done, _total: None,
) -> Served:
    """Let the embedder in the folder `model` serve if it beats the present index.

    Raises:
        CatalogueError: the index cannot be built; what served before serves on.
    """
    place = shelf.put(model)
    verdicts: list[Verdict] = []

    def accept(index: Index) -> bool:
        verdicts.append(weigh(ranking_of(present), ranking_of(index), held_out))
        return verdicts[0].better

    try:
        built = rebuild_index(
            index_folder, load_embeddings(str(place)), accept=accept, progress=progress
        )
    finally:
        shelf.tidy({made_by(index_folder), made_by(index_folder, previous=True)})
    if built.refused:
        return Served(verdicts[0], None, REFUSED)
    if built.unchanged:
        return Served(weigh(ranking_of(present), ranking_of(present), held_out), place, _SAME)
    return Served(verdicts[0], place, _SERVES.format(built.generation))


def ranking_of(index: Index) -> Ranking:
    """Return the whole search of an index as a ranking."""
    return lambda query: [hit.product.id for hit in index.search(query, limit=DEPTH).hits]
