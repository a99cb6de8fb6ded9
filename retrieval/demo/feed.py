"""Writes the demo shop's products as rows of the JSONL feed format.

One row a product, its variants inside it. Knows nothing of how such a row is read again.
"""

from __future__ import annotations

from pydantic import JsonValue

from retrieval.catalogue import AttributeValue, Product, Quantity, Variant

__all__ = ["feed_row"]


def feed_row(product: Product) -> dict[str, JsonValue]:
    """The row of `product`: prices as "79.00 USD", with the asked one as `sale_price` if cut."""
    return {
        "id": product.id,
        "title": product.title,
        "description": product.description,
        "brand": product.brand,
        "product_type": " > ".join(product.category),
        "attributes": {name: _attribute(value) for name, value in product.attributes.items()},
        "rating": product.rating,
        "rating_count": product.rating_count,
        "availability_date": product.listed_on.isoformat() if product.listed_on else None,
        "status": product.status,
        "image_link": product.image,
        "link": product.link,
        "variants": [_variant(variant) for variant in product.variants],
    }


def _attribute(value: AttributeValue) -> JsonValue:
    if isinstance(value, Quantity):
        return {"value": value.value, "unit": value.unit}
    return list(value) if isinstance(value, tuple) else value


def _variant(variant: Variant) -> dict[str, JsonValue]:
    row: dict[str, JsonValue] = {"id": variant.id, "options": dict(variant.options)}
    if variant.price is None:
        row["price"] = None
    elif variant.list_price is None:
        row["price"] = str(variant.price)
    else:
        row["price"], row["sale_price"] = str(variant.list_price), str(variant.price)
    return row | {"stock": variant.stock, "image_link": variant.image}
