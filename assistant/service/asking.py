"""Asking back which product is meant: the candidates as cards and as messages that answer.

Knows nothing of words, nor of how the question is put.
"""

from __future__ import annotations

from assistant.service.cards import find_variant
from assistant.service.shop import Shop
from assistant.types import NotFound, Outcome, Question, Request

__all__ = ["ask_which", "never_shown"]

_MOST = 6


def ask_which(request: Request, shop: Shop) -> Outcome:
    """Show what may be meant, and ask; what the catalogue no longer has is left out."""
    known = [(s, p) for s in request.choices if (p := shop.index.product(s.product_id))][:_MOST]
    titles = tuple(dict.fromkeys(product.title for _, product in known))
    return Outcome(
        request,
        cards=tuple(shop.card(p, find_variant(p, s.variant_id)) for s, p in known),
        products=tuple(product for _, product in known),
        chips=shop.in_force(request),
        suggestions=titles,
        asks=Question("which", titles, tuple(showing for showing, _ in known)),
    )


def never_shown(request: Request, shop: Shop) -> Outcome:
    """Nothing is done with what was never shown."""
    missing = NotFound("never_shown", request.missing or "that")
    return Outcome(request, chips=shop.in_force(request), not_found=missing)
