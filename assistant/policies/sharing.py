"""How much of a question's words a text shares, the rarer words counting for more.

The weight of a word is its inverse document frequency (Sparck Jones 1972) over all the texts.
Knows nothing of what the texts are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log

import numpy as np

from retrieval.passages import Matrix
from retrieval.roots import root
from retrieval.text import content_terms

__all__ = ["Shared"]


class Shared:
    """Compares questions with texts by the roots of their words."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [_roots(text) for text in texts]
        self._counted = Counter(word for words in self._texts for word in words)

    def share(self, question: str) -> Matrix:
        """Give the share of the question's weight that each text has, 0 to 1, shape (texts,)."""
        asked = _roots(question)
        whole = sum(map(self._weight, asked))
        found = [sum(map(self._weight, asked & words)) for words in self._texts]
        return np.array(found, dtype=np.float32) / max(whole, 1e-9)

    def _weight(self, word: str) -> float:
        return log(1 + len(self._texts) / (1 + self._counted[word]))


def _roots(text: str) -> set[str]:
    return {root(term) for term in content_terms(text)}
