"""What feed formats cannot hold, or our readers leave out: from a product to what is left of it.

docs/feed.md says the same in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from retrieval.catalogue import Product, Quantity, Variant
from retrieval.text import fold

__all__ = [
    "Loss",
    "borrowed_pictures",
    "lists_are_one_text",
    "lone_options",
    "no_day",
    "no_link",
    "no_picture_of_its_own",
    "no_rating",
    "no_status",
    "own_ids",
    "weight_in_kilograms",
]

Loss = Callable[[Product], Product]


def no_picture_of_its_own(product: Product) -> Product:
    """A row shows its variant; the product is shown by the first."""
    return _with(product, image=next(filter(None, (v.image for v in product.variants)), None))


def borrowed_pictures(product: Product) -> Product:
    """A variant without a picture has its product's."""
    return _variants(product, lambda v: v.model_copy(update={"image": v.image or product.image}))


def own_ids(product: Product) -> Product:
    """A variant is named by its product's handle and its option values."""
    return _variants(product, lambda v: v.model_copy(update={"id": _named(product.id, v)}))


def _named(handle: str, variant: Variant) -> str:
    slugs = (re.sub(r"[^\w.-]+", "-", fold(value)) for value in variant.options.values())
    return "-".join([handle, *slugs])


def lists_are_one_text(product: Product) -> Product:
    """Several words of an attribute are one text, but for materials."""
    return _with(
        product,
        attributes={
            name: (", ".join(value),) if isinstance(value, tuple) and name != "material" else value
            for name, value in product.attributes.items()
        },
    )


def lone_options(product: Product) -> Product:
    """Where there is one variant, an option that is neither colour nor size is an attribute."""
    if len(product.variants) > 1:
        return product
    (only,) = product.variants
    told = {k: v for k, v in only.options.items() if k not in ("colour", "size")}
    kept = {k: v for k, v in only.options.items() if k not in told}
    return _with(
        product,
        attributes={**product.attributes, **{name: (value,) for name, value in told.items()}},
        variants=(only.model_copy(update={"options": kept}),),
    )


def weight_in_kilograms(product: Product) -> Product:
    """The unit of weights is the shop's."""
    weight = product.attributes.get("weight")
    if not isinstance(weight, Quantity) or weight.unit != "g":
        return product
    kilograms = Quantity(value=weight.value / 1000, unit="kg")
    return _with(product, attributes={**product.attributes, "weight": kilograms})


def no_link(product: Product) -> Product:
    """There is no address of the product's page."""
    return _with(product, link=None)


def no_day(product: Product) -> Product:
    """There is no day of its first listing."""
    return _with(product, listed_on=None)


def no_rating(product: Product) -> Product:
    """There are no ratings."""
    return _with(product, rating=None, rating_count=0)


def no_status(product: Product) -> Product:
    """Nothing says that a product is discontinued."""
    return _with(product, status="active")


def _with(product: Product, **update: object) -> Product:
    return product.model_copy(update=update)


def _variants(product: Product, change: Callable[[Variant], Variant]) -> Product:
    return _with(product, variants=tuple(map(change, product.variants)))
