"""Questions about the shop itself, answered by a passage of its documents, or declined.

A passage answers where it is near enough to the question, by what it says, by the topics that
it covers and by the words that are shared, and clearly nearer than any topic on which the
documents are silent. The figures are measured: docs/answers.md. Documents are read again when a
file of the folder changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from assistant.policies.asking import load_asking
from assistant.policies.documents import read_documents
from assistant.policies.sharing import Shared
from assistant.policies.topics import Coverage, load_topics
from retrieval.passages import Passage, PassageIndex

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["Policies"]

_TOPICAL = 0.6
"""Of a passage's nearness, the part of the topics that it covers; the rest is its own."""
_OWN_WORDS, _TOPIC_WORDS = 0.2, 0.2
"""What the words that a question shares with a passage, or with a topic, add to its nearness."""
_THRESHOLD = 0.56
"""Nearness from which a passage answers."""
_AHEAD = 0.03
"""How much nearer it must be than a topic on which the documents are silent."""
_SURE = 0.65
"""Nearness from which a question is surely on a topic."""

_Stamp = tuple[tuple[str, int, int], ...]


class _Read:
    """Documents as they were read: their passages, the topics that they cover, and the words."""

    def __init__(self, passages: Sequence[Passage], embeddings: Embeddings) -> None:
        topics = load_topics()
        self.index = PassageIndex(passages, embeddings)
        self.coverage = Coverage(self.index, topics)
        told = [f"{p.heading} {p.title} {p.text}" for p in passages]
        asked = [" ".join((*topic.asked, topic.about)) for topic in topics]
        self._words = Shared([*told, *asked])

    def answer(self, question: str) -> Passage | None:
        """Give the passage that answers, or None."""
        (vector,) = self.index.embed([question])
        count = len(self.index.passages)
        shared = self._words.share(question)
        near = self.coverage.topics(vector) + _TOPIC_WORDS * shared[count:]
        own = self.index.nearness(vector[None])[0] + _OWN_WORDS * shared[:count]
        topical = self.coverage.by_passage(near, count)
        score = (1 - _TOPICAL) * own + _TOPICAL * topical
        best = int(np.argmax(score))
        nearest = max(float(own[best]), float(topical[best]))
        rival = self.coverage.uncovered(near) + _AHEAD
        answers = float(score[best]) >= _THRESHOLD and nearest >= rival
        return self.index.passages[best] if answers else None

    def is_silent(self, question: str) -> bool:
        """Whether the question is surely on a topic that no passage covers."""
        (vector,) = self.index.embed([question])
        return self.coverage.is_silent(self.coverage.topics(vector), _SURE)


class Policies:
    """The documents of one shop; safe to share between threads."""

    def __init__(self, folder: Path, embeddings: Embeddings) -> None:
        self._folder = folder
        self._embeddings = embeddings
        self._lock = Lock()
        self._made: tuple[_Stamp, _Read] | None = None

    def answer(self, question: str) -> Passage | None:
        """Give the passage that answers a question; None where the documents do not say."""
        read = self._read()
        if not read.index.passages or not question.strip():
            return None
        return read.answer(question)

    def is_silent(self, question: str) -> bool:
        """Whether a question is surely about the shop, on what its documents do not speak of."""
        read = self._read()
        return bool(read.index.passages and question.strip()) and read.is_silent(question)

    def contact(self) -> Passage | None:
        """Give the passage that tells the way to a person, if there is one."""
        return self.answer(load_asking().contact)

    def passages(self) -> tuple[Passage, ...]:
        """Give every passage of the documents as they are now."""
        return self._read().index.passages

    def _read(self) -> _Read:
        with self._lock:
            stamp = self._stamp()
            if self._made is None or self._made[0] != stamp:
                self._made = stamp, _Read(read_documents(self._folder), self._embeddings)
            return self._made[1]

    def _stamp(self) -> _Stamp:
        stats = ((path.name, path.stat()) for path in sorted(self._folder.glob("*.md")))
        return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)
