"""A simulated conversation as a script: its messages, and what should have been so after each.

Proposed is what the shopper's words demand, not what the assistant did: the script of a
conversation that failed fails until the fault is mended.
"""

from __future__ import annotations

from decimal import Decimal

import yaml

from assistant.rehearsal.shoppers.conversation import Conversation, Exchange
from assistant.rehearsal.shoppers.wish import Wish
from assistant.types import Act

__all__ = ["freeze"]

_SEARCHING = {"open", "open_bare", "restart", "add", "insist", "swap", "drop", "allow", "tap"}
"""Moves after which the cards must be what was said."""
Json = str | int | float | list["Json"] | dict[str, "Json"]
_SEARCHES: list[Json] = [Act.SEARCH.value, Act.REFINE.value]


def freeze(conversation: Conversation, *, shop: str = "demo") -> str:
    """Write a conversation as a `*.chat.yaml` file; `shop` is what the script is written for."""
    case: Json = {
        "test_case": f"shopper {conversation.number} of seed {conversation.seed} "
        f"looks for {conversation.goal.kind.value}",
        "tags": ["improvised"],
        "steps": [_step(exchange) for exchange in conversation.exchanges],
    }
    script: Json = {"shop": shop, "test_cases": [case]}
    return yaml.safe_dump(script, allow_unicode=True, sort_keys=False, width=100)


def _step(exchange: Exchange) -> Json:
    step: dict[str, Json] = {"user": exchange.message}
    if asserted := _assertions(exchange):
        step["assertions"] = asserted
    return step


def _assertions(exchange: Exchange) -> list[Json]:
    if exchange.move == "ask":
        return [{"act": Act.DETAILS.value}, {"unchanged": "constraints"}]
    if exchange.move == "more":  # there may be no more, but nothing else was asked for
        return [{"act": Act.REFINE.value}, {"unchanged": "constraints"}]
    if exchange.move == "digress":
        return [{"unchanged": "constraints"}]
    if exchange.move not in _SEARCHING:
        return []
    refused = [wish for wish in exchange.wishes if wish.op == "not"]
    wanted = [wish for wish in exchange.wishes if wish.op != "not"]
    found: list[Json] = [{"act": _SEARCHES}, {"products": {"min": 1}}]
    if wanted:
        found.append({"every_product": _properties(wanted)})
    found += [{"no_product": _properties([wish])} for wish in refused]
    return found


def _properties(wishes: list[Wish]) -> Json:
    properties: dict[str, dict[str, Json]] = {}
    plain: dict[str, Json] = {}
    for wish in wishes:
        if wish.bound is None:
            plain[wish.field] = wish.value
            continue
        side = "max" if wish.op == "most" else "min"
        properties.setdefault(wish.field, {})[side] = _amount(wish.bound, wish.unit)
    return {**plain, **properties}


def _amount(bound: Decimal, unit: str) -> Json:
    figure = f"{bound.normalize():f}"
    if unit:
        return f"{figure} {unit}"
    return int(figure) if figure.isdigit() else float(figure)
