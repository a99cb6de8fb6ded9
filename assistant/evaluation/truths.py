"""True sentences about products, written from the catalogue alone: what no check may refuse.

Knows nothing of the checker. Each truth is a sentence and the products shown when it is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations
from random import Random

from assistant.formats import format_attribute, format_money
from assistant.types import Act, Card, Outcome, Request
from retrieval.catalogue import Product, Quantity, Variant
from retrieval.filters import Condition

__all__ = ["Truth", "outcome_of", "truths"]


@dataclass(frozen=True, slots=True)
class Truth:
    """A sentence that is true of what an outcome shows; `about` is the product it speaks of.

    `field` is the attribute that it tells, "" where it is another fact.
    """

    text: str
    outcome: Outcome
    about: Product
    field: str = ""


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
        for text, product, field in random.sample(said, min(6, len(said), count - told)):
            yield Truth(text, outcome, product, field)
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


Written = Iterator[tuple[str, Product, str]]


def _prices(outcome: Outcome) -> Written:
    for card, product in zip(outcome.cards, outcome.products, strict=True):
        price = format_money(card.price) if card.price else ""
        yield f"The {card.title} costs {price}.", product, ""
        yield f"A good place to start is the {card.title} at {price}.", product, ""
        if card.list_price:
            before = format_money(card.list_price)
            yield f"The {card.title} is {price}, down from {before}.", product, ""
        if card.rating is not None and card.rating_count > 1:
            rated = f"rated {card.rating:g} out of 5 by {card.rating_count} customers"
            yield f"The {card.title} at {price} is {rated}.", product, ""


def _values(outcome: Outcome) -> Written:
    for product in outcome.products:
        for name, value in product.attributes.items():
            said = format_attribute(value)
            if isinstance(value, bool):
                told = f"is {'' if value else 'not '}{name}"
            elif isinstance(value, Quantity):
                told = f"has a {name} of {said}"
            elif name == "material":
                told = f"is made of {said}"
            else:
                yield f"For the {product.title}, the listing gives {name}: {said}.", product, name
                continue
            yield f"The {product.title} {told}.", product, name


def _stock(outcome: Outcome) -> Written:
    for card, product in zip(outcome.cards, outcome.products, strict=True):
        there = "in stock" if card.in_stock else "sold out"
        yield f"The {card.title} is {there}.", product, ""
        yield f"The {card.title} is made by {card.brand}.", product, ""
        for name, value in card.options.items():
            told = f"in size {value}" if name == "size" else f"in {value}"
            if name in {"size", "colour"}:
                yield f"The {card.title} comes {told}.", product, ""


def _comparisons(outcome: Outcome) -> Written:
    pairs = list(zip(outcome.cards, outcome.products, strict=True))
    for (one, product), (other, against) in permutations(pairs, 2):
        if _amount(one) < _amount(other):
            yield f"The {one.title} is cheaper than the {other.title}.", product, ""
        if (one.rating or 0) > (other.rating or 5):
            yield f"The {one.title} is better rated than the {other.title}.", product, ""
        if _is_lighter(product, against):
            yield f"The {one.title} is lighter than the {other.title}.", product, ""
    (first, product), (second, _), *_ = sorted(pairs, key=lambda pair: _amount(pair[0]))
    if _amount(first) < _amount(second):
        yield f"The {first.title} is the cheapest of these.", product, ""


def _amount(card: Card) -> Decimal:
    return card.price.amount if card.price else Decimal("Infinity")


def _is_lighter(one: Product, other: Product) -> bool:
    ours, theirs = one.attributes.get("weight"), other.attributes.get("weight")
    if not isinstance(ours, Quantity) or not isinstance(theirs, Quantity):
        return False
    return ours.unit == theirs.unit and ours.value < theirs.value


_WRITERS: tuple[Callable[[Outcome], Written], ...] = (_prices, _values, _stock, _comparisons)
