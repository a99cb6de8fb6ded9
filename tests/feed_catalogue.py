"""A small catalogue to write and to read again: some of the demo shop's products and two made ones.

Each kind of value is in it: sales, stock at 0, measures in several units, lists, yes and no,
one variant and several, products on request, discontinued ones, letters beyond ASCII.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from retrieval.catalogue import Money, Product, Quantity, Variant
from retrieval.demo.products import make_products

__all__ = ["products"]

_FOLDER = "https://shop.example"
_MOST = 3  # variants of one product
_CHOSEN: tuple[Callable[[Product], bool], ...] = (
    lambda product: product.status == "discontinued",
    lambda product: len(product.variants) == 1,
    lambda product: product.variants[0].list_price is not None,
    lambda product: "memory" in product.variants[0].options,
    lambda product: "pack" in product.variants[0].options,
    lambda product: "fabric weight" in product.attributes,
    lambda product: "warmth rating" in product.attributes,
    lambda product: "comfort temperature" in product.attributes,
)


def _money(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="USD")


_TEAPOT = Product(
    id="teapot-1",
    title='Teapot "Élan" 1.2 l; blue & white, <sturdy>',
    description='For two & a half: "really".\nHeats to 90 °C, <5 minutes; holds 1,2 l.',
    brand="Förster, Søn & Cie",
    category=("Kitchen", "teapots & kettles"),
    attributes={
        "material": ("stoneware", "cork"),
        "care": ("no soap, no bleach",),
        "set contains": ("pot", "lid"),
        "weight": Quantity(value=1250, unit="g"),
        "cups": Quantity(value=6),
        "warranty": Quantity(value=2, unit="years"),
        "oven safe": False,
        "dishwasher safe": True,
        "article": ("007",),
    },
    variants=(
        Variant(
            id="tp/blue",
            options={"colour": "blue, matt", "size": "L", "glaze": "satin"},
            price=_money("1299.50"),
            list_price=_money("1500.00"),
            image=f"{_FOLDER}/t.jpg?a=1&b=2",
        ),
        Variant(
            id="tp/white",
            options={"colour": "weiß", "size": "XL", "glaze": "matt; fine"},
            price=_money("0.99"),
            stock=12,
            image=f"{_FOLDER}/w.jpg",
        ),
        Variant(id="tp/none", options={"colour": "red", "size": "L", "glaze": "satin"}, stock=1),
    ),
    rating=4.25,
    rating_count=17,
    listed_on=date(2025, 3, 2),
    image=f"{_FOLDER}/pot.jpg",
    link=f"{_FOLDER}/pot?x=1&y=2",
)
"""Quotes, delimiters, ampersands, tags, letters of Latin-1, a price of a thousand and none."""

_INCENSE = Product(
    id="乾-1",
    title="乾隆 incense — “lóng” 5 €",
    category=("Home",),
    variants=(Variant(id="in-1", options={"scent": "沉香"}, price=_money("5"), stock=3),),
)
"""One variant with an option of its own, and letters that Latin-1 has not."""


@lru_cache(maxsize=1)
def products() -> tuple[Product, ...]:
    """Return them in ascending order of id."""
    made = make_products()
    chosen = [next(filter(wanted, made)) for wanted in _CHOSEN]
    return (
        *sorted({p.id: _small(p) for p in chosen}.values(), key=lambda p: p.id),
        _TEAPOT,
        _INCENSE,
    )


def _small(product: Product) -> Product:
    variants = product.variants[:_MOST]
    hosted = tuple(v.model_copy(update={"image": f"{_FOLDER}{v.image}"}) for v in variants)
    return product.model_copy(update={"variants": hosted, "image": f"{_FOLDER}{product.image}"})
