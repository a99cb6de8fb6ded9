"""The shop as it is now: the serving generation of its index, followed from turn to turn.

Knows nothing of how an index is made or of conversations.
"""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from assistant.formats import Manner
from assistant.housestyle import use_house
from assistant.policies import Policies
from assistant.service import Shop
from assistant.settings import Settings
from assistant.tone import read_tone
from retrieval.errors import CatalogueError
from retrieval.generations import open_index
from retrieval.inforce import AUTO, fitting_embedder, reranker_in_force
from retrieval.reviews import Reviews
from retrieval.storage import IndexFolder
from retrieval.synonyms import read_synonyms
from retrieval.trained import Shelf

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["Storefront"]

_LOG = logging.getLogger(__name__)
_SYNONYMS = "synonyms.yaml"
_REVIEWS = "reviews.jsonl.gz"


class Storefront:
    """Gives the shop as it is now: follows the index pointer from turn to turn."""

    def __init__(self, settings: Settings, embeddings: Embeddings) -> None:
        self._folder = IndexFolder(settings.index_folder)
        self._embeddings = embeddings
        self._manner = Manner(settings.currency, settings.locale)
        self._shown = settings.shown
        self._synonyms = settings.home / _SYNONYMS
        shelf = Shelf(settings.models_folder)
        self._shelf = shelf if settings.embedder == AUTO else None
        self._reranker = reranker_in_force(settings.reranker, shelf)
        self._policies = Policies(settings.home / "policies", embeddings)
        self._reviews = Reviews(_reviews_of(settings.home))
        use_house(settings.home)
        self._tone = read_tone(settings.home)
        self._lock = Lock()
        self._refused: str | None = None
        self._shop = self._open()

    def __call__(self) -> Shop:
        """Give the shop over the serving generation; a swapped index is opened first.

        One that cannot be opened is told in the log, and the one before it serves on.
        """
        with self._lock:
            try:
                self._follow()
            except CatalogueError as error:
                _LOG.warning("%s serves on, for the new index cannot: %s", self._served, error)
            return self._shop

    @property
    def _served(self) -> str:
        return f"generation {self._shop.index.generation}"

    def _follow(self) -> None:
        serving = self._folder.current()
        if serving not in (self._shop.index.generation, self._refused):
            self._refused = serving  # not tried at every turn
            self._shop = self._open()

    def _open(self) -> Shop:
        folder = self._folder.path
        if self._shelf is not None:
            self._embeddings = fitting_embedder(self._embeddings, folder, self._shelf)
        index = open_index(folder, self._embeddings, read_synonyms(self._synonyms))
        index.reranker = self._reranker
        return Shop(index, self._manner, self._shown, self._policies, self._reviews, self._tone)


def _reviews_of(home: Path) -> Path:
    """The shop's reviews: plain where they lie plain, else gzipped."""
    plain = home / _REVIEWS.removesuffix(".gz")
    return plain if plain.is_file() else home / _REVIEWS
