"""True sentences about products, written from the catalogue alone: what no check may refuse.

Knows nothing of the checker. Each truth is a sentence and the products shown when it is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from random import Random

from assistant.formats import format_attribute, format_money
from assistant.types import Act, Card, Outcome, Request
from retrieval.catalogue import Product, Quantity, Variant
from retrieval.filters import Condition

__all__ = ["Truth", "outcome_of", "truths"]


@dataclass(frozen=True, slots=True)
class Truth:
    """A sentence that is true of what an outcome shows; `about` is the product it speaks of."""

    text: str
    outcome: Outcome
    about: Product


def truths(products: Sequence[Product], *, count: int, random: Random) -> Iterator[Truth]:
    """Give `count` true sentences about products of these, three of one kind shown at a time."""
    kinds: dict[tuple[str, ...], list[Product]] = {}
    for product in products:
        if product.in_stock and product.variants[0].price:
            kinds.setdefault(product.category, []).append(product)
    shelves = [shelf for shelf in kinds.values() if len(shelf) >= 3]
    told = 0
    while told < count:
        shown = random.sample(random.choice(shelves), 3)
        outcome = outcome_of(shown)
        said = [text for write in _WRITERS for text in write(outcome)]
        for text, product in random.sample(said, min(6, len(said), count - told)):
            yield Truth(text, outcome, product)
            told += 1


def outcome_of(products: Sequence[Product]) -> Outcome:
    """Show these products as the answer to a search for their kind."""
    kind = products[0].category[-1]
    wanted = (Condition("category", "in", (kind,)),)
    return Outcome(
        Request(Act.SEARCH, kind, wanted),
        cards=tuple(_card(product, product.variants[0]) for product in products),
        products=tuple(products),
        match_count=len(products),
    )


def _card(product: Product, variant: Variant) -> Card:
    return Card(
        product_id=product.id,
        variant_id=variant.id,
        title=product.title,
        brand=product.brand,
        category=product.category[-1],
        price=variant.price,
        list_price=variant.list_price,
        in_stock=product.status == "active" and variant.stock > 0,
        rating=product.rating,
        rating_count=product.rating_count,
        image=None,
        options=dict(variant.options),
    )


Written = Iterator[tuple[str, Product]]


def _prices(outcome: Outcome) -> Written:
    for card, product in zip(outcome.cards, outcome.products, strict=True):
        price = format_money(card.price) if card.price else ""
        yield f"The {card.title} costs {price}.", product
        yield f"A good place to start is the {card.title} at {price}.", product
        if card.list_price:
            yield (
                f"The {card.title} is {price}, down from {format_money(card.list_price)}.",
                product,
            )
        if card.rating is not None and card.rating_count > 1:
            rated = f"rated {card.rating:g} out of 5 by {card.rating_count} customers"
            yield f"The {card.title} at {price} is {rated}.", product


def _values(outcome: Outcome) -> Written:
    for product in outcome.products:
        for name, value in product.attributes.items():
            said = format_attribute(value)
            if isinstance(value, bool):
                yield f"The {product.title} is {'' if value else 'not '}{name}.", product
            elif isinstance(value, Quantity):
                yield f"The {product.title} has a {name} of {said}.", product
            elif name == "material":
                yield f"The {product.title} is made of {said}.", product
            else:
                yield f"For the {product.title}, the listing gives {name}: {said}.", product


def _stock(outcome: Outcome) -> Written:
    for card, product in zip(outcome.cards, outcome.products, strict=True):
        yield f"The {card.title} is {'in stock' if card.in_stock else 'sold out'}.", product
        yield f"The {card.title} is made by {card.brand}.", product
        for name, value in card.options.items():
            told = f"in size {value}" if name == "size" else f"in {value}"
            if name in {"size", "colour"}:
                yield f"The {card.title} comes {told}.", product


def _comparisons(outcome: Outcome) -> Written:
    pairs = list(zip(outcome.cards, outcome.products, strict=True))
    for (one, product), (other, _) in permutations(pairs, 2):
        if one.price and other.price and one.price.amount < other.price.amount:
            less = f"The {one.title} is cheaper than the {other.title}."
            yield less, product
        if (one.rating or 0) > (other.rating or 5):
            yield f"The {one.title} is better rated than the {other.title}.", product
        ours, theirs = product.attributes.get("weight"), None
        theirs = next(p for c, p in pairs if c is other).attributes.get("weight")
        if isinstance(ours, Quantity) and isinstance(theirs, Quantity) and ours.unit == theirs.unit:
            if ours.value < theirs.value:
                yield f"The {one.title} is lighter than the {other.title}.", product
    prices = sorted(pairs, key=lambda pair: pair[0].price.amount if pair[0].price else 0)
    first, second = prices[0][0].price, prices[1][0].price
    if first and second and first.amount < second.amount:
        yield f"The {prices[0][0].title} is the cheapest of these.", prices[0][1]


_WRITERS: tuple[Callable[[Outcome], Written], ...] = (_prices, _values, _stock, _comparisons)
