"""Catalogues to learn on and one kept back, cut from the products of a shop.

An adapter must not learn what one shop sells but how people ask. So it sees several
assortments, each with some of the departments, and is judged on departments that it never saw.
Knows nothing of models.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from assistant.errors import AssistantError
from assistant.training.messages import catalogue_lists
from retrieval.catalogue import Product
from retrieval.vocabulary import Vocabulary

__all__ = ["Catalogue", "cut"]

_PARTS = 4
"""Assortments to learn on beside the whole of what is not kept back."""
_KEPT_BACK = 4
"""One department in so many is kept back."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A vocabulary, and its values by the names of the word lists."""

    vocabulary: Vocabulary
    lists: Mapping[str, Sequence[str]]


def cut(products: Collection[Product], seed: int) -> tuple[tuple[Catalogue, ...], Catalogue]:
    """Give the catalogues to learn on, and the one that is kept back.

    A shop of a single department is its own judge: there only wordings and general words are
    new. Raises AssistantError where there are no products.
    """
    departments: defaultdict[str, list[Product]] = defaultdict(list)
    for product in products:
        departments[product.category[0] if product.category else ""].append(product)
    if not departments:
        raise AssistantError("there are no products to learn from: import a feed first")
    random = Random(seed)
    names = random.sample(sorted(departments), len(departments))
    held = names[: max(1, len(names) // _KEPT_BACK)] if len(names) > 1 else names
    learnt = [name for name in names if name not in held] or names
    parts = [random.sample(learnt, max(1, len(learnt) // 2)) for _ in range(_PARTS)]
    made = [_catalogue(departments, part) for part in (learnt, *parts, held)]
    return tuple(made[:-1]), made[-1]


def _catalogue(departments: Mapping[str, Sequence[Product]], names: Sequence[str]) -> Catalogue:
    products = [product for name in sorted(names) for product in departments[name]]
    vocabulary = Vocabulary(products)
    return Catalogue(vocabulary, catalogue_lists(vocabulary, [p.title for p in products]))
