"""Faults of what is sent out: figures, cards, claims and labels that are not so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from assistant.formats import format_money
from assistant.reply import Reply
from assistant.service import Shop
from assistant.types import Act, Card, NotFound
from retrieval.catalogue import Money, Product

__all__ = [
    "claimed_act",
    "foreign_product",
    "hidden_gap",
    "invented_product",
    "unchecked_discount",
    "unchecked_material",
    "unchecked_name",
    "wrong_act",
    "wrong_card_price",
    "wrong_match_count",
    "wrong_not_found",
    "wrong_reply_price",
]

_TOO_MUCH = Decimal(10)


def wrong_reply_price(reply: Reply, shop: Shop) -> Reply:
    """State each price ten too high in the words; the cards keep the right one."""
    text = reply.text
    for price in {card.price for card in reply.cards if card.price}:
        said, dearer = (format_money(m, shop.manner.locale) for m in (price, _dearer(price)))
        text = text.replace(said, dearer)
    return replace(reply, text=text)


def wrong_card_price(reply: Reply, _: Shop) -> Reply:
    """Put a wrong price on the last card."""
    return _with_last_card(
        reply, lambda card: replace(card, price=card.price and _dearer(card.price))
    )


def wrong_match_count(reply: Reply, _: Shop) -> Reply:
    """Count one product too many."""
    return reply if reply.match_count is None else replace(reply, match_count=reply.match_count + 1)


def foreign_product(reply: Reply, shop: Shop) -> Reply:
    """Show a product of another kind as the last card."""
    kinds = {card.category for card in reply.cards}
    other = next(
        (
            p
            for p in shop.index.products
            if p.in_stock and p.category and p.category[-1] not in kinds
        ),
        None,
    )
    if other is None:
        return reply
    variant = next(variant for variant in other.variants if variant.stock > 0)
    return _with_last_card(reply, lambda _: shop.card(other, variant))


def invented_product(reply: Reply, _: Shop) -> Reply:
    """Show a product that the catalogue does not have as the last card."""
    return _with_last_card(reply, lambda card: replace(card, product_id=f"{card.product_id}-x"))


def claimed_act(reply: Reply, _: Shop) -> Reply:
    """Say that something was done which was not."""
    return _saying(reply, "I have added it to your cart.")


def unchecked_material(reply: Reply, shop: Shop) -> Reply:
    """Let the model say what a product is made of, and nobody check it."""
    lie = next(_lies(reply, shop), None)
    return _saying(reply, lie) if lie else reply


def unchecked_name(reply: Reply, shop: Shop) -> Reply:
    """Let the model recommend a product that is not shown, and nobody check it."""
    shown = {card.product_id for card in reply.cards}
    other = next((p for p in shop.index.products if p.id not in shown), None)
    return _saying(reply, f"The {other.title} is a good choice too.") if other else reply


def unchecked_discount(reply: Reply, _: Shop) -> Reply:
    """Let the model promise a discount, and nobody check it."""
    return _saying(reply, "Today you get 50% off.") if reply.cards else reply


def wrong_act(reply: Reply, _: Shop) -> Reply:
    """Call an act by another name."""
    others = {Act.SEARCH: Act.REFINE, Act.REFINE: Act.SEARCH, Act.DETAILS: Act.REFINE}
    return replace(reply, act=others.get(reply.act, Act.DETAILS))


def wrong_not_found(reply: Reply, _: Shop) -> Reply:
    """Name another kind of nothing."""
    gap = reply.not_found
    if gap is None:
        return reply
    other = NotFound("not_carried" if gap.kind == "no_match" else "no_match", gap.subject)
    return replace(reply, not_found=other)


def hidden_gap(reply: Reply, _: Shop) -> Reply:
    """Keep silent about what could not be found or looked for."""
    return replace(reply, not_found=None)


def _dearer(price: Money) -> Money:
    return Money(amount=price.amount + _TOO_MUCH, currency=price.currency)


def _with_last_card(reply: Reply, change: Callable[[Card], Card]) -> Reply:
    if not reply.cards:
        return reply
    *others, last = reply.cards
    return replace(reply, cards=(*others, change(last)))


def _saying(reply: Reply, sentence: str) -> Reply:
    return replace(reply, text=f"{reply.text} {sentence}".strip())


def _lies(reply: Reply, shop: Shop) -> Iterator[str]:
    """Say of the shown products what others of the shop are made of."""
    for card in reply.cards:
        product = shop.index.product(card.product_id)
        own = set(_materials(product)) if product else set()
        for other in shop.index.products:
            if foreign := sorted(set(_materials(other)) - own):
                yield f"The {card.title} is made of {foreign[0]}."


def _materials(product: Product) -> tuple[str, ...]:
    held = product.attributes.get("material")
    return held if isinstance(held, tuple) else ()
