"""What ours is compared with for speed: Chroma's own filtered query, and comparing everything.

Standing apart from our own search on purpose. Knows nothing of products or of words.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

__all__ = ["PlainStore", "exhaustive"]

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]

_BATCH = 5_000  # rows an upsert; Chroma takes about 5,400


class PlainStore:
    """Chroma with its defaults over unit vectors; `marks` are filters, kept as metadata."""

    def __init__(self, folder: Path, vectors: Floats, marks: Mapping[str, Mask]) -> None:
        import chromadb

        settings = chromadb.Settings(anonymized_telemetry=False)
        self._client = chromadb.PersistentClient(path=str(folder), settings=settings)
        self._rows = self._client.create_collection(
            "plain", configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )
        for start in range(0, len(vectors), _BATCH):
            numbers = range(start, min(start + _BATCH, len(vectors)))
            self._rows.upsert(
                [str(at) for at in numbers],
                embeddings=vectors[numbers.start : numbers.stop],
                metadatas=[
                    {"row": at, **{name: bool(mask[at]) for name, mask in marks.items()}}
                    for at in numbers
                ],
            )

    def nearest(self, vector: Floats, count: int, mark: str = "") -> Positions:
        """Return about the `count` nearest rows of those marked, nearest first."""
        answer = self._rows.query(
            query_embeddings=[vector],
            n_results=count,
            where={mark: True} if mark else None,
            include=[],
        )
        return np.array([int(each) for each in answer["ids"][0]], dtype=np.int64)

    def close(self) -> None:
        """Let go of the files."""
        self._client.close()


def exhaustive(vectors: Floats, vector: Floats, count: int, allowed: Mask) -> Positions:
    """Return the `count` nearest allowed rows, found by comparing all."""
    scores = np.where(allowed, vectors @ vector, -np.inf)
    best = np.argpartition(-scores, min(count, len(scores) - 1))[:count]
    best = best[allowed[best]]
    return np.asarray(best[np.argsort(-scores[best], kind="stable")])
