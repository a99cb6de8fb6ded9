"""Vectors of texts that were embedded before, kept in a file between runs.

For evaluating: a trial then costs seconds. Knows nothing of products.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from retrieval.embedding import embedder_name
from retrieval.errors import CatalogueError

__all__ = ["RememberingEmbeddings"]

_Embed = Callable[[list[str]], list[list[float]]]

_VERSION = "1"


class RememberingEmbeddings(Embeddings):
    """Asks `embeddings` only for texts it has not seen; remembers float32 under `folder`.

    What is remembered belongs to the embedder's name, which for a folder tells retrained
    weights from their elders. Used by one thread.

    Raises:
        CatalogueError: the folder cannot be written.
    """

    def __init__(self, embeddings: Embeddings, folder: Path) -> None:
        self._embeddings = embeddings
        self.name = embedder_name(embeddings)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = sqlite3.connect(folder / "vectors.sqlite", timeout=60)
            self._file.execute("PRAGMA journal_mode=WAL")
            self._file.execute("PRAGMA synchronous=OFF")
            self._file.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)"
            )
        except (OSError, sqlite3.Error) as error:
            raise CatalogueError(f"vectors cannot be kept in {folder}: {error}") from error

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts in their order, from memory where they were seen before."""
        keys = [self._key("text", text) for text in texts]
        return self._remembered(keys, texts, self._embeddings.embed_documents)

    def embed_query(self, text: str) -> list[float]:
        """Embed one query, from memory where it was seen before."""
        keys = [self._key("query", text)]
        return self._remembered(
            keys, [text], lambda new: [self._embeddings.embed_query(text) for text in new]
        )[0]

    def _remembered(
        self, keys: Sequence[bytes], texts: Sequence[str], embed: _Embed
    ) -> list[list[float]]:
        known = {key: vector for key in keys if (vector := self._look_up(key)) is not None}
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            rows = np.asarray(embed(list(new.values())), dtype=np.float32).tolist()
            known.update(zip(new, rows, strict=True))
            self._keep((key, known[key]) for key in new)
        return [known[key] for key in keys]

    def _look_up(self, key: bytes) -> list[float] | None:
        row = self._file.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
        return None if row is None else np.frombuffer(row[0], dtype=np.float32).tolist()

    def _keep(self, pairs: Iterable[tuple[bytes, list[float]]]) -> None:
        rows = [(key, np.asarray(vector, dtype=np.float32).tobytes()) for key, vector in pairs]
        with self._file:
            self._file.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def _key(self, kind: str, text: str) -> bytes:
        parts = f"{_VERSION}\0{self.name}\0{kind}\0{text}"
        return blake2b(parts.encode("utf-8", "surrogatepass"), digest_size=16).digest()
