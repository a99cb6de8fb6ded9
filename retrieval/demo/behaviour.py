"""Writes the visits of the last six months as events, named as Google Retail `userEvents`.

Knows nothing of why a visit went as it did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from random import Random

from pydantic import JsonValue

from retrieval.demo.orders import Order
from retrieval.demo.pricing import CURRENCY
from retrieval.demo.products import SEED, TODAY
from retrieval.demo.visits import Choice, Visit

__all__ = ["EVENT_TYPES", "FIRST_DAY", "Event", "make_events"]

EVENT_TYPES = (
    *("home-page-view", "search", "detail-page-view"),
    *("add-to-cart", "remove-from-cart", "purchase-complete"),
)
FIRST_DAY = TODAY.replace(month=5)
_STARTS_AT_HOME = 0.55

Event = dict[str, JsonValue]


def make_events(
    visits: Iterable[Visit], orders: Iterable[Order], seed: int = SEED
) -> Iterator[Event]:
    """The events since `FIRST_DAY`, visit by visit, each with type, visitor, session and time."""
    by_visit = {(order.customer_id, order.placed_at): order for order in orders}
    for number, visit in enumerate(visits):
        if visit.at.date() >= FIRST_DAY:
            rng = Random(f"{seed}/events/{number}")
            yield from _events(visit, by_visit, f"s-{number:05}", rng)


def _events(
    visit: Visit, orders: Mapping[tuple[str, datetime], Order], session: str, rng: Random
) -> Iterator[Event]:
    steps = [*_looking(visit, rng), *_carting(visit)]
    order = orders.get((visit.customer.id, visit.at)) if visit.bought else None
    if order is not None:
        steps.append(_purchase(visit, order))
    at = visit.at - timedelta(seconds=45 * len(steps))
    for step in steps:
        at += timedelta(seconds=rng.randint(5, 40))
        yield {
            "eventType": step["eventType"],
            "visitorId": visit.customer.id,
            "sessionId": session,
            "eventTime": f"{at.isoformat()}Z",
            **step,
        }


def _looking(visit: Visit, rng: Random) -> Iterator[Event]:
    if rng.random() < _STARTS_AT_HOME:
        yield {"eventType": "home-page-view"}
    if visit.query is not None:
        yield {"eventType": "search", "searchQuery": visit.query}
    for product in visit.viewed:
        yield {"eventType": "detail-page-view", "productDetails": [{"product": {"id": product.id}}]}


def _carting(visit: Visit) -> Iterator[Event]:
    for choice in visit.cart:
        yield {"eventType": "add-to-cart", "productDetails": [_detail(choice)]}
    for choice in visit.cart:
        if not choice.kept:
            yield {"eventType": "remove-from-cart", "productDetails": [_detail(choice)]}


def _purchase(visit: Visit, order: Order) -> Event:
    return {
        "eventType": "purchase-complete",
        "productDetails": [_detail(choice) for choice in visit.basket],
        "purchaseTransaction": {
            "id": order.id,
            "revenue": float(order.total),
            "currencyCode": CURRENCY,
        },
    }


def _detail(choice: Choice) -> dict[str, JsonValue]:
    return {"product": {"id": choice.variant.id}, "quantity": choice.quantity}
