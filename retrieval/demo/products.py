"""Makes the demo shop's products from the word tables and a seed.

Each product has a random source of its own, so that a change in one table leaves the rest of
the shop as it was. Knows nothing of reviews, customers or of how a feed is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from retrieval.catalogue import AttributeValue, Product
from retrieval.demo.descriptions import Subject, describe
from retrieval.demo.recipes import draw, parse
from retrieval.demo.tables import Department, Kind, departments
from retrieval.demo.variants import Offer, make_variants
from retrieval.demo.wording import as_words
from retrieval.errors import CatalogueError

__all__ = ["SEED", "TODAY", "make_products"]

SEED = 7
TODAY = date(2026, 11, 1)
_DISCONTINUED = 0.02
_ABSENT = "none"
_STRIDE = 1009
"""A prime, so that neighbours in the list lie far apart in the price range."""
_UNNAMED_OWNER = 0.25
_OWNERS = {"men": "Men's ", "women": "Women's "}


def make_products(seed: int = SEED) -> tuple[Product, ...]:
    """The whole assortment, about 1,400 products; the same for the same seed and tables."""
    titles: set[str] = set()
    texts: set[str] = set()
    made: list[Product] = []
    for subject, level, rng in _subjects(seed, titles):
        product = _product(f"p-{len(made) + 1:04}", subject, level, rng)
        text = _new_description(subject, rng, texts)
        made.append(product.model_copy(update={"description": text}))
    return tuple(made)


def _subjects(seed: int, titles: set[str]) -> Iterator[tuple[Subject, float, Random]]:
    for department in departments():
        for name, kind in department.kinds.items():
            for turn in range(kind.count):
                rng = Random(f"{seed}/{name}/{turn}")
                yield _subject(department, name, turn, rng, titles)


def _subject(
    department: Department, name: str, turn: int, rng: Random, titles: set[str]
) -> tuple[Subject, float, Random]:
    kind = department.kinds[name]
    nouns = list(kind.nouns)
    noun = nouns[(turn + turn // len(nouns)) % len(nouns)]
    for _ in range(200):
        brand = rng.choice(kind.brands or tuple(department.brands))
        model = rng.choice(kind.models or department.models)
        model += "" if kind.models else rng.choice(department.suffixes)
        if f"{brand} {model}" not in titles:
            break
    else:
        raise CatalogueError(f"{name}: too few model names for {kind.count} products; add some")
    titles.add(f"{brand} {model}")
    place = (turn * _STRIDE % kind.count + rng.random()) / kind.count
    level = _level(department.brands[brand], place)
    attributes = _attributes(department, kind, noun, level, rng)
    return Subject(department, name, brand, model, noun, attributes, turn), level, rng


def _level(brand_level: float, place: float) -> float:
    """How dear a product is: mostly its `place` in the range of its kind, partly its brand."""
    return min(max(0.3 * brand_level + 0.85 * place - 0.08, 0.0), 1.0)


def _attributes(
    department: Department, kind: Kind, noun: str, level: float, rng: Random
) -> dict[str, AttributeValue]:
    recipes = {**department.attributes, **kind.attributes, **(kind.nouns[noun] or {})}
    drawn: dict[str, AttributeValue] = {}
    for name, text in recipes.items():
        if text != _ABSENT:
            drawn[name] = draw(parse(text), rng, level, drawn)
    return drawn


def _product(product_id: str, subject: Subject, level: float, rng: Random) -> Product:
    offer = Offer(
        product_id,
        subject.department,
        subject.kind,
        subject.attributes,
        level,
        factor=subject.kind.factors.get(subject.noun, 1.0),
    )
    return Product(
        id=product_id,
        title=_title(subject, rng),
        brand=subject.brand,
        category=subject.category,
        attributes=subject.attributes,
        variants=make_variants(offer, rng),
        status="discontinued" if rng.random() < _DISCONTINUED else "active",
        listed_on=TODAY - timedelta(days=rng.randint(3, 730)),
        image=f"/pictures/{product_id}.svg",
    )


def _new_description(subject: Subject, rng: Random, texts: set[str]) -> str:
    """A description that no product has had yet; it joins `texts`."""
    for _ in range(50):
        text = describe(subject, rng)
        if text not in texts:
            texts.add(text)
            return text
    raise CatalogueError(f"{subject.kind_name}: too few sentences; add openings or details")


def _title(subject: Subject, rng: Random) -> str:
    owner = _OWNERS.get(as_words(subject.attributes.get("gender", ())), "")
    if rng.random() < _UNNAMED_OWNER:
        owner = ""
    return f"{subject.brand} {subject.model} {owner}{subject.noun}"
