"""The vector store: embedded Chroma, one folder and one collection a generation.

The only file that imports chromadb. Holds our own vectors, never an embedding function, and is
written before its generation serves, never after. Derived data: what it answers, the vectors
beside it can answer too, a little slower, and do so where Chroma cannot be read. Knows nothing
of products.
"""

from __future__ import annotations

import errno
import logging
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from retrieval.errors import CatalogueError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

__all__ = ["Neighbours", "StoreRows", "update_store", "write_store"]

Floats = npt.NDArray[np.float32]
Positions = npt.NDArray[np.int64]
Progress = Callable[[int, int], None]

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


@dataclass(frozen=True, slots=True)
class StoreRows:
    """What a store holds: an id a row, and where its unit vector stands in `vectors`."""

    ids: Sequence[str]
    positions: Positions
    vectors: Floats

    def only(self, chosen: Sequence[int]) -> StoreRows:
        """Keep some of the rows."""
        return StoreRows([self.ids[at] for at in chosen], self.positions[chosen], self.vectors)


def write_store(
    folder: Path,
    collection: str,
    rows: StoreRows,
    progress: Progress = lambda _done, _total: None,
) -> None:
    """Write rows into a new store, and read them back.

    Raises:
        CatalogueError: Chroma could not write, or does not answer as it must.
        OSError: the disk is full (ENOSPC).
    """
    with _writing(folder) as client:
        stored = client.create_collection(
            collection, configuration={"hnsw": _HNSW}, embedding_function=None
        )
        _upsert(stored, rows, progress)
        _verify(stored, rows)


def update_store(
    folder: Path,
    collection: str,
    rows: StoreRows,
    changed: Sequence[int],
    removed: Sequence[str],
) -> None:
    """Bring a copy of an older store to `rows`, of which `changed` are new to it.

    Raises:
        CatalogueError: Chroma could not write, or does not answer as it must.
        OSError: the disk is full (ENOSPC).
    """
    with _writing(folder) as client:
        stored = client.get_collection(collection, embedding_function=None)
        for start in range(0, len(removed), _BATCH):
            stored.delete(ids=list(removed[start : start + _BATCH]))
        _upsert(stored, rows.only(changed), lambda _done, _total: None)
        _verify(stored, rows)


@contextmanager
def _writing(folder: Path) -> Iterator[ClientAPI]:
    """Open a store for writing, and tell Chroma's errors as ours."""
    from chromadb.errors import ChromaError

    try:
        client = _client(folder)
        try:
            yield client
        finally:
            client.close()
    except (ChromaError, RuntimeError, ValueError) as error:
        if "disk is full" in str(error) or "No space left" in str(error):
            raise OSError(errno.ENOSPC, "the disk is full", str(folder)) from error
        raise CatalogueError(f"the vector store in {folder} cannot be written: {error}") from error


def _upsert(stored: Collection, rows: StoreRows, progress: Progress) -> None:
    for start in range(0, len(rows.ids), _BATCH):
        stop = min(start + _BATCH, len(rows.ids))
        vectors = rows.vectors[rows.positions[start:stop]]
        stored.upsert(list(rows.ids[start:stop]), embeddings=vectors)
        progress(stop, len(rows.ids))


def _verify(stored: Collection, rows: StoreRows) -> None:
    count = len(rows.ids)
    if stored.count() != count:
        raise CatalogueError(f"the vector store holds {stored.count()} rows of {count}")
    for probe in {0, count // 2, count - 1}:
        vector = rows.vectors[rows.positions[probe]]
        if not vector.any():
            continue
        answer = stored.query(query_embeddings=[vector], n_results=1, include=["distances"])
        distances = answer["distances"]
        if not distances or not distances[0] or distances[0][0] > 1e-3:
            raise CatalogueError(
                f"the vector store does not find the vector of {rows.ids[probe]!r}"
            )


class Neighbours:
    """Asks the store of one generation for nearest products; opened at the first question.

    `positions` maps the store's ids to positions in the catalogue and `vectors` holds all unit
    vectors there. `fault` says what is wrong with the store's files, before Chroma touches them:
    a damaged one can take the process down. Where the store is unsound or fails, a warning is
    logged once and the vectors answer.
    """

    def __init__(
        self,
        folder: Path,
        collection: str,
        positions: Mapping[str, int],
        vectors: Floats,
        fault: Callable[[], str] = lambda: "",
    ) -> None:
        self._folder, self._name = folder, collection
        self._positions, self._vectors = positions, vectors
        self._fault, self._exact = fault, False
        self._lock = Lock()
        self._release: Callable[[], object] = lambda: None
        self._rows: Collection | None = None

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
                if fault := self._fault():
                    raise OSError(fault)
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
