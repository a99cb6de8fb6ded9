"""Words that no product is named by, read by the kind on which the products nearest to them agree.

"Handset" stands nowhere in a shop whose ten nearest products are smartphones: those are meant.
For an aquarium the nearest are bottles, vases and dog bowls: nothing is. How near the nearest
is does not tell the two apart by itself. Knows nothing of words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.catalogue import Product
from retrieval.ranking import Candidates

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


@dataclass(frozen=True, slots=True)
class Shelves:
    """`kind_of` numbers the category of each of the `products`."""

    kind_of: npt.NDArray[np.int32]
    products: Sequence[Product]

    def department(self, at: int) -> str:
        """Name a product's topmost category, "" where it has none."""
        return next(iter(self.products[at].category), "")


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
