"""What one turn left behind, as assertions look at it: the reply, and the catalogue's own data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.reply import Reply
from assistant.store import TraceStep
from assistant.types import Card
from retrieval.catalogue import Product, Variant
from retrieval.search import Index

__all__ = ["CartLine", "Observed", "Scene", "Shown", "observe"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A card as it was shown, and the product and variant that the catalogue has; None: has not."""

    card: Card
    product: Product | None
    variant: Variant | None


@dataclass(frozen=True, slots=True)
class CartLine:
    """One line of the cart."""

    product: str
    variant: str
    quantity: int
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Observed:
    """The state after one message.

    `hints` are the first messages that the shop suggests, which a reply may quote; `index` is
    the catalogue as it was then.
    """

    message: str
    reply: Reply
    shown: tuple[Shown, ...] = ()
    cart: tuple[CartLine, ...] = ()
    proposal: str | None = None
    handoff: str | None = None
    trace: tuple[TraceStep, ...] = ()
    hints: tuple[str, ...] = ()
    index: Index | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Scene:
    """The turn to judge, and the turns before it, oldest first."""

    now: Observed
    before: Sequence[Observed] = ()


def observe(
    message: str,
    reply: Reply,
    index: Index,
    *,
    trace: Sequence[TraceStep] = (),
    hints: Sequence[str] = (),
) -> Observed:
    """Look up what a reply shows in the catalogue."""
    shown = tuple(_look_up(card, index) for card in reply.cards)
    return Observed(message, reply, shown, trace=tuple(trace), hints=tuple(hints), index=index)


def _look_up(card: Card, index: Index) -> Shown:
    product = index.product(card.product_id)
    variants = product.variants if product else ()
    return Shown(card, product, next((v for v in variants if v.id == card.variant_id), None))
