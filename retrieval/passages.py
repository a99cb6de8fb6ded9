"""Passages of documents as vectors: how near each is to a question.

By its text, its heading, or the sentence of it that is nearest.

For a few thousand passages at most: everything is compared in memory. Knows nothing of what
the documents are about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from retrieval.embedding import embed_texts

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["Matrix", "Passage", "PassageIndex"]

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Passage:
    """What a document says under one heading; `id` is "document#heading"."""

    id: str
    title: str
    heading: str
    text: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of its text."""
        return tuple(said for said in _SENTENCE.split(self.text) if said.strip())


class PassageIndex:
    """Compares passages with other texts; each passage is embedded once, when it is made."""

    def __init__(self, passages: Sequence[Passage], embeddings: Embeddings) -> None:
        self.passages = tuple(passages)
        self._embeddings = embeddings
        self._whole = self.embed([f"{p.title}. {p.heading}. {p.text}" for p in passages])
        self._heading = self.embed([f"{p.title}: {p.heading}" for p in passages])
        said = [(at, f"{p.heading}: {s}") for at, p in enumerate(passages) for s in p.sentences]
        self._sentences = self.embed([text for _, text in said])
        self._owners = np.array([at for at, _ in said], dtype=np.intp)

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Give unit vectors of texts, shape (texts, dimensions)."""
        return embed_texts(self._embeddings, texts)

    def nearness(self, vectors: Matrix) -> Matrix:
        """Give the cosine of every vector with every passage, shape (vectors, passages)."""
        if not self.passages:
            return np.zeros((len(vectors), 0), dtype=np.float32)
        near: Matrix = np.maximum(vectors @ self._whole.T, vectors @ self._heading.T)
        np.maximum.at(near.T, self._owners, self._sentences @ vectors.T)
        return near
