"""A simulated conversation as a script: its messages, and what should have been so after each.

Proposed is what the shopper's words demand, not what the assistant did: the script of a
conversation that failed fails until the fault is mended, and says at its top where and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import JsonValue

from assistant.rehearsal.assertions import Assertions
from assistant.rehearsal.judging import judge
from assistant.rehearsal.observed import Observed, Scene, observe
from assistant.rehearsal.recording import as_yaml
from assistant.types import Act

if TYPE_CHECKING:
    from assistant.rehearsal.shoppers.conversation import Conversation, Exchange
    from assistant.rehearsal.shoppers.measures import Violation
    from assistant.rehearsal.shoppers.report import Visit
    from assistant.rehearsal.shoppers.wish import Wish
    from retrieval.search import Index

__all__ = ["freeze"]

_SEARCHING = {"open", "open_bare", "restart", "add", "insist", "swap", "drop", "allow", "tap"}
"""Moves after which the cards must be what was said."""
_SEARCHES: list[JsonValue] = [Act.SEARCH.value, Act.REFINE.value]
_ENDED = {
    "gave_up": "gave up",
    "settled": "settled for less",
    "found": "found it",
    None: "broke off",
}


def freeze(visit: Visit, index: Index) -> str | None:
    """Write a failed visit as a `*.chat.yaml` file that fails today, and says by what.

    None where all that was said was met: the shopper's patience ended before the words did.
    """
    held = visit.conversation
    asserted = [_assertions(exchange) for exchange in held.exchanges]
    for violation in visit.measures.violations:
        _forbid(violation, asserted[violation.turn - 1])
    _demand_stock(held, asserted)
    failing = list(_failing(held, asserted, index))
    steps: list[JsonValue] = [
        {"user": exchange.message, **({"assertions": list(entries)} if entries else {})}
        for exchange, entries in zip(held.exchanges, asserted, strict=True)
    ]
    if held.unanswered:
        steps.append({"user": held.unanswered, "assertions": [{"reply": {"matches": "."}}]})
        failing.append(f"message {len(steps)}: no answer: {held.error}")
    if not failing:
        return None
    case: JsonValue = {
        "test_case": f"shopper {held.number} of seed {held.seed} looks for {held.goal.kind.value}",
        "tags": ["improvised"],
        "steps": steps,
    }
    told = "".join(f"# {' '.join(line.split())}\n" for line in _comment(visit, failing))
    return told + as_yaml({"shop": "demo", "test_cases": [case]})


def _comment(visit: Visit, failing: Sequence[str]) -> Iterator[str]:
    held = visit.conversation
    count = len(held.exchanges)
    yield f"What went wrong: the shopper {_ENDED[held.ending]} after {count} messages."
    yield f"Wanted in the end: {', '.join(map(str, held.goal.wishes))}."
    if held.conceded:
        yield f"Given up on the way: {', '.join(map(str, held.conceded))}."
    for violation in visit.measures.violations:
        yield (
            f"Violation in message {violation.turn}: {violation.product_id} is shown as fitting, "
            f"and is not: {violation.wish}."
        )
    yield "Fails today (assertions fail until this is mended; cut the others down):"
    yield from (f"  {line}" for line in failing)


def _assertions(exchange: Exchange) -> list[JsonValue]:
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
    found: list[JsonValue] = [{"act": list(_SEARCHES)}, {"products": {"min": 1}}]
    if wanted:
        found.append({"every_product": _properties(wanted)})
    found += [{"no_product": _properties([wish])} for wish in refused]
    return found


def _forbid(violation: Violation, asserted: list[JsonValue]) -> None:
    """Assert the wish that a card broke, where the move alone does not demand it."""
    wish = violation.wish
    if {"products": {"min": 1}} in asserted:  # all wishes are asserted beside it
        return
    entry: JsonValue = {
        "every_product": {wish.field: {"not": wish.value}}
        if wish.op == "not"
        else _properties([wish])
    }
    if entry not in asserted:
        asserted.append(entry)


def _demand_stock(held: Conversation, asserted: Sequence[list[JsonValue]]) -> None:
    """A shopper who gave up before sold-out cards wanted one that can be bought."""
    for exchange, entries in zip(held.exchanges, asserted, strict=True):
        cards = exchange.reply.cards
        if exchange.move in _SEARCHING and cards and not any(card.in_stock for card in cards):
            entries.append({"some_product": {"in_stock": True}})


def _failing(
    held: Conversation, asserted: Sequence[list[JsonValue]], index: Index
) -> Iterator[str]:
    """What does not hold in the conversation as it was, one line an assertion."""
    before: list[Observed] = []
    for number, (exchange, entries) in enumerate(zip(held.exchanges, asserted, strict=True), 1):
        now = observe(exchange.message, exchange.reply, index)
        for entry in entries:
            for name, assertion in Assertions.model_validate(entry).named():
                for expected, got in judge(assertion, Scene(now, before)):
                    yield f"message {number}, {name}: expected {expected}; got {got}"
        before.append(now)


def _properties(wishes: Sequence[Wish]) -> JsonValue:
    properties: dict[str, dict[str, JsonValue]] = {}
    plain: dict[str, JsonValue] = {}
    for wish in wishes:
        if wish.bound is None:
            plain[wish.field] = wish.value
            continue
        side = "max" if wish.op == "most" else "min"
        properties.setdefault(wish.field, {})[side] = _amount(wish.bound, wish.unit)
    return {**plain, **properties}


def _amount(bound: Decimal, unit: str) -> JsonValue:
    figure = f"{bound.normalize():f}"
    if unit:
        return f"{figure} {unit}"
    return int(figure) if figure.isdigit() else float(figure)
