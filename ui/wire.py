"""A reply as one JSON object: the shape that scripts and other programs count on.

Knows nothing of where the object goes. Money is a decimal string beside its ISO 4217 code.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from babel.numbers import get_currency_precision
from typing_extensions import TypedDict  # typing.TypedDict describes no API before Python 3.12

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.reply import Reply
    from assistant.types import Card
    from retrieval.filters import Condition

__all__ = [
    "CartLine",
    "Constraints",
    "ProductObject",
    "ReplyObject",
    "constraints_object",
    "reply_object",
]

Constraints = dict[str, str | list[str] | dict[str, list[str]]]
"""Fields to bounds ("price_max": "100"), to values, and "exclude" to fields and values."""

_STEPS = ("understand", "search", "first_sentence", "total")


class ProductObject(TypedDict):
    """One shown product; `price` is a decimal string or None where it is on request."""

    id: str
    title: str
    price: str | None
    currency: str | None
    in_stock: bool
    reasons: list[str]


class NotFoundObject(TypedDict):
    """Why nothing was found, and about what."""

    kind: str
    subject: str


class CartLine(TypedDict):
    """One line of the cart."""

    product: str
    variant: str
    quantity: int
    price: str


class SourceObject(TypedDict):
    """Where a statement comes from."""

    kind: str
    id: str


class DifferenceObject(TypedDict):
    """A property in which compared products differ: each one's value, in their order."""

    name: str
    values: list[str]


class ReplyObject(TypedDict):
    """One turn; every key is always there."""

    act: str
    reply: str
    language: str
    products: list[ProductObject]
    constraints: Constraints
    match_count: int | None
    not_found: NotFoundObject | None
    asks: str | None
    cart: list[CartLine]
    proposal: str | None
    handoff: str | None
    sources: list[SourceObject]
    comparison: list[DifferenceObject]
    like: str | None
    degraded: bool
    ms: dict[str, float]


def reply_object(reply: Reply) -> ReplyObject:
    """Put a reply into its JSON shape."""
    missing = reply.not_found
    return ReplyObject(
        act=reply.act.value,
        reply=reply.text,
        language=reply.language,
        products=[_product(card) for card in reply.cards],
        constraints=constraints_object(reply.constraints),
        match_count=reply.match_count,
        not_found=NotFoundObject(kind=missing.kind, subject=missing.subject) if missing else None,
        asks=reply.asks,
        cart=[],
        proposal=None,
        handoff=None,
        sources=[SourceObject(kind=source.kind, id=source.id) for source in reply.sources],
        comparison=[
            DifferenceObject(name=row.name, values=list(row.values))
            for row in (reply.comparison.rows if reply.comparison else ())
        ],
        like=reply.like,
        degraded=reply.degraded,
        ms={step: round(reply.ms.get(step, 0.0), 1) for step in _STEPS},
    )


def constraints_object(conditions: Iterable[Condition]) -> Constraints:
    """Put conditions into their JSON shape; fields are spelled with underscores."""
    constraints: Constraints = {}
    values: dict[str, list[str]] = {}
    exclude: dict[str, list[str]] = {}
    for condition in conditions:
        key = condition.field.replace(" ", "_")
        if condition.bound is not None:
            constraints[f"{key}_{condition.op}"] = _bound(condition, condition.bound)
        else:
            kept = exclude if condition.op == "not_in" else values
            kept.setdefault(key, []).extend(condition.values)
    constraints.update(values)
    if exclude:
        constraints["exclude"] = exclude
    return constraints


def _product(card: Card) -> ProductObject:
    return ProductObject(
        id=card.product_id,
        title=card.title,
        price=str(card.price.amount) if card.price else None,
        currency=card.price.currency if card.price else None,
        in_stock=card.in_stock,
        reasons=list(card.reasons),
    )


def _bound(condition: Condition, bound: Decimal) -> str:
    if condition.field != "price":
        return f"{bound.normalize():f} {condition.unit}".strip()
    if bound == bound.to_integral_value():
        return f"{bound.to_integral_value():f}"
    digits = get_currency_precision(condition.unit or "USD")
    exact = bound.normalize()
    places = max(digits, -int(exact.as_tuple().exponent))
    return f"{bound:.{places}f}"
