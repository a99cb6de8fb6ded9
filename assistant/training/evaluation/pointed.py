"""Which of the products shown a label points at.

Knows nothing of the words that pointed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.dialogue import State
from assistant.training.evaluation.labels import conditions_of
from assistant.types import Showing
from retrieval.filters import Condition
from retrieval.search import Index
from retrieval.sorts import Sort

__all__ = ["NEVER", "meant_products"]

NEVER = "never"
_OF_TURN = re.compile(r"(\d+)#(-?\d+)")
_EXTREMES = {"cheapest": Sort.PRICE_ASC, "dearest": Sort.PRICE_DESC}


def meant_products(
    refs: Sequence[int | str], state: State, index: Index
) -> tuple[frozenset[str], ...] | None:
    """Give for every reference the ids that it may mean; None where this cannot be told.

    It cannot be told where none of the cards that were shown is what the label describes:
    the search showed other products than its writer saw.
    """
    meant = tuple(_meant(ref, state, index) for ref in refs if ref != NEVER)
    return None if not all(meant) else meant


def _meant(ref: int | str, state: State, index: Index) -> frozenset[str]:
    if isinstance(ref, int):
        return _at(ref, state.latest)
    if found := _OF_TURN.fullmatch(ref):
        turn, place = int(found[1]), int(found[2])
        return _at(place, [showing for showing in state.shown if showing.turn == turn])
    if ref in _EXTREMES:
        latest = tuple(showing.product_id for showing in state.latest)
        among = Condition("id", "in", latest)
        hits = index.search("", (among,), sort=_EXTREMES[ref], limit=1).hits
        return frozenset(hit.product.id for hit in hits)
    found_ids = {showing.product_id for showing in state.shown}
    conditions = (*conditions_of(ref), Condition("id", "in", tuple(found_ids)))
    hits = index.search("", conditions, limit=len(found_ids)).hits if found_ids else ()
    return frozenset(hit.product.id for hit in hits)


def _at(place: int, cards: Sequence[Showing]) -> frozenset[str]:
    if place < 0:
        return frozenset(card.product_id for card in cards[place:][:1])
    return frozenset(card.product_id for card in cards if card.position == place)
