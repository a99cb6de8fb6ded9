"""Puts a trained model into service, if it passes the gate; else nothing is changed.

For an embedder, the catalogue is embedded into a generation that nobody sees; its search is
judged beside the serving one's, and the pointer swapped only then. Knows the index's folder and
the shelf of models; nothing of settings.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from retrieval.embedding import load_embeddings
from retrieval.evaluation import Judgement
from retrieval.evaluation.scores import DEPTH
from retrieval.generations import Progress, rebuild_index
from retrieval.inforce import made_by
from retrieval.reranking import Reranker
from retrieval.search import Index
from retrieval.trained import Shelf
from retrieval.training.gate import Ranking, Verdict, weigh

__all__ = ["REFUSED", "Served", "offer_embedder", "offer_reranker", "ranking_of", "with_reranker"]

REFUSED = "It does not go into service: nothing was changed."
_SAME = "It is the very model that serves already: nothing was changed."
_SERVES = (
    "It serves from now on, by the generation {} of the index; `aisle index --rollback` takes "
    "it back."
)
_OWN = (
    "It is the shop's own reranker from now on, and used where it is switched on: "
    "AISLE_RERANKER=trained, or reranker in settings.toml."
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
        return Served(_same(present, held_out), place, _SAME)
    return Served(verdicts[0], place, _SERVES.format(built.generation))


def offer_reranker(
    model: Path,
    present: Index,
    held_out: Sequence[Judgement],
    *,
    shelf: Shelf,
    index_folder: Path,
) -> Served:
    """Make the reranker in the folder `model` the shop's own if search is better with it.

    Compared with the present search, and with the reranker that is the shop's own already. It
    is used where the shop's settings switch it on.
    """
    place, elder = shelf.put(model), shelf.reranker()
    if elder == place:
        return Served(_same(with_reranker(present, elder), held_out), place, _SAME)
    verdict = weigh(
        ranking_of(with_reranker(present, elder)),
        ranking_of(with_reranker(present, place)),
        held_out,
    )
    if verdict.better:
        shelf.serve_reranker(place.name)
    shelf.tidy({made_by(index_folder), made_by(index_folder, previous=True)})
    return Served(verdict, place, _OWN) if verdict.better else Served(verdict, None, REFUSED)


def with_reranker(index: Index, folder: Path | None) -> Index:
    """Return an index over the same products whose first hits the reranker reorders."""
    other = copy(index)
    other.reranker = Reranker(folder) if folder else None
    return other


def _same(index: Index, held_out: Sequence[Judgement]) -> Verdict:
    return weigh(ranking_of(index), ranking_of(index), held_out)


def ranking_of(index: Index) -> Ranking:
    """Return the whole search of an index as a ranking."""
    return lambda query: [hit.product.id for hit in index.search(query, limit=DEPTH).hits]
