"""Makes the demo shop's customers: an id, a country, sizes and tastes, and nothing personal.

Knows nothing of what they buy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from pydantic import JsonValue

from retrieval.catalogue import Product
from retrieval.demo.products import SEED, TODAY

__all__ = ["Customer", "make_customers"]

COUNT = 420
_HOMES = (
    ("en-US", "USD", 58),
    ("de-DE", "EUR", 12),
    ("en-GB", "GBP", 8),
    ("fr-FR", "EUR", 6),
    ("es-ES", "EUR", 5),
    ("en-CA", "CAD", 5),
    ("it-IT", "EUR", 3),
    ("nl-NL", "EUR", 3),
)
_GERMAN = _HOMES[1]
_COLOURS = ("blue", "black", "navy", "green", "red", "grey", "white", "teal", "pink", "brown")


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer; weights of a taste add up to 1, `price_level` runs from 0 to 1 (dear)."""

    id: str
    locale: str
    currency: str
    since: date
    sizes: Mapping[str, str]
    kinds: Mapping[str, float]
    brands: Sequence[str]
    colours: Sequence[str]
    price_level: float
    eagerness: float

    def row(self) -> dict[str, JsonValue]:
        """The customer as a JSON object."""
        language, _, country = self.locale.partition("-")
        return {
            "id": self.id,
            "locale": self.locale,
            "language": language,
            "country": country,
            "currency": self.currency,
            "since": self.since.isoformat(),
            "sizes": dict(self.sizes),
            "tastes": {
                "kinds": dict(self.kinds),
                "brands": list(self.brands),
                "colours": list(self.colours),
                "price_level": self.price_level,
            },
        }


def make_customers(products: Iterable[Product], seed: int = SEED) -> tuple[Customer, ...]:
    """All customers, c-1001 first (who is German); the same for the same seed."""
    brands: dict[str, list[str]] = {}
    for product in products:
        brands.setdefault(product.category[-1], []).append(product.brand)
    return tuple(_customer(number, brands, Random(f"{seed}/{number}")) for number in range(COUNT))


def _customer(number: int, brands: Mapping[str, list[str]], rng: Random) -> Customer:
    homes, weights = _HOMES, [home[2] for home in _HOMES]
    locale, currency, _ = _GERMAN if number == 0 else rng.choices(homes, weights)[0]
    kinds = rng.sample(sorted(brands), rng.randint(4, 8))
    shares = sorted((rng.random() + 0.2 for _ in kinds), reverse=True)
    liked = {rng.choice(brands[kind]) for kind in kinds for _ in range(2)}
    return Customer(
        id=f"c-{1001 + number}",
        locale=locale,
        currency=currency,
        since=TODAY - timedelta(days=rng.randint(370, 1500)),
        sizes={
            "shoes": str(rng.randint(37, 45)),
            "clothes": rng.choices(("XS", "S", "M", "L", "XL", "XXL"), (1, 3, 4, 4, 2, 1))[0],
        },
        kinds={
            kind: round(share / sum(shares), 3) for kind, share in zip(kinds, shares, strict=True)
        },
        brands=sorted(liked),
        colours=rng.sample(_COLOURS, 2),
        price_level=round(rng.betavariate(2, 2), 2),
        eagerness=round(rng.lognormvariate(0, 0.5), 3),
    )
