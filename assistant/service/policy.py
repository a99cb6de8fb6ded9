"""Questions about the shop itself: the passage of its documents that answers, or none."""

from __future__ import annotations

from dataclasses import replace

from assistant.service.shop import Shop
from assistant.types import Act, Outcome, Request

__all__ = ["from_documents"]

_TOLD = {Act.POLICY, Act.RETURN_REQUEST, Act.HANDOFF}
"""Acts that the shop's documents speak of."""
_ASKING = {Act.SEARCH, Act.OUT_OF_SCOPE, Act.SMALLTALK}
"""Acts that a question about the shop may be taken for."""
_OPENERS = ("do ", "does ", "can ", "is ", "are ", "will ", "how ", "what ", "when ", "where ",
            "who ", "which ", "may ", "must ", "why ")  # fmt: skip


def from_documents(request: Request, shop: Shop) -> Outcome | None:
    """Answer from the shop's documents what is about the shop; None for what is not.

    Where they do not say, the outcome has the way to a person. A question that names nothing
    of the catalogue is about the shop where the documents answer it.
    """
    policies = shop.policies
    if policies is None or request.choices:
        return None
    told = request.act in _TOLD
    found = policies.answer(request.question) if told or _asks(request) else None
    about_shop = told or found or (_asks(request) and policies.is_silent(request.question))
    if not about_shop:
        return None
    contact = None if found else policies.contact()
    if request.act is Act.SEARCH:  # the search before it goes on
        query, conditions = request.earlier_query, request.earlier_conditions
        like = request.earlier_like
        request = replace(request, query=query, conditions=conditions, like=like, unmatched=())
    return Outcome(
        request if told else replace(request, act=Act.POLICY),
        chips=shop.in_force(request),
        passages=tuple(passage for passage in (found or contact,) if passage),
        documented=found is not None,
    )


def _asks(request: Request) -> bool:
    """Whether it may be a question about the shop: it asks, and names no value of a product."""
    asked = request.question.casefold().strip()
    if request.act not in _ASKING or (request.act is Act.SEARCH and request.conditions):
        return False
    return asked.endswith("?") or asked.startswith(_OPENERS)
