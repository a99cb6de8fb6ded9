"""Words that no product is named by, read by the kind on which the products nearest to them agree.

"Handset" stands nowhere in a shop whose ten nearest products are smartphones: those are meant.
For an aquarium the nearest are bottles, vases and dog bowls: nothing is. How near the nearest
is does not tell the two apart by itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from retrieval.catalogue import Product
from retrieval.ranking import Candidates
from retrieval.text import content_terms

__all__ = ["Shelves", "agreed"]

Mask = npt.NDArray[np.bool_]

_LOOKED_AT = 10
_OF_ONE_KIND, _NEAR = 8, 0.46
"""So many of the nearest products are of one kind, the nearest with this cosine at least."""
_OF_ONE_DEPARTMENT, _NEARER = 9, 0.5
"""The same for a department ("footwear"), whose products differ more."""
_ALONE = 0.472
"""The cosine from which products count where they have no kinds, or hardly more than one."""
_MOST = 0.5
"""Of a catalogue, what a kind may hold for agreement on it to say anything."""
_PARTED = re.compile(r"[&,/]|\band\b", re.IGNORECASE)
"""Between the names of kinds: "hats & scarves"."""
_SHARED, _ENDS = 3, 0.7
"""How many titles end with a word that counts, and for how much of a catalogue they must, for
titles to end with what things are."""


@dataclass(frozen=True)
class Shelves:
    """`kind_of` numbers the category of each of the `products`."""

    kind_of: npt.NDArray[np.int32]
    products: Sequence[Product]

    def department(self, at: int) -> str:
        """Name a product's topmost category, "" where it has none."""
        return next(iter(self.products[at].category), "")

    @cached_property
    def heads(self) -> frozenset[str] | None:
        """The words that titles end with, or names of kinds; None where the titles of this
        catalogue do not end with what things are.
        """
        titles = (content_terms(product.title) for product in self.products)
        ends = Counter(words[-1] for words in titles if words)
        shared = sum(count for count in ends.values() if count >= _SHARED)
        if shared < _ENDS * len(self.products):
            return None
        kinds = {kind for product in self.products for kind in product.category}
        named = (content_terms(part) for kind in kinds for part in _PARTED.split(kind))
        return frozenset(ends) | {words[-1] for words in named if words}


def agreed(found: Candidates, shelves: Shelves) -> Mask:
    """Mark the products that are meant: those of the kind agreed on, or the nearest of all."""
    matched = np.zeros(len(shelves.kind_of), dtype=bool)
    order = np.argsort(-found.cosines, kind="stable")[:_LOOKED_AT]
    if not order.size:
        return matched
    nearest, best = found.positions[order], float(found.cosines[order[0]])
    kinds, counts = np.unique(shelves.kind_of[nearest], return_counts=True)
    of_kind = shelves.kind_of == kinds[counts.argmax()]
    departments = [shelves.department(at) for at in nearest.tolist()]
    if of_kind.mean() > _MOST or not any(departments):
        matched[found.positions[found.cosines >= _ALONE]] = True
    elif counts.max() >= _OF_ONE_KIND and best >= _NEAR:
        matched = of_kind
    elif best >= _NEARER and _most(departments) >= _OF_ONE_DEPARTMENT:
        near = found.positions[found.cosines >= _NEAR].tolist()
        first = max(departments, key=departments.count)
        matched[[at for at in near if shelves.department(at) == first]] = True
    return matched


def _most(names: list[str]) -> int:
    return max(names.count(name) for name in names) if any(names) else 0
