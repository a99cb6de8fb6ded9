"""The vector store: embedded Chroma, one folder and one collection a generation.

The only file that imports chromadb. Holds our own vectors, never an embedding function, and is
written once, before its generation serves. Derived data: what it answers, the vectors beside it
can answer too, a little slower, and do so where Chroma cannot be read. Knows nothing of
products.
"""

from __future__ import annotations

import errno
import logging
import weakref
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from retrieval.catalogue import CatalogueError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

__all__ = ["Neighbours", "write_store"]

Floats = npt.NDArray[np.float32]
Positions = npt.NDArray[np.int64]

_LOG = logging.getLogger(__name__)
_BATCH = 5_000  # rows an upsert; Chroma takes about 5,400
_HNSW = {
    "space": "cosine",
    "ef_search": 400,
    "ef_construction": 200,
    "num_threads": 2,
    # Every upsert goes to the graph's files at once: a store is written before it serves, and
    # what stays in the log would be replayed, and written, by every process that opens it.
    "batch_size": 1,
    "sync_threshold": 1,
}


def write_store(
    folder: Path,
    collection: str,
    ids: Sequence[str],
    vectors: Floats,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Write unit vectors, shape (ids, dimensions), into a new store, and read them back.

    Raises:
        CatalogueError: Chroma could not write, or does not answer as it must.
        OSError: the disk is full (ENOSPC).
    """
    from chromadb.errors import ChromaError

    try:
        client = _client(folder)
        try:
            rows = client.create_collection(
                collection, configuration={"hnsw": _HNSW}, embedding_function=None
            )
            for start in range(0, len(ids), _BATCH):
                stop = min(start + _BATCH, len(ids))
                rows.upsert(list(ids[start:stop]), embeddings=vectors[start:stop])
                progress(stop, len(ids))
            _verify(rows, ids, vectors)
        finally:
            client.close()
    except (ChromaError, RuntimeError, ValueError) as error:
        if "disk is full" in str(error) or "No space left" in str(error):
            raise OSError(errno.ENOSPC, "the disk is full", str(folder)) from error
        raise CatalogueError(f"the vector store in {folder} cannot be written: {error}") from error


def _verify(rows: Collection, ids: Sequence[str], vectors: Floats) -> None:
    if rows.count() != len(ids):
        raise CatalogueError(f"the vector store holds {rows.count()} rows of {len(ids)}")
    for probe in {0, len(ids) // 2, len(ids) - 1}:
        if not vectors[probe].any():
            continue
        answer = rows.query(query_embeddings=[vectors[probe]], n_results=1, include=["distances"])
        distances = answer["distances"]
        if not distances or not distances[0] or distances[0][0] > 1e-3:
            raise CatalogueError(f"the vector store does not find the vector of {ids[probe]!r}")


class Neighbours:
    """Asks the store of one generation for nearest products; opened at the first question.

    `positions` maps the store's ids to positions in the catalogue and `vectors` holds all unit
    vectors there. Where the store fails, a warning is logged once and the vectors answer.
    """

    def __init__(
        self,
        folder: Path,
        collection: str,
        positions: Mapping[str, int],
        vectors: Floats,
        *,
        sound: bool = True,
    ) -> None:
        self._folder, self._name = folder, collection
        self._positions, self._vectors = positions, vectors
        self._exact = not sound
        self._lock = Lock()
        self._release: Callable[[], object] = lambda: None
        self._rows: Collection | None = None
        if not sound:
            _LOG.warning("the vector store in %s is damaged: searching exactly instead", folder)

    def __call__(self, vector: Floats, count: int) -> Positions:
        """Return the positions of about the `count` nearest to a unit vector."""
        from chromadb.errors import ChromaError

        if not self._exact:
            try:
                return self._ask(vector, count)
            except (ChromaError, OSError, RuntimeError, ValueError, KeyError) as error:
                self._exact = True
                _LOG.warning(
                    "the vector store in %s failed (%s): searching exactly instead",
                    self._folder,
                    error,
                )
        return self._compare(vector, count)

    def close(self) -> None:
        """Let go of the store's files; the next question is answered from the vectors."""
        with self._lock:
            self._exact = True
            self._rows = None
            self._release()

    def _ask(self, vector: Floats, count: int) -> Positions:
        rows = self._open()
        answer = rows.query(
            query_embeddings=[vector], n_results=min(count, len(self._positions)), include=[]
        )
        found = [self._positions[row_id] for row_id in answer["ids"][0]]
        return np.array(found, dtype=np.int64)

    def _open(self) -> Collection:
        with self._lock:
            if self._rows is None:
                if not (self._folder / "chroma.sqlite3").is_file():
                    raise OSError("there is no chroma.sqlite3")
                client = _client(self._folder)
                self._release = weakref.finalize(self, client.close)
                self._rows = client.get_collection(self._name, embedding_function=None)
                if self._rows.count() != len(self._positions):
                    raise ValueError(f"{self._rows.count()} rows of {len(self._positions)}")
            return self._rows

    def _compare(self, vector: Floats, count: int) -> Positions:
        positions = np.fromiter(self._positions.values(), dtype=np.int64)
        scores = self._vectors[positions] @ vector
        return positions[np.argsort(-scores, kind="stable")[:count]]


def _client(folder: Path) -> ClientAPI:
    import chromadb

    settings = chromadb.Settings(anonymized_telemetry=False, allow_reset=False)
    return chromadb.PersistentClient(path=str(folder), settings=settings)
