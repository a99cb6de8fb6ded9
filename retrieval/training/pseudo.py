"""Queries made from the catalogue, where nobody has judged any: what a shopper might type.

Each is made from one product, which is its answer. Knows nothing of models.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from random import Random

from retrieval.catalogue import Product
from retrieval.evaluation import Judgement
from retrieval.text import STOPWORDS, tokenise

__all__ = ["pseudo_queries"]

_WORDS = (2, 5)  # of a title, from and to


def pseudo_queries(
    products: Sequence[Product],
    count: int,
    seed: int,
    reviews: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Judgement, ...]:
    """Make at most `count` different queries, each with the products it describes as exact.

    A query is a part of a title, a kind with a brand or with a value of an attribute or
    option, or a sentence of a review (`reviews` maps a product id to texts). Queries that
    several products give have them all as answers.
    """
    random = Random(seed)
    active = [product for product in products if product.status == "active"]
    answers: dict[str, dict[str, float]] = {}
    for _ in range(3 * count):
        if len(answers) >= count or not active:
            break
        product = random.choice(active)
        query = random.choice(_ways(product, (reviews or {}).get(product.id, ()), random))
        if query:
            answers.setdefault(query, {})[product.id] = 1.0
    return tuple(Judgement(query, gains) for query, gains in answers.items())


def _ways(product: Product, reviews: Sequence[str], random: Random) -> list[str]:
    kind = product.category[-1] if product.category else product.title
    made = [_joined(_part(product.title, random)), _joined(_part(product.title, random))]
    if product.brand:
        made.append(_joined((product.brand, kind)))
    values = [value for held in product.attributes.values() for value in _words(held)]
    values += [value for variant in product.variants for value in variant.options.values()]
    if values:
        made.append(_joined((random.choice(values), kind)))
    sentences = [part.strip() for text in reviews for part in text.split(".") if part.strip()]
    if sentences:
        made.append(_joined((kind, random.choice(sentences))))
    return made


def _words(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _part(title: str, random: Random) -> list[str]:
    words = [token.text for token in tokenise(title) if token.text not in STOPWORDS]
    take = min(random.randint(*_WORDS), len(words))
    kept = sorted(random.sample(range(len(words)), take))
    return [words[at] for at in kept]


def _joined(words: Iterable[str]) -> str:
    return " ".join(" ".join(words).casefold().split())[:200]
