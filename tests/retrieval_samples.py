"""A small random catalogue for the retrieval tests, the same for a seed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from retrieval.catalogue import AttributeValue, Money, Product, Quantity, Variant

KINDS = {
    "Shoes": ("running shoes", "sandals", "hiking boots"),
    "Electronics": ("headphones", "bluetooth speakers", "power banks"),
    "Fashion": ("evening dresses", "summer dresses", "t-shirts"),
}
BRANDS = ("Northvale", "Treadwick", "Solmara", "Oat & Ash")
COLOURS = ("blue", "black", "red", "grey", "green")
MATERIALS = ("leather", "canvas", "recycled mesh", "cotton")


def make_products(count: int = 60, seed: int = 7) -> list[Product]:
    random = Random(seed)
    return [_product(f"p-{number:04}", random) for number in range(count)]


def _product(product_id: str, random: Random) -> Product:
    department = random.choice(sorted(KINDS))
    kind = random.choice(KINDS[department])
    noun = kind.removesuffix("s")
    return Product(
        id=product_id,
        title=f"{random.choice(('Swift', 'Harbour', 'Alder', 'Quiet'))} {noun}",
        description=random.choice(("A light one for every day.", "Warm, and made to last.", "")),
        brand=random.choice((*BRANDS, "")),
        category=(department, kind),
        attributes=_attributes(random),
        variants=tuple(_variant(product_id, at, random) for at in range(random.randint(1, 4))),
        rating=random.choice((None, 2.5, 3.9, 4.0, 4.6)),
        rating_count=random.randint(0, 80),
        status="discontinued" if random.random() < 0.08 else "active",
        listed_on=date(2025, 1, 1) + timedelta(days=random.randint(0, 400)),
    )


def _attributes(random: Random) -> dict[str, AttributeValue]:
    attributes: dict[str, AttributeValue] = {}
    if random.random() < 0.8:
        attributes["material"] = tuple(random.sample(MATERIALS, random.randint(1, 2)))
    if random.random() < 0.7:
        attributes["waterproof"] = random.random() < 0.5
    if random.random() < 0.7:
        unit, scale = random.choice((("g", 1.0), ("kg", 0.001)))
        attributes["weight"] = Quantity(value=random.randrange(100, 900, 50) * scale, unit=unit)
    return attributes


def _variant(product_id: str, at: int, random: Random) -> Variant:
    amount = Decimal(random.randrange(500, 20_000, 250)) / 100
    currency = "EUR" if random.random() < 0.1 else "USD"
    price = None if random.random() < 0.1 else Money(amount=amount, currency=currency)
    options = {"colour": random.choice(COLOURS)}
    if random.random() < 0.6:
        options["size"] = random.choice(("S", "M", "42"))
    return Variant(
        id=f"{product_id}-{at}", options=options, price=price, stock=random.choice((0, 0, 1, 9))
    )
