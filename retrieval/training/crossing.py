"""Teaching a cross-encoder to tell, among a query's products, the right ones from the rest.

Knows nothing of files or of where the labels come from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from retrieval.catalogue import Product
from retrieval.reranking import product_text
from retrieval.training.cross_encoder import CrossEncoder
from retrieval.training.lessons import Lesson
from retrieval.training.options import Options
from retrieval.training.second_looks import SecondLooks

if TYPE_CHECKING:
    import torch

__all__ = ["Crossing"]

_RIGHT = 0.5  # of the best gain, from which a product is right where grades are binary


@dataclass(frozen=True, slots=True)
class _Group:
    """One query with some of its products, and the gain of each."""

    query: str
    products: tuple[int, ...]
    gains: tuple[float, ...]


_Batch = Sequence[_Group]


class Crossing:
    """The task of fitting a cross-encoder to lessons; scored by second looks at other queries.

    Of `binary` grades each pair is right or wrong: cross-entropy, pair by pair. Of `graded`
    ones the shares of the gains within a query's group are learnt too (Cao et al., Learning to
    rank: from pairwise approach to listwise approach, 2007).
    """

    def __init__(
        self,
        model: CrossEncoder,
        lessons: Sequence[Lesson],
        products: Sequence[Product],
        looks: SecondLooks,
        options: Options,
    ) -> None:
        self._model, self._lessons, self._products = model, lessons, products
        self._looks, self._options = looks, options

    def parameters(self) -> Mapping[str, torch.nn.Parameter]:
        """Return the model's."""
        return self._model.parameters()

    def batches(self, epoch: int) -> Sequence[_Batch]:
        """Draw groups for every query, as many as its right products fill; mix them."""
        size = self._options.size
        random = Random(f"{self._options.seed}/{epoch}")
        groups = [
            group
            for lesson in self._lessons
            for group in _groups(lesson, size.per_query, size.negatives, random)
        ]
        random.shuffle(groups)
        starts = range(0, min(len(groups), size.most), size.batch)
        return [groups[start : start + size.batch] for start in starts]

    def loss(self, batch: _Batch) -> torch.Tensor:
        """Return the mean loss of the batch's groups."""
        return self._model.learning(lambda: self._loss(batch))

    def score(self) -> float:
        """Return the validation queries' nDCG@10 after the second look."""
        return self._looks.best(self._model.logits).ndcg

    def _loss(self, batch: _Batch) -> torch.Tensor:
        import torch

        pairs = [
            (group.query, product_text(self._products[at]))
            for group in batch
            for at in group.products
        ]
        logits = self._model.encode(pairs)
        gains = torch.tensor([g for group in batch for g in group.gains], device=logits.device)
        if self._options.grades == "binary":
            gains = (gains >= _RIGHT).float()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, gains)
        if self._options.grades == "binary":
            return loss
        sizes = [len(group.products) for group in batch]
        lists = [
            torch.nn.functional.cross_entropy(scores, wished / wished.sum())
            for scores, wished in zip(
                torch.split(logits, sizes), torch.split(gains, sizes), strict=True
            )
        ]
        return loss + torch.stack(lists).mean()


def _groups(lesson: Lesson, rights: int, wrongs: int, random: Random) -> list[_Group]:
    """Cut the right products, shuffled, into groups of `rights`; draw the rest for each.

    The rest are any other products: half right ones, wrong ones, and what the index mined. At
    most three groups a query, so that one with many right products does not outweigh all.
    """
    right = random.sample(lesson.right, len(lesson.right))
    rest = [at for at in (*lesson.gains, *lesson.mined) if at not in set(right)]
    made = []
    for start in range(0, min(len(right), 3 * rights), rights):
        chosen = (*right[start : start + rights], *random.sample(rest, min(wrongs, len(rest))))
        gains = tuple(lesson.gains.get(at, 0.0) for at in chosen)
        made.append(_Group(lesson.query, chosen, gains))
    return made
