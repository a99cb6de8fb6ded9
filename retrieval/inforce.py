"""Which of a shop's models are in force: the embedder that its index needs, and a reranker.

The generation that serves says by which it was made, so that swapping generations, and
swapping them back, swaps the embedder too. Knows nothing of how models are trained.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.embedding import BUNDLED, embedder_name, load_embeddings
from retrieval.errors import CatalogueError
from retrieval.manifest import read_manifest
from retrieval.reranking import Reranker
from retrieval.storage import IndexFolder
from retrieval.trained import Shelf

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = [
    "AUTO",
    "OFF",
    "TRAINED",
    "embedder_in_force",
    "fitting_embedder",
    "made_by",
    "reranker_in_force",
]

AUTO = "auto"
"""The name for "whichever the serving generation was made by, else the bundled one"."""

OFF, TRAINED = "off", "trained"
"""The names for no reranker, and for the shop's own."""


def embedder_in_force(
    name: str, index: Path, shelf: Shelf, *, previous: bool = False
) -> Embeddings:
    """Return the embedder named, or with `AUTO` the one that the serving generation needs.

    `previous` asks for the generation before the serving one.

    Raises:
        CatalogueError: as `load_embeddings`.
    """
    if name != AUTO:
        return load_embeddings(name)
    place = shelf.find(made_by(index, previous=previous))
    return load_embeddings(str(place) if place else BUNDLED)


def fitting_embedder(embeddings: Embeddings, index: Path, shelf: Shelf) -> Embeddings:
    """Return the embedder if it made the serving generation, else the one that did.

    One that is neither bundled nor trained here cannot be told from its name: the given one
    is returned then, and opening the index says what is wrong.
    """
    wanted = made_by(index)
    if wanted in {"", embedder_name(embeddings)}:
        return embeddings
    found = embedder_in_force(AUTO, index, shelf)
    return found if embedder_name(found) == wanted else embeddings


def made_by(index: Path, *, previous: bool = False) -> str:
    """Name the embedder that made the serving generation, or the one before; "" without one."""
    folder = IndexFolder(index)
    generation = folder.previous() if previous else folder.current()
    if generation is None:
        return ""
    try:
        return read_manifest(folder.generation(generation)).embedder
    except FileNotFoundError:
        return ""


def reranker_in_force(name: str, shelf: Shelf) -> Reranker | None:
    """Return the reranker named: `OFF`, `TRAINED`, or a folder that holds one.

    Raises:
        CatalogueError: there is none.
    """
    if name == OFF:
        return None
    if name != TRAINED:
        return Reranker(Path(name).expanduser())
    if (place := shelf.reranker()) is None:
        raise CatalogueError(
            'the setting reranker is "trained", and this shop has no reranker that passed the '
            'gate: run `aisle train reranker`, or set it to "off"'
        )
    return Reranker(place)
