"""The dispatch of acts: a `Request` goes to the one function that carries it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.service.asking import ask_which, never_shown
from assistant.service.comparing import compare
from assistant.service.details import show_details
from assistant.service.finding import find
from assistant.service.policy import from_documents
from assistant.service.shop import Shop
from assistant.types import Act, Outcome, Request

__all__ = ["act"]


def act(request: Request, shop: Shop) -> Outcome:
    """Do what a request asks; an act this shop does not offer yet changes and shows nothing."""
    if told := from_documents(request, shop):
        return told
    if request.searches:
        return find(request, shop)
    if request.choices:
        return ask_which(request, shop)
    if serve := _SERVICES.get(request.act):
        return serve(request, shop)
    if request.missing or request.act is Act.SIMILAR:
        return never_shown(request, shop)
    return Outcome(request, chips=shop.in_force(request))


_SERVICES: Mapping[Act, Callable[[Request, Shop], Outcome]] = {
    Act.DETAILS: show_details,
    Act.COMPARE: compare,
}
