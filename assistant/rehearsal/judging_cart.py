"""What a step asserts of the cart."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from assistant.rehearsal.assertions import CartIs, CartLineIs
from assistant.rehearsal.observed import CartLine, Scene, Shown

__all__ = ["judge_cart"]

Doubt = tuple[str, str]


def judge_cart(assertion: CartIs, scene: Scene) -> Iterator[Doubt]:
    """The cart holds exactly the lines asserted, in any order."""
    left = list(scene.now.cart)
    got = "; ".join(map(_words, left)) or "an empty cart"
    for wanted in assertion.root:
        found = next((line for line in left if _is(line, wanted, scene)), None)
        if found is None:
            yield _asked(wanted, scene), got
        else:
            left.remove(found)
    if left and len(scene.now.cart) > len(assertion.root):
        yield f"{len(assertion.root)} lines", got


def _is(line: CartLine, wanted: CartLineIs, scene: Scene) -> bool:
    if wanted.shown is not None:
        shown = _pointed(wanted, scene)
        if shown is None or shown.card.product_id != line.product:
            return False
    return (
        wanted.product in {None, line.product}
        and wanted.variant in {None, line.variant}
        and wanted.quantity in {None, line.quantity}
        and (wanted.price is None or _decimal(wanted.price) == line.price)
    )


def _pointed(wanted: CartLineIs, scene: Scene) -> Shown | None:
    """The card that `shown` of `position_of` turns before means (1: the turn before this)."""
    back = wanted.position_of or 1
    if wanted.shown is None or back > len(scene.before):
        return None
    cards = scene.before[-back].shown
    return cards[wanted.shown - 1] if wanted.shown <= len(cards) else None


def _decimal(price: str | float) -> Decimal | None:
    try:
        return Decimal(str(price))
    except InvalidOperation:
        return None


def _asked(wanted: CartLineIs, scene: Scene) -> str:
    parts = [f"{name} {value}" for name, value in wanted.model_dump(exclude_none=True).items()]
    shown = _pointed(wanted, scene)
    meant = f" ({shown.card.product_id} {shown.card.title})" if shown else ""
    return f"a line with {', '.join(parts)}{meant}"


def _words(line: CartLine) -> str:
    return f"{line.quantity} x {line.product} {line.variant} at {line.price}"
