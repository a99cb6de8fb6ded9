"""BM25 worked out ahead: what each word adds to the score of each product that has it.

Products stream through; memory holds one small number triple for each word of each product.
Knows nothing of queries.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from retrieval.catalogue import Product
from retrieval.parts import Parts
from retrieval.roots import root
from retrieval.text import content_terms
from retrieval.wording import naming_terms

__all__ = ["bm25_parts"]

_K1, _B = 1.2, 0.75

Counts = npt.NDArray[np.int32]


def bm25_parts(products: Iterable[Product]) -> Parts:
    """Lay out the roots of all products' words in compressed rows, each with its weight.

    The words of number i are in the products `rows[starts[i]:starts[i + 1]]` and add `weights`
    of the same places to their scores; `named_rows` are those that have it outside their
    descriptions. Values: `words` (roots), `terms` (each stemmed word, and in how many products
    it stands), `size`. Weights as Lucene has them, after Robertson and Zaragoza, The
    probabilistic relevance framework: BM25 and beyond (2009).
    """
    tally = _Tally()
    for product in products:
        tally.add(product)
    size, known = len(tally.lengths), len(tally.numbers)
    words, counts = _ints(tally.words), _ints(tally.counts)
    order = np.argsort(words, kind="stable")  # products stay in their order within a word
    rows = _ints(tally.rows)[order]
    weights = _weights(words[order], rows, counts[order], _ints(tally.lengths))
    named = _ints(tally.named_words)
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "starts": _starts(words, known),
        "rows": rows,
        "weights": weights,
        "named_starts": _starts(named, known),
        "named_rows": _ints(tally.named_rows)[np.argsort(named, kind="stable")],
    }
    return Parts(arrays, {"words": list(tally.numbers), "terms": dict(tally.terms), "size": size})


class _Tally:
    """What is counted product by product; a word is a number in order of appearance."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.terms: Counter[str] = Counter()
        self.rows, self.words, self.counts = array("i"), array("i"), array("i")
        self.named_rows, self.named_words = array("i"), array("i")
        self.lengths = array("i")

    def add(self, product: Product) -> None:
        row = len(self.lengths)
        named = Counter(naming_terms(product))
        terms = named + Counter(content_terms(product.description))
        self.terms.update(terms.keys())
        counts: Counter[int] = Counter()
        for term, count in terms.items():
            counts[self._number(term)] += count
        self._append(self.rows, self.words, row, counts)
        self.counts.extend(counts.values())
        self._append(self.named_rows, self.named_words, row, {self._number(t) for t in named})
        self.lengths.append(terms.total())

    def _number(self, term: str) -> int:
        return self.numbers.setdefault(root(term), len(self.numbers))

    @staticmethod
    def _append(rows: array[int], words: array[int], row: int, found: Iterable[int]) -> None:
        before = len(words)
        words.extend(found)
        rows.extend([row] * (len(words) - before))


def _weights(
    words: Counts, rows: Counts, counts: Counts, lengths: Counts
) -> npt.NDArray[np.float32]:
    size = len(lengths)
    holders = np.bincount(words).astype(np.float64)
    rarity = np.log(1 + (size - holders + 0.5) / (holders + 0.5))
    dampening = _K1 * (1 - _B + _B * lengths / max(lengths.mean() if size else 0.0, 1e-12))
    return np.asarray(rarity[words] * counts / (counts + dampening[rows]), dtype=np.float32)


def _starts(words: Counts, known: int) -> npt.NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(np.bincount(words, minlength=known)))).astype(np.int64)


def _ints(numbers: array[int]) -> Counts:
    return np.array(numbers, dtype=np.int32)
