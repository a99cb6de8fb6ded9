"""Questions about the shop itself, answered by a passage of its documents, or declined.

A passage answers where it is near enough to the question, by its own words and by the topics
that it covers, and nearer than any topic on which the documents are silent. The figures are
measured: docs/answers.md. Documents are read again when a file of the folder changes.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from assistant.policies.documents import read_documents
from assistant.policies.topics import Coverage, load_topics
from retrieval.passages import Passage, PassageIndex

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["Policies"]

_THRESHOLD = 0.48
"""Nearness, half of it the passage's own and half its topics', from which it answers."""
_AHEAD = 0.05
"""How much nearer it must be than a topic on which the documents are silent."""
_SURE = 0.65
"""Nearness from which a question is surely on a topic."""
_CONTACT = "How can I reach a person by chat, e-mail or telephone?"

_Stamp = tuple[tuple[str, int, int], ...]


class Policies:
    """The documents of one shop; safe to share between threads."""

    def __init__(self, folder: Path, embeddings: Embeddings) -> None:
        self._folder = folder
        self._embeddings = embeddings
        self._lock = Lock()
        self._made: tuple[_Stamp, PassageIndex, Coverage] | None = None

    def answer(self, question: str) -> Passage | None:
        """Give the passage that answers a question; None where the documents do not say."""
        index, coverage = self._read()
        if not index.passages or not question.strip():
            return None
        (asked,) = index.embed([question])
        near = coverage.topics(asked)
        own = index.nearness(asked[None])[0]
        topical = coverage.by_passage(near, len(index.passages))
        score = (own + topical) / 2
        best = int(np.argmax(score))
        rival = coverage.uncovered(near)
        nearest = max(float(own[best]), float(topical[best]))
        answers = float(score[best]) >= _THRESHOLD and nearest >= rival + _AHEAD
        return index.passages[best] if answers else None

    def is_silent(self, question: str) -> bool:
        """Whether a question is surely about the shop, on what its documents do not speak of."""
        index, coverage = self._read()
        if not index.passages or not question.strip():
            return False
        (asked,) = index.embed([question])
        return coverage.is_silent(coverage.topics(asked), _SURE)

    def contact(self) -> Passage | None:
        """Give the passage that tells the way to a person, if there is one."""
        return self.answer(_CONTACT)

    def passages(self) -> tuple[Passage, ...]:
        """Give every passage of the documents as they are now."""
        return self._read()[0].passages

    def _read(self) -> tuple[PassageIndex, Coverage]:
        with self._lock:
            stamp = self._stamp()
            if self._made is None or self._made[0] != stamp:
                index = PassageIndex(read_documents(self._folder), self._embeddings)
                self._made = stamp, index, Coverage(index, load_topics())
            return self._made[1:]

    def _stamp(self) -> _Stamp:
        stats = ((path.name, path.stat()) for path in sorted(self._folder.glob("*.md")))
        return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)
