"""Words to the rows that have them: the inverted list of one field.

Knows nothing of what a row or a word stands for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

__all__ = ["Postings"]

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int32]


class Postings:
    """The rows of every word, in compressed rows: those of word i are `rows[starts[i]:]`.

    `starts` has one entry more than there are words; rows ascend within a word.
    """

    def __init__(self, words: Sequence[str], starts: npt.NDArray[np.int64], rows: Rows) -> None:
        self.words = words
        self.starts = starts
        self.rows = rows

    @cached_property
    def _at(self) -> Mapping[str, int]:
        return {word: at for at, word in enumerate(self.words)}

    @classmethod
    def of(cls, lists: Mapping[str, Sequence[int]]) -> Postings:
        """Pack plain lists of rows, which may repeat a row."""
        packed = [np.unique(np.asarray(rows, dtype=np.int32)) for rows in lists.values()]
        starts = np.cumsum([0, *map(len, packed)], dtype=np.int64)
        rows = np.concatenate(packed) if packed else np.zeros(0, dtype=np.int32)
        return cls(list(lists), starts, rows)

    def of_word(self, word: str) -> Rows:
        """Give the rows of a word, none for an unknown one."""
        return self.rows[self.span(word)]

    def span(self, word: str) -> slice:
        """Say where in `rows` those of a word stand; nowhere for an unknown one."""
        at = self._at.get(word)
        return slice(0, 0) if at is None else slice(self.starts[at], self.starts[at + 1])

    def counts(self, mask: Mask) -> Mapping[str, int]:
        """Count the masked rows of every word that has any."""
        if not len(self.words):
            return {}
        running = np.concatenate(([0], np.cumsum(mask[self.rows])))
        totals = running[self.starts[1:]] - running[self.starts[:-1]]
        return {self.words[at]: int(totals[at]) for at in np.flatnonzero(totals).tolist()}
