"""Judged pairs of a query and a product, and how well scores tell the right ones.

Knows nothing of the model that scores.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from retrieval.catalogue import Product
from retrieval.evaluation import Judgement
from retrieval.fitting import Classification, classified
from retrieval.fitting.figures import best_threshold

__all__ = ["RIGHT", "Score", "classification"]

Floats = npt.NDArray[np.float64]
Score = Callable[[str, Sequence[Product]], npt.NDArray[np.floating]]
"""Scores products for a query, from 0 to 1; shape (products,)."""

RIGHT = 0.5
"""Of a query's highest gain, from which a pair counts as right."""


def classification(
    score: Score,
    validation: Sequence[Judgement],
    test: Sequence[Judgement],
    products: Sequence[Product],
) -> Classification | None:
    """Measure on the test queries' pairs, with the threshold that suits the validation's.

    None where there are no pairs of products that the catalogue holds.
    """
    known = {product.id: product for product in products}
    chosen, told = _pairs(score, validation, known), _pairs(score, test, known)
    if not chosen[0].size or not told[0].size:
        return None
    return classified(*told, best_threshold(*chosen, RIGHT), RIGHT)


def _pairs(
    score: Score, judged: Sequence[Judgement], known: dict[str, Product]
) -> tuple[Floats, Floats]:
    grades: list[float] = []
    scores: list[float] = []
    for one in judged:
        most = max(one.gains.values(), default=0.0) or 1.0
        shown = [product for product in one.gains if product in known]
        if shown:
            grades += [one.gains[product] / most for product in shown]
            scores += score(one.query, [known[product] for product in shown]).tolist()
    return np.asarray(grades), np.clip(np.asarray(scores), 0.0, 1.0)
