"""Nothing found: told apart, and what stands in the way is counted. Never relaxed silently."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.policies import load_asking
from assistant.service.shop import Shop
from assistant.service.widening import asking
from assistant.types import Instead, NotFound, Outcome, Relaxation, Request
from retrieval.conditions import Condition
from retrieval.matching import words_beyond
from retrieval.passages import Passage
from retrieval.relaxation import WayOn, Widening, ways_on

__all__ = ["explain_nothing", "relaxations", "ways_to_say"]

_OFFERED = 3
_OF_SYSTEM = re.compile(r"(?:US|UK|EU) ")
_SUGGESTED = 4


def explain_nothing(request: Request, shop: Shop) -> Outcome:
    """Give the outcome of a search that found nothing: which kind of nothing, and what helps."""
    why = _why(request, shop)
    if why.kind == "not_carried":  # then the search before it goes on
        request = replace(
            request,
            query=request.earlier_query,
            conditions=request.earlier_conditions,
            like=request.earlier_like,
        )
        return Outcome(request, chips=shop.in_force(request), match_count=0, not_found=why)
    found = () if request.skip else relaxations(request, shop)
    return Outcome(
        request,
        chips=shop.in_force(request),
        match_count=0,
        not_found=why,
        relaxations=found,
        suggestions=ways_to_say(found),
        like=shop.original(request),
        passages=_on_sizes(request, shop),
    )


def _on_sizes(request: Request, shop: Shop) -> tuple[Passage, ...]:
    """What the shop's documents say of a system of sizes that its products are not listed in."""
    foreign = any(c.field == "size" and any(map(_OF_SYSTEM.match, c.values))
                  for c in request.conditions)  # fmt: skip
    passage = shop.policies.answer(load_asking().sizes) if foreign and shop.policies else None
    return (passage,) if passage else ()


def relaxations(request: Request, shop: Shop) -> tuple[Relaxation, ...]:
    """Find the ways on among what can be bought, the nearest first."""
    like = request.like.product_id if request.like else None
    ways = ways_on(shop.index, request.query, request.conditions, available_only=True, like=like)
    return tuple(_relaxation(way, request, shop) for way in ways[:_OFFERED])


def ways_to_say(found: tuple[Relaxation, ...]) -> tuple[str, ...]:
    """Give the messages that take the ways on: those that move a constraint, then that drop it."""
    moves = (way.instead.message for way in found if way.instead)
    drops = (way.removal for way in found if way.removal)
    return tuple(dict.fromkeys((*moves, *drops)))[:_SUGGESTED]


def _why(request: Request, shop: Shop) -> NotFound:
    """Tell a kind that is not carried from constraints that nobody meets."""
    if request.skip:
        return NotFound("no_match", "more than these")
    kind_is_known = any(_is_kind(condition) for condition in request.conditions)
    words = words_beyond(request.query, request.conditions)
    if not (
        kind_is_known or request.like or not words or shop.index.search(words, limit=0).match_count
    ):
        return NotFound("not_carried", request.query)
    return NotFound("no_match", ", ".join(chip.label for chip in shop.in_force(request)))


def _relaxation(way: WayOn, request: Request, shop: Shop) -> Relaxation:
    gone = tuple(c for c in way.without if isinstance(c, Condition))
    left = request.query or request.like or len(gone) < len(request.conditions)
    chips = shop.chips(gone)
    removal = " and ".join(f'"{chip.label}"' for chip in chips)
    instead = _instead(way.widening, shop) if way.widening else None
    return Relaxation(chips, way.count, f"remove {removal}" if left else "", instead)


def _instead(moved: Widening, shop: Shop) -> Instead:
    message = asking(moved.condition, shop.chip(moved.condition).label)
    return Instead(moved.condition, moved.count, message, moved.figure, moved.values)


def _is_kind(condition: Condition) -> bool:
    return condition.field == "category" and condition.op == "in"
