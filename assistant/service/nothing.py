"""Nothing found: told apart, and what stands in the way is counted. Never relaxed silently."""

from __future__ import annotations

from dataclasses import replace

from assistant.service.shop import Shop
from assistant.types import NotFound, Outcome, Relaxation, Request
from retrieval.filters import Condition
from retrieval.matching import words_beyond

__all__ = ["explain_nothing"]

_OFFERED = 3


def explain_nothing(request: Request, shop: Shop) -> Outcome:
    """Give the outcome of a search that found nothing: which kind of nothing, and what helps."""
    relaxations = _relaxations(request, shop)
    why = _why(request, relaxations, shop)
    if why.kind == "not_carried":  # then the search before it goes on
        request = replace(
            request, query=request.earlier_query, conditions=request.earlier_conditions
        )
    return Outcome(
        request,
        chips=shop.chips(request.conditions),
        match_count=0,
        not_found=why,
        relaxations=relaxations,
        suggestions=tuple(relaxation.chip.removal for relaxation in relaxations),
    )


def _why(request: Request, relaxations: tuple[Relaxation, ...], shop: Shop) -> NotFound:
    if request.skip:
        return NotFound("no_match", "more than these")
    kind_is_known = any(_is_kind(condition) for condition in request.conditions)
    only_constraints = not words_beyond(request.query, request.conditions)
    if relaxations or kind_is_known or only_constraints:
        return NotFound("no_match", ", ".join(c.label for c in shop.chips(request.conditions)))
    return NotFound("not_carried", request.query)


def _relaxations(request: Request, shop: Shop) -> tuple[Relaxation, ...]:
    """Count what dropping each single constraint would give, the most first."""
    found = []
    for condition in request.conditions:
        rest = tuple(c for c in request.conditions if c != condition)
        count = 0 if _is_kind(condition) else _count(request.query, rest, shop)
        if count:
            found.append(Relaxation(shop.chip(condition), count))
    return tuple(sorted(found, key=lambda relaxation: -relaxation.count))[:_OFFERED]


def _count(query: str, conditions: tuple[Condition, ...], shop: Shop) -> int:
    if not (query or conditions):
        return 0
    return shop.index.search(query, conditions, limit=1, available_only=True).match_count


def _is_kind(condition: Condition) -> bool:
    return condition.field == "category" and condition.op == "in"
