"""Makes the variants of one product: every size, colour and pack with its price and stock.

Knows nothing of titles, descriptions or ratings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product as every_combination
from random import Random

from retrieval.catalogue import AttributeValue, Money, Variant
from retrieval.demo.pricing import list_price, price_at, rounded
from retrieval.demo.tables import Department, Kind

__all__ = ["Offer", "make_variants", "slug"]

_SOLD_OUT = 0.03
_REDUCED = 0.22
_ONE_COLOUR_ONLY = 0.3
_SIZE_GONE = 0.12
_COLOUR_COUNTS = (1, 2, 2, 3, 3, 4)


@dataclass(frozen=True, slots=True)
class Offer:
    """The product whose variants are made: its tables, attributes and price level (0 to 1).

    `factor` is 1 unless the noun is dearer or cheaper than the others of its kind.
    """

    product_id: str
    department: Department
    kind: Kind
    attributes: Mapping[str, AttributeValue]
    level: float
    factor: float = 1.0


def make_variants(offer: Offer, rng: Random) -> tuple[Variant, ...]:
    """All combinations of the offer's options; about a fifth of the products are reduced."""
    base = offer.factor * price_at(offer.level, *offer.kind.price)
    combinations = list(_combinations(offer, rng))
    prices = {factor: rounded(base * factor, rng) for _, factor in combinations}
    reduced = _reduced_colour(combinations, rng)
    sold_out = rng.random() < _SOLD_OUT
    cut = rng.random()
    return tuple(
        Variant(
            id="-".join([offer.product_id, *map(slug, options.values())]),
            options=options,
            price=prices[factor],
            list_price=_before(prices[factor], options, reduced, cut),
            stock=0 if sold_out else _stock(rng),
            image=_image(offer.product_id, options),
        )
        for options, factor in combinations
    )


def slug(text: str) -> str:
    """`text` as it may stand in an id or a file name: "1.5 l" becomes "1-5-l"."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _combinations(offer: Offer, rng: Random) -> Iterator[tuple[dict[str, str], float]]:
    """The options of each variant and its price factor."""
    axes: list[list[tuple[str, str, float]]] = []
    if offer.kind.colours:
        axes.append([("colour", colour, 1.0) for colour in _colours(offer.kind.colours, rng)])
    if sizes := _sizes(offer):
        axes.append([("size", size, 1.0) for size in _run(sizes, rng, at_least=5)])
    for name, factors in offer.kind.options.items():
        axes.append([(name, value, factors[value]) for value in _run([*factors], rng, at_least=2)])
    for choices in every_combination(*axes):
        factor = 1.0
        for _, _, each in choices:
            factor *= each
        yield {name: value for name, value, _ in choices}, factor


def _colours(usual_first: Sequence[str], rng: Random) -> list[str]:
    left, drawn = list(usual_first), []
    for _ in range(min(rng.choice(_COLOUR_COUNTS), len(left))):
        weights = [1 / (place + 2) for place in range(len(left))]
        drawn.append(rng.choices(left, weights)[0])
        left.remove(drawn[-1])
    return drawn


def _sizes(offer: Offer) -> Sequence[str]:
    sizes = offer.kind.sizes or (offer.department.sizes if "size" not in offer.kind.options else {})
    gender = offer.attributes.get("gender")
    worn_by = gender[0] if isinstance(gender, tuple) else "all"
    return sizes.get(worn_by) or sizes.get("all", ())


def _run(values: Sequence[str], rng: Random, *, at_least: int) -> Sequence[str]:
    """A stretch of neighbouring values."""
    length = rng.randint(min(at_least, len(values)), len(values))
    start = rng.randint(0, len(values) - length)
    return values[start : start + length]


def _reduced_colour(
    combinations: Sequence[tuple[dict[str, str], float]], rng: Random
) -> str | None:
    """Which colour is reduced: "" for all of them, None for none."""
    if rng.random() >= _REDUCED:
        return None
    if rng.random() >= _ONE_COLOUR_ONLY:
        return ""
    return combinations[-1][0].get("colour", "")


def _before(
    price: Money, options: Mapping[str, str], reduced: str | None, cut: float
) -> Money | None:
    if reduced is None or (reduced and options.get("colour") != reduced):
        return None
    return list_price(price, cut)


def _stock(rng: Random) -> int:
    return 0 if rng.random() < _SIZE_GONE else min(1 + int(rng.expovariate(1 / 9)), 60)


def _image(product_id: str, options: Mapping[str, str]) -> str:
    colour = options.get("colour")
    return f"/pictures/{product_id}-{slug(colour)}.svg" if colour else f"/pictures/{product_id}.svg"
