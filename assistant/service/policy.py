"""Questions about the shop itself: the passage of its documents that answers, or none."""

from __future__ import annotations

from dataclasses import replace

from assistant.policies import load_asking
from assistant.service.shop import Shop
from assistant.types import Act, Outcome, Request

__all__ = ["from_documents"]

_TOLD = {Act.POLICY, Act.RETURN_REQUEST, Act.HANDOFF}
"""Acts that the shop's documents speak of."""
_ASKING = {Act.SEARCH, Act.OUT_OF_SCOPE, Act.SMALLTALK}
"""Acts that a question about the shop may be taken for."""


def from_documents(request: Request, shop: Shop) -> Outcome | None:
    """Answer from the shop's documents what is about the shop; None for what is not.

    Where they do not say, the outcome has the way to a person. A question that names nothing
    of the catalogue is about the shop where the documents answer it.
    """
    policies = shop.policies
    told = request.act in _TOLD
    if policies is None or (request.choices and not told):
        return None
    question = _of_things(request, shop)
    found = policies.answer(question) if told or _asks(request) else None
    about_shop = told or found or (_asks(request) and policies.is_silent(question))
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


def _of_things(request: Request, shop: Shop) -> str:
    """The question with a general word for what was bought: returning "my shoes" is on returns.

    Documents speak of a kind where it matters, so that a kind that is no one's stays.
    """
    question, asking = request.question, load_asking()
    for mention in reversed(shop.index.vocabulary.find_mentions(question)):
        before = question[: mention.start]
        bought = asking.owns(before) or request.act is Act.RETURN_REQUEST
        if mention.field == "category" and bought:
            question = f"{before}{asking.item}{question[mention.end :]}"
    return question


def _asks(request: Request) -> bool:
    """Whether it may be a question about the shop: it asks, and names no value of a product."""
    if request.act not in _ASKING or (request.act is Act.SEARCH and request.conditions):
        return False
    return load_asking().asks(request.question)
