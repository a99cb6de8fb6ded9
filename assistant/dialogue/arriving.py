"""What an open page of the shop means for a conversation.

The product of a page can be pointed at ("is this one waterproof?"); on a category's page a
search that has not begun begins there, with a chip like any other. Knows nothing of words.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue.state import State
from assistant.types import Showing
from assistant.visit import Page
from retrieval.filters import Condition
from retrieval.search import Index

__all__ = ["arrive"]

_ON_A_PAGE = 0
"""The turn and position of a product that no turn has shown: "the first one" is never it."""


def arrive(state: State, page: Page, index: Index) -> State:
    """Give the state of a shopper who has opened a page; what the catalogue lacks is no news."""
    state = replace(state, visit=replace(state.visit, page=page))
    state = _facing(state, page.product, index) if page.product else state
    return _among(state, page.category, index) if page.category else state


def _facing(state: State, product_id: str, index: Index) -> State:
    product = index.product(product_id)
    if product is None:
        return state
    variant = next((v for v in product.variants if v.stock > 0), product.variants[0])
    seen = Showing(_ON_A_PAGE, _ON_A_PAGE, product.id, variant.id)
    return replace(state, shown=(seen, *state.shown), focus=seen)


def _among(state: State, category: str, index: Index) -> State:
    found = index.vocabulary.match("category", category)
    if found is None or state.searching:
        return state
    kind = Condition("category", "in", (found.value, *found.others))
    return replace(state, query=found.value, conditions=(kind,))
