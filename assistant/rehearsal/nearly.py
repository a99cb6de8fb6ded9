"""The products that come nearest to constraints which nothing meets, found by looking at each.

A reply may speak of their figures though none of them is shown. Knows nothing of how the
assistant finds its ways on.
"""

from __future__ import annotations

from assistant.rehearsal.observed import Observed, Shown
from assistant.rehearsal.properties import meets
from assistant.service.cards import card_of

__all__ = ["nearly"]


def nearly(now: Observed) -> list[Shown]:
    """Give every active variant that misses one constraint, or as few as any misses.

    Nothing where the reply found what was asked for.
    """
    gap, constraints = now.reply.not_found, now.reply.constraints
    if now.index is None or gap is None or gap.kind not in {"no_match", "sold_out"}:
        return []
    missed = [
        (sum(not meets(product, variant, c) for c in constraints), product, variant)
        for product in now.index.products
        if product.status == "active"
        for variant in product.variants
    ]
    fewest = max(1, min((count for count, _, _ in missed), default=1))
    return [Shown(card_of(p, v), p, v) for count, p, v in missed if count <= fewest]
