"""Writes the reviews of the demo shop, and the ratings that follow from them.

What a review says agrees with its stars: five stars hold no grumble, one star no praise.
Knows nothing of orders; a reviewer is an id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from random import Random
from statistics import fmean

from pydantic import JsonValue

from retrieval.catalogue import Product
from retrieval.demo.opinions import opinions, phrases
from retrieval.demo.products import SEED, TODAY
from retrieval.demo.truth import is_true_of
from retrieval.demo.wording import fill
from retrieval.errors import CatalogueError

__all__ = ["Review", "make_reviews", "rated"]

_MEAN_COUNT = 6.9
_MOST = 60
_REVIEWERS = 5200
_LEMONS = 0.02
_PLANS: Mapping[int, Sequence[str]] = {
    5: ("P V", "P", "C P", "C P V", "P P", "P P V", "C P P V"),
    4: ("P V", "P Q", "C P Q", "P P V", "C P V", "P Q V", "P"),
    3: ("P T", "P T V", "C P T", "T V", "C T V"),
    2: ("G V", "P T V", "G G", "C G V", "C G G V"),
    1: ("G V", "G", "G G V", "C G V", "C G G", "G G"),
}


@dataclass(frozen=True, slots=True)
class Review:
    """One opinion of one product; `helpful` counts the people who found it so."""

    id: str
    product_id: str
    customer_id: str
    stars: int
    title: str
    text: str
    written_on: date
    verified: bool
    helpful: int

    def row(self) -> dict[str, JsonValue]:
        """The review as a JSON object."""
        return {
            "id": self.id,
            "product_id": self.product_id,
            "customer_id": self.customer_id,
            "stars": self.stars,
            "title": self.title,
            "text": self.text,
            "date": self.written_on.isoformat(),
            "verified": self.verified,
            "helpful": self.helpful,
        }


def make_reviews(products: Iterable[Product], seed: int = SEED) -> tuple[Review, ...]:
    """All reviews, by product and date; many for a few products and few for many."""
    made: list[Review] = []
    for product in products:
        rng = Random(f"{seed}/reviews/{product.id}")
        made += _reviews_of(product, rng, first=len(made) + 1)
    return tuple(made)


def rated(products: Iterable[Product], reviews: Iterable[Review]) -> tuple[Product, ...]:
    """The products with the rating and count that their reviews give; none without reviews."""
    stars = {
        product_id: [review.stars for review in group]
        for product_id, group in groupby(reviews, key=lambda review: review.product_id)
    }
    return tuple(
        product.model_copy(update={"rating": round(fmean(given), 1), "rating_count": len(given)})
        if (given := stars.get(product.id))
        else product
        for product in products
    )


def _reviews_of(product: Product, rng: Random, *, first: int) -> Iterator[Review]:
    count = min(int(rng.lognormvariate(0, 0.8) * _MEAN_COUNT / 1.377), _MOST)
    quality = min(max(rng.gauss(4.25, 0.45), 2.4), 4.9)
    since = product.listed_on or TODAY
    days = sorted(rng.randint(2, max((TODAY - since).days, 3)) for _ in range(count))
    texts: set[str] = set()
    for place, day in enumerate(days):
        stars = 1 if rng.random() < _LEMONS else min(max(round(rng.gauss(quality, 1.0)), 1), 5)
        text = _new_text(product, stars, rng, texts)
        yield Review(
            id=f"r-{first + place:05}",
            product_id=product.id,
            customer_id=f"c-{rng.randint(1001, 1000 + _REVIEWERS)}",
            stars=stars,
            title=rng.choice(phrases().titles[stars]),
            text=text,
            written_on=min(since + timedelta(days=day), TODAY),
            verified=rng.random() < 0.86,
            helpful=int(rng.expovariate(1 / 2.2)),
        )


def _new_text(product: Product, stars: int, rng: Random, texts: set[str]) -> str:
    """A text that this product has not had yet."""
    for _ in range(20):
        text = _text(product, stars, rng)
        if text not in texts:
            break
    texts.add(text)
    return text


def _text(product: Product, stars: int, rng: Random) -> str:
    known, general = opinions()[product.category[-1]], phrases()
    supply = {
        "C": _shuffled(general.contexts, rng),
        "V": _shuffled(general.verdicts[stars], rng),
        "P": _shuffled(known.praise, rng),
        "G": _shuffled(known.grumbles, rng),
    }
    return " ".join(
        _sentence(part, supply, product, rng) for part in rng.choice(_PLANS[stars]).split()
    )


def _shuffled(patterns: Sequence[str], rng: Random) -> list[str]:
    return rng.sample(patterns, len(patterns))


def _sentence(part: str, supply: Mapping[str, list[str]], product: Product, rng: Random) -> str:
    """The next true sentence; a quibble or turn leads over to a grumble."""
    if part == "Q":
        return _led_by(rng.choice(phrases().quibbles), supply, product, rng)
    if part == "T":
        return _led_by(rng.choice(phrases().turns), supply, product, rng)
    department, kind = product.category
    while supply[part]:
        sentence = fill(supply[part].pop(), {"brand": product.brand}, rng)
        if is_true_of(sentence, (department, kind), product.attributes):
            return sentence
    raise CatalogueError(f"no review phrase is true of {product.title!r}; add some for {kind}")


def _led_by(lead: str, supply: Mapping[str, list[str]], product: Product, rng: Random) -> str:
    grumble = _sentence("G", supply, product, rng)
    if grumble.split()[0] not in {"I", "I'm"}:
        grumble = grumble[:1].lower() + grumble[1:]
    return fill(lead, {"grumble": grumble}, rng)
