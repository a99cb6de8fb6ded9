"""How a listing could be better: what it leaves out that its like and its customers speak of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.catalogue import Product
from retrieval.reviews import Review
from retrieval.roots import root
from retrieval.text import content_terms

__all__ = ["Improvement", "improve"]

_USUAL = 0.6
"""Share of a kind's products from which a property is usual."""
_FEWEST = 3
"""Reviews that must speak of something before it is worth a question."""
_MOST = 5


@dataclass(frozen=True, slots=True)
class Improvement:
    """What a listing lacks: usual properties, things that reviews speak of and it does not.

    `raised` holds each such word with how many reviews have it.
    """

    product_id: str
    missing: tuple[str, ...]
    raised: tuple[tuple[str, int], ...]
    remarks: tuple[str, ...]


def improve(product: Product, alike: Sequence[Product], reviews: Sequence[Review]) -> Improvement:
    """Compare a listing with others of its kind and with what its reviews speak of."""
    counted = Counter(name for other in alike for name in other.attributes)
    usual = (name for name, count in counted.most_common() if count >= _USUAL * len(alike))
    missing = tuple(name for name in usual if name not in product.attributes)
    return Improvement(
        product.id, missing, tuple(_raised(product, reviews)), tuple(_remarks(product))
    )


def _raised(product: Product, reviews: Sequence[Review]) -> Iterator[tuple[str, int]]:
    listed = _roots((product.title, product.description, *product.attributes))
    for value in product.attributes.values():
        listed |= _roots(value) if isinstance(value, tuple) else set()
    spoken: Counter[str] = Counter()
    for review in reviews:
        spoken.update({term for term in content_terms(review.text) if root(term) not in listed})
    for word, count in spoken.most_common(_MOST):
        if count >= max(_FEWEST, len(reviews) // 5):
            yield word, count


def _remarks(product: Product) -> Iterator[str]:
    if not product.description:
        yield "there is no description"
    elif len(product.description) < 80:
        yield "the description has fewer than 80 characters"
    if product.image is None:
        yield "there is no picture"
    if not product.brand:
        yield "no brand is named"


def _roots(texts: Iterable[str]) -> set[str]:
    return {root(term) for text in texts for term in content_terms(text)}
