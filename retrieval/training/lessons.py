"""What is learnt from each query: its right products, and wrong ones that look right.

Products are positions in the index. Knows nothing of models.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.evaluation import Judgement
from retrieval.search import Index
from retrieval.text import content_terms

__all__ = ["Lesson", "lessons_from"]

_LEAST = 0.5  # of a query's highest gain, from which a product is right
_MOST = 0.05  # of it, up to which a judged product is wrong
_SKIPPED = 10  # first hits that nobody judged: they may well be right
_MINED = 60  # hits looked through for wrong ones


@dataclass(frozen=True, slots=True)
class Lesson:
    """A query; `gains` (0 to 1, the best 1) of its judged products; `mined` are wrong ones
    that the index finds for it and nobody judged.
    """

    query: str
    gains: Mapping[int, float]
    mined: tuple[int, ...]

    @property
    def right(self) -> tuple[int, ...]:
        """The products that the query means."""
        return tuple(at for at, gain in self.gains.items() if gain >= _LEAST)

    @property
    def wrong(self) -> tuple[int, ...]:
        """The products that it does not, the judged ones first."""
        return (*(at for at, gain in self.gains.items() if gain <= _MOST), *self.mined)


def lessons_from(judged: Sequence[Judgement], index: Index) -> tuple[Lesson, ...]:
    """Make lessons of those queries that have a right product in the index.

    Mined are hits beyond the first ten that nobody judged and that lack a word of the query:
    a product with all its words is too likely to be right.
    """
    at = {product.id: position for position, product in enumerate(index.products)}
    made = []
    for one in judged:
        most = max(one.gains.values(), default=0.0)
        known = {
            at[found]: gain / most for found, gain in one.gains.items() if found in at and most
        }
        if any(known.values()):
            made.append(Lesson(one.query, known, _mined(one.query, known, index, at)))
    return tuple(made)


def _mined(
    query: str, judged: Mapping[int, float], index: Index, at: Mapping[str, int]
) -> tuple[int, ...]:
    hits = index.search(query, limit=_MINED).hits[_SKIPPED:]
    whole = index.ranker.lexical.share(content_terms(query)) > 0.99
    found = [at[hit.product.id] for hit in hits]
    return tuple(position for position in found if position not in judged and not whole[position])
