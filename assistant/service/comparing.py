"""Products side by side: what differs, as the listings have it, and what speaks for which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.formats import format_attribute, format_money
from assistant.service.details import look_up
from assistant.service.shop import Shop
from assistant.service.weighing import weighed
from assistant.types import Card, Comparison, Difference, NotFound, Outcome, Request
from retrieval.catalogue import Product

__all__ = ["compare"]

_MOST = 4
"""Products that are compared at once."""
_FEWEST_RATINGS = 2
"""Ratings from which a product's stars count in a judgement."""

Pair = tuple[Card, Product]


def compare(request: Request, shop: Shop) -> Outcome:
    """Compare the products a request points at; fewer than two cannot be compared."""
    found = [pair for subject in request.subjects[:_MOST] if (pair := look_up(subject, shop))]
    if len(found) < 2:
        return Outcome(
            request,
            cards=tuple(card for card, _ in found),
            products=tuple(product for _, product in found),
            chips=shop.in_force(request),
            not_found=NotFound("never_shown", request.missing or "a second product"),
        )
    return Outcome(
        request,
        cards=tuple(card for card, _ in found),
        products=tuple(product for _, product in found),
        chips=shop.in_force(request),
        comparison=Comparison(
            tuple(_differences(found, shop.manner.locale)),
            *_leaders(found),
            weighed(request.weighing, found, shop.manner.locale),
        ),
    )


def _differences(found: Sequence[Pair], locale: str) -> Iterator[Difference]:
    """Give the properties in which the products differ, what every product has first."""
    rows = [("price", [_price(card, locale) for card, _ in found])]
    rows.append(("rating", [_rating(card) for card, _ in found]))
    rows.append(("brand", [card.brand for card, _ in found]))
    rows += [
        (option, [_options(product, option) for _, product in found])
        for option in ("colour", "size")
    ]
    named = dict.fromkeys(name for _, product in found for name in product.attributes)
    for name in named:
        values = [product.attributes.get(name) for _, product in found]
        told = ["" if value is None else format_attribute(value, locale) for value in values]
        rows.append((name, told))
    for name, told in rows:
        if len(set(told)) > 1:
            yield Difference(name, tuple(told))


def _leaders(found: Sequence[Pair]) -> tuple[int | None, int | None]:
    """Give the places of the cheapest and of the best rated; None where they are not alone."""
    prices = [card.price.amount if card.price else None for card, _ in found]
    stars = [
        card.rating if card.rating is not None and card.rating_count >= _FEWEST_RATINGS else None
        for card, _ in found
    ]
    negative = [None if price is None else -price for price in prices]
    return _first_alone(negative), _first_alone(stars)


def _first_alone(figures: Sequence[float | None] | Sequence[object]) -> int | None:
    """The place, from 1, of the one largest figure; None where a figure is missing or shared."""
    known = [figure for figure in figures if figure is not None]
    if len(known) < len(figures):
        return None
    ranked = sorted(range(len(known)), key=lambda at: known[at], reverse=True)  # type: ignore[arg-type, return-value]
    return ranked[0] + 1 if known[ranked[0]] != known[ranked[1]] else None


def _price(card: Card, locale: str) -> str:
    return format_money(card.price, locale) if card.price else ""


def _rating(card: Card) -> str:
    return "" if card.rating is None else f"{card.rating:g} out of 5 ({card.rating_count})"


def _options(product: Product, name: str) -> str:
    values = (variant.options.get(name) for variant in product.variants)
    return ", ".join(dict.fromkeys(value for value in values if value))
