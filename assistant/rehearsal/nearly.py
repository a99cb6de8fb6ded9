"""The products that come nearest to constraints which nothing meets, found by looking at each.

A reply may speak of their figures though none of them is shown. Knows nothing of how the
assistant finds its ways on.
"""

from __future__ import annotations

from functools import lru_cache

from assistant.rehearsal.observed import Observed, Shown
from assistant.rehearsal.properties import meets
from assistant.service.cards import card_of
from retrieval.conditions import Condition
from retrieval.search import Index

__all__ = ["nearly"]


def nearly(now: Observed) -> tuple[Shown, ...]:
    """Give every active variant that misses one constraint, or as few as any misses.

    Nothing where the reply found what was asked for.
    """
    gap, constraints = now.reply.not_found, now.reply.constraints
    if now.index is None or gap is None or gap.kind not in {"no_match", "sold_out"}:
        return ()
    return _nearest(now.index, tuple(constraints))


@lru_cache(maxsize=4)
def _nearest(index: Index, constraints: tuple[Condition, ...]) -> tuple[Shown, ...]:
    """Look at each variant; the sentences of a reply all ask for the same."""
    missed = [
        (sum(not meets(product, variant, c) for c in constraints), product, variant)
        for product in index.products
        if product.status == "active"
        for variant in product.variants
    ]
    fewest = max(1, min((count for count, _, _ in missed), default=1))
    return tuple(Shown(card_of(p, v), p, v) for count, p, v in missed if count <= fewest)
