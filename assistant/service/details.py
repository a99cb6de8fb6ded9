"""Questions about products that were shown: the product's card, and what is asked of it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.service.cards import variant_with
from assistant.service.shop import Shop
from assistant.types import Card, NotFound, Outcome, Request, Showing
from retrieval.catalogue import Product
from retrieval.conditions import Condition
from retrieval.reviews import Mention, mentions

__all__ = ["look_up", "show_details"]


def show_details(request: Request, shop: Shop) -> Outcome:
    """Show the products a question is about; what was never shown is told so."""
    about = () if "description" in request.asked else request.about
    found = (look_up(subject, shop, about) for subject in request.subjects)
    shown = [pair for pair in found if pair]
    gone = bool(request.subjects) and not shown
    missing = request.missing or (None if shown or gone else "that")
    return Outcome(
        request,
        cards=tuple(card for card, _ in shown),
        products=tuple(product for _, product in shown),
        chips=shop.in_force(request),
        not_found=_gap(missing, gone=gone),
        suggestions=tuple(map(shop.manner.say, _next_questions(shown))),
        mention=_mention(request, shown, shop),
    )


def _mention(request: Request, shown: list[tuple[Card, Product]], shop: Shop) -> Mention | None:
    """What the reviews say, where they are asked about."""
    if shop.reviews is None or not shown or "rating" not in request.asked:
        return None
    _, product = shown[0]
    return mentions(shop.reviews.of(product.id), request.question, product.title)


def _gap(missing: str | None, *, gone: bool) -> NotFound | None:
    """What was never shown, or is no longer in the catalogue."""
    if missing:
        return NotFound("never_shown", missing)
    return NotFound("sold_out", "that product") if gone else None


def look_up(
    subject: Showing, shop: Shop, wanted: Sequence[Condition] = ()
) -> tuple[Card, Product] | None:
    """Give the card and the product of a showing; None where the catalogue has it no more.

    The card is of the variant that was shown, or of its like with the `wanted` options.
    """
    product = shop.index.product(subject.product_id)
    if product is None:
        return None
    return shop.card(product, variant_with(product, subject.variant_id, wanted)), product


def _next_questions(shown: list[tuple[Card, Product]]) -> tuple[str, ...]:
    """Questions that the catalogue can answer about the product."""
    if not shown:
        return ()
    _, product = shown[0]
    asks = {"material": "what is it made of?", "weight": "how heavy is it?"}
    questions = [ask for name, ask in asks.items() if name in product.attributes]
    options = {name for variant in product.variants for name in variant.options}
    if "size" in options:
        questions.append("which sizes does it come in?")
    if "colour" in options:
        questions.append("which colours does it come in?")
    return tuple(questions[:3])
