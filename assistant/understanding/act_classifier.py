"""Which act a message sounds like: a small network on its sentence embedding, trained by us.

`aisle train acts` writes the weights: safetensors, with the acts' names as metadata. Numpy computes
it. Knows no rules and no catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from assistant.errors import AssistantError
from assistant.types import Act

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["ActClassifier", "Classify", "features"]

_LONGEST = 600
_SPREAD, _SHOWN = 8.0, 3.0
"""What a unit vector's numbers and the mark of something shown are multiplied by."""
Array = npt.NDArray[np.float32]


class Classify(Protocol):
    """Gives the probability of every act."""

    def __call__(self, message: str, *, shown: bool) -> Mapping[Act, float]:
        """Give the probabilities; `shown` says whether products have been shown."""
        ...


class ActClassifier:
    """Tells how likely each act is; safe to share between threads.

    `embeddings` must be the embedder that it was trained on. Raises AssistantError where the
    file is missing or holds something else.
    """

    def __init__(self, file: Path, embeddings: Embeddings) -> None:
        self._embeddings = embeddings
        self._acts, self._layers = _load(file)

    def __call__(self, message: str, *, shown: bool) -> Mapping[Act, float]:
        """Give the probability of every act; `shown` says whether products have been shown."""
        vector = np.asarray([self._embeddings.embed_query(message[:_LONGEST])], dtype=np.float32)
        hidden, out = self._layers[:2], self._layers[2:]
        inner = np.maximum(features(vector, [shown]) @ hidden[0].T + hidden[1], 0)
        scores = (inner @ out[0].T + out[1])[0]
        likely = np.exp(scores - scores.max())
        shares = (likely / likely.sum()).tolist()
        return dict(zip(self._acts, shares, strict=True))


def features(vectors: Array, shown: Sequence[bool]) -> Array:
    """Give the network's input, shape (messages, dimensions + 1), from unit vectors."""
    marks = np.asarray(shown, dtype=np.float32)[:, None]
    return np.hstack([vectors * _SPREAD, marks * _SHOWN])


def _load(file: Path) -> tuple[tuple[Act, ...], tuple[Array, ...]]:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(file, framework="numpy") as weights:
            acts = tuple(Act(name) for name in weights.metadata()["acts"].split())
            names = ("hidden.weight", "hidden.bias", "out.weight", "out.bias")
            return acts, tuple(weights.get_tensor(name).astype(np.float32) for name in names)
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise AssistantError(
            f"{file} holds no classifier of acts: {error}. Make it again with `aisle train acts`"
        ) from error
