"""Lets each customer visit the shop for a year: what they look at, put in the cart and buy.

Structure on purpose, so that a recommender has something to learn: tastes repeat, seasons
shift kinds, baskets pair what belongs together. Knows nothing of event or order formats.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from retrieval.catalogue import Product, Variant
from retrieval.demo.customers import Customer
from retrieval.demo.habits import habits
from retrieval.demo.products import SEED, TODAY
from retrieval.demo.shelves import Shelves, asked_price, fitting
from retrieval.demo.wording import fill

__all__ = ["Choice", "Visit", "make_visits"]

_VISITS_A_YEAR = 31
_BUYS = 0.15
_PUTS_IN_CART = 0.12
_STRAYS = 0.1
_SEARCHES = 0.7
_DAYS = 365
_BOUGHT_IN_NUMBERS = frozenset({"Grocery", "Pets", "Beauty"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing in the cart; `kept` is False where it was taken out again."""

    product: Product
    variant: Variant
    quantity: int
    kept: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """One session of one customer; `bought` says whether the cart was paid."""

    customer: Customer
    at: datetime
    query: str | None
    viewed: Sequence[Product]
    cart: Sequence[Choice]
    bought: bool

    @property
    def basket(self) -> Sequence[Choice]:
        """What was still in the cart at the end."""
        return [choice for choice in self.cart if choice.kept]


def make_visits(
    customers: Iterable[Customer], products: Iterable[Product], seed: int = SEED
) -> tuple[Visit, ...]:
    """A year of visits until the day before `TODAY`, oldest first."""
    shelves = Shelves(products)
    made: list[Visit] = []
    for customer in customers:
        made += _year(customer, shelves, Random(f"{seed}/visits/{customer.id}"))
    return tuple(sorted(made, key=lambda visit: (visit.at, visit.customer.id)))


def _year(customer: Customer, shelves: Shelves, rng: Random) -> Iterator[Visit]:
    for _ in range(max(3, round(_VISITS_A_YEAR * customer.eagerness))):
        day = TODAY - timedelta(days=rng.randint(1, _DAYS))
        hour = min(max(round(rng.gauss(17, 4)), 6), 22)
        moment = time(hour, rng.randint(0, 59), rng.randint(0, 59))
        yield _visit(customer, datetime.combine(day, moment), shelves, rng)


def _visit(customer: Customer, at: datetime, shelves: Shelves, rng: Random) -> Visit:
    kind = _wanted(customer, at.month, shelves, rng)
    picked = [shelves.pick(customer, kind, at.date(), rng) for _ in range(rng.randint(1, 6))]
    viewed = list({product.id: product for product in picked}.values())
    bought = rng.random() < _BUYS
    cart: list[Choice] = []
    if bought:
        cart = _basket(customer, viewed[-1], at.date(), shelves, rng)
    elif rng.random() < _PUTS_IN_CART:
        cart = [_choice(customer, viewed[-1], rng, kept=rng.random() < 0.5)]
    query = _query(viewed[0], rng) if rng.random() < _SEARCHES else None
    return Visit(customer, at, query, [*viewed, *_others(cart, viewed)], cart, bought)


def _wanted(customer: Customer, month: int, shelves: Shelves, rng: Random) -> str:
    """A kind by taste and season, now and then something else altogether."""
    known = shelves.categories
    liked = dict.fromkeys(known, 1.0) if rng.random() < _STRAYS else customer.kinds
    weights = [liked[kind] * habits().season(known[kind], month) for kind in liked]
    return rng.choices(list(liked), weights)[0]


def _basket(
    customer: Customer, first: Product, on: date, shelves: Shelves, rng: Random
) -> list[Choice]:
    """The thing wanted, what goes with it, and sometimes one that is thought better of."""
    chosen = [_choice(customer, first, rng)]
    for companion, chance in habits().pairs.get(first.category[-1], {}).items():
        if rng.random() < chance:
            chosen.append(_choice(customer, shelves.pick(customer, companion, on, rng), rng))
    if rng.random() < _STRAYS:
        other = shelves.pick(customer, rng.choice(list(customer.kinds)), on, rng)
        if other.id != first.id:
            chosen.append(_choice(customer, other, rng, kept=rng.random() < 0.5))
    return list({choice.variant.id: choice for choice in chosen}.values())


def _choice(customer: Customer, product: Product, rng: Random, *, kept: bool = True) -> Choice:
    several = product.category[0] in _BOUGHT_IN_NUMBERS and rng.random() < 0.4
    return Choice(
        product, fitting(product, customer, rng), rng.randint(2, 4) if several else 1, kept
    )


def _others(cart: Sequence[Choice], viewed: Sequence[Product]) -> list[Product]:
    """What is in the cart without having been looked at yet."""
    seen = {product.id for product in viewed}
    return [choice.product for choice in cart if choice.product.id not in seen]


def _query(product: Product, rng: Random) -> str:
    price = asked_price(product.variants[0])
    slots = {
        "kind": product.category[-1],
        "brand": product.brand,
        "colour": product.variants[0].options.get("colour") or "nice",
        "limit": str(max(10, math.ceil(price * rng.uniform(1.05, 1.6) / 10) * 10)),
    }
    return fill(rng.choice(habits().queries), slots, rng).lower()
