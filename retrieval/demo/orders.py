"""Turns the visits that ended in a purchase into orders, with status, tracking and returns.

Follows the shop's policies: shipping is free from 50 dollars, returns end after 30 days.
Knows nothing of why somebody bought what they bought.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from pydantic import JsonValue

from retrieval.demo.pricing import CURRENCY
from retrieval.demo.products import SEED, TODAY
from retrieval.demo.visits import Choice, Visit
from retrieval.errors import CatalogueError

__all__ = ["Line", "Order", "Return", "make_orders"]

_FREE_FROM = Decimal(50)
_STANDARD = Decimal("4.90")
_CANCELLED = 0.03
_RETURNED = 0.08
_REASONS = ("not as expected", "arrived damaged", "changed my mind", "found something better")
_WORN = frozenset({"Fashion", "Shoes"})
_SIZE_REASONS = ("too small", "too large")


@dataclass(frozen=True, slots=True)
class Line:
    """One variant in an order; `price` is for one piece, in dollars."""

    product_id: str
    variant_id: str
    quantity: int
    price: Decimal


@dataclass(frozen=True, slots=True)
class Return:
    """One variant sent back, and why; `refunded_on` is None while it is on its way."""

    variant_id: str
    reason: str
    asked_on: date
    refunded_on: date | None


@dataclass(frozen=True, slots=True)
class Order:
    """One order. Status: placed, packed, shipped, delivered or cancelled."""

    id: str
    customer_id: str
    placed_at: datetime
    status: str
    lines: tuple[Line, ...]
    shipping: Decimal
    shipped_on: date | None
    delivered_on: date | None
    tracking: str | None
    returned: Return | None

    @property
    def total(self) -> Decimal:
        """All lines and shipping, in dollars."""
        return sum((line.price * line.quantity for line in self.lines), self.shipping)

    def row(self) -> dict[str, JsonValue]:
        """The order as a JSON object; amounts are decimal strings."""
        return {
            "id": self.id,
            "customer_id": self.customer_id,
            "placed_at": f"{self.placed_at.isoformat()}Z",
            "status": self.status,
            "currency": CURRENCY,
            "lines": [_line_row(line) for line in self.lines],
            "shipping": str(self.shipping),
            "total": str(self.total),
            "shipped_on": _day(self.shipped_on),
            "delivered_on": _day(self.delivered_on),
            "tracking": self.tracking,
            "return": _return_row(self.returned) if self.returned else None,
        }


def make_orders(visits: Iterable[Visit], seed: int = SEED) -> tuple[Order, ...]:
    """One order for each visit that bought something, o-50001 first."""
    rng = Random(f"{seed}/orders")
    paid = (visit for visit in visits if visit.bought)
    return tuple(_order(f"o-{50001 + place}", visit, rng) for place, visit in enumerate(paid))


def _order(order_id: str, visit: Visit, rng: Random) -> Order:
    lines = tuple(_line(choice) for choice in visit.basket)
    goods = sum((line.price * line.quantity for line in lines), Decimal(0))
    shipped = visit.at.date() + timedelta(days=rng.choice((1, 1, 2, 2, 3)))
    delivered = shipped + timedelta(days=rng.randint(2, 5))
    if rng.random() < _CANCELLED:
        status = "cancelled"
    else:
        status = _status(visit.at.date(), shipped, delivered)
    on_its_way = status in {"shipped", "delivered"}
    return Order(
        id=order_id,
        customer_id=visit.customer.id,
        placed_at=visit.at,
        status=status,
        lines=lines,
        shipping=Decimal(0) if goods >= _FREE_FROM else _STANDARD,
        shipped_on=shipped if on_its_way else None,
        delivered_on=delivered if status == "delivered" else None,
        tracking=f"TRK{rng.randint(10**9, 10**10 - 1)}" if on_its_way else None,
        returned=_return(visit.basket, delivered, rng) if status == "delivered" else None,
    )


def _status(placed: date, shipped: date, delivered: date) -> str:
    if delivered < TODAY:
        return "delivered"
    if shipped < TODAY:
        return "shipped"
    return "packed" if (TODAY - placed).days > 1 else "placed"


def _return(basket: Sequence[Choice], delivered: date, rng: Random) -> Return | None:
    """Now and then one line goes back within the 30 days; refunds take about a week."""
    if rng.random() >= _RETURNED:
        return None
    asked = delivered + timedelta(days=rng.randint(1, 28))
    if asked >= TODAY:
        return None
    refunded = asked + timedelta(days=rng.randint(5, 10))
    sent_back = rng.choice(basket)
    worn = sent_back.product.category[0] in _WORN
    reason = rng.choice(_SIZE_REASONS + _REASONS if worn else _REASONS)
    return Return(sent_back.variant.id, reason, asked, refunded if refunded < TODAY else None)


def _line(choice: Choice) -> Line:
    price = choice.variant.price
    if price is None:
        raise CatalogueError(f"variant {choice.variant.id} has no price; the demo sells no such")
    return Line(choice.product.id, choice.variant.id, choice.quantity, price.amount)


def _line_row(line: Line) -> dict[str, JsonValue]:
    return {
        "product": line.product_id,
        "variant": line.variant_id,
        "quantity": line.quantity,
        "price": str(line.price),
    }


def _return_row(returned: Return) -> dict[str, JsonValue]:
    return {
        "variant": returned.variant_id,
        "reason": returned.reason,
        "asked_on": returned.asked_on.isoformat(),
        "refunded_on": _day(returned.refunded_on),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
