"""Teaching an encoder which products a query means, against those that others mean.

Multiple negatives ranking loss (Henderson et al., Efficient natural language response
suggestion for Smart Reply, 2017) with hard negatives; a product that is right for a query is
never taken for wrong because another query brought it into the batch. Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from retrieval.catalogue import Product
from retrieval.documents import product_texts
from retrieval.training.encoder import Encoder
from retrieval.training.lessons import Lesson
from retrieval.training.options import Options
from retrieval.training.pools import Pools

if TYPE_CHECKING:
    import torch

__all__ = ["Contrastive"]

_SCALE = 20.0  # of cosines: what all-MiniLM was trained with


@dataclass(frozen=True, slots=True)
class _Example:
    lesson: Lesson
    right: int
    wrong: tuple[int, ...]


_Batch = Sequence[_Example]


class Contrastive:
    """The task of fitting an encoder to lessons; scored by the pools of other queries."""

    def __init__(
        self,
        encoder: Encoder,
        lessons: Sequence[Lesson],
        products: Sequence[Product],
        pools: Pools,
        options: Options,
    ) -> None:
        self._encoder, self._lessons, self._products = encoder, lessons, products
        self._pools, self._options = pools, options

    def parameters(self) -> Mapping[str, torch.nn.Parameter]:
        """Return the encoder's."""
        return self._encoder.parameters()

    def batches(self, epoch: int) -> Sequence[_Batch]:
        """Draw right products and wrong ones for every query, mix, and take as many as allowed."""
        size = self._options.size
        random = Random(f"{self._options.seed}/{epoch}")
        drawn = [
            _Example(lesson, right, _some(lesson.wrong, size.negatives, random))
            for lesson in self._lessons
            for right in _some(lesson.right, size.per_query, random)
        ]
        random.shuffle(drawn)
        starts = range(0, min(len(drawn), size.most), size.batch)
        return [drawn[start : start + size.batch] for start in starts]

    def loss(self, batch: _Batch) -> torch.Tensor:
        """Return the mean negative log chance of the right product among all of the batch."""
        return self._encoder.learning(lambda: self._cross_entropy(batch))

    def score(self) -> float:
        """Return the validation queries' nDCG@10."""
        return self._pools.ndcg(self._encoder.vectors)

    def _cross_entropy(self, batch: _Batch) -> torch.Tensor:
        import torch

        shown = list(dict.fromkeys([at for one in batch for at in (one.right, *one.wrong)]))
        queries = self._encoder.encode([one.lesson.query for one in batch])
        texts = self._encoder.encode([self._text(at, batch) for at in shown])
        scores = _SCALE * queries @ texts.T
        also_right = [
            [at != one.right and one.lesson.gains.get(at, 0.0) > 0.05 for at in shown]
            for one in batch
        ]
        scores = scores.masked_fill(torch.tensor(also_right, device=scores.device), -torch.inf)
        meant = torch.tensor([shown.index(one.right) for one in batch], device=scores.device)
        return torch.nn.functional.cross_entropy(scores, meant)

    def _text(self, at: int, batch: _Batch) -> str:
        """Take the title or title and description: a product's vector is made of both."""
        whole = Random(f"{at}/{batch[0].lesson.query}/{batch[0].right}").random() < 0.5
        return product_texts(self._products[at])[whole]


def _some(choices: Sequence[int], count: int, random: Random) -> tuple[int, ...]:
    return tuple(random.sample(choices, min(count, len(choices))))
