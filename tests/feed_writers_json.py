"""A catalogue written as JSON: our own form in both shapes, and schema.org's in two files."""

from __future__ import annotations

import json
from collections.abc import Sequence

from feed_cells import said

from retrieval.catalogue import AttributeValue, Money, Product, Quantity, Variant
from retrieval.demo.feed import feed_row

__all__ = ["html_page", "jsonl", "jsonl_flat", "jsonld"]


def jsonl(products: Sequence[Product]) -> str:
    """Write one product a line."""
    return "".join(_line(feed_row(product)) for product in products)


def jsonl_flat(products: Sequence[Product]) -> str:
    """Write one variant a line."""
    lines = []
    for product in products:
        row = feed_row(product)
        variants = row.pop("variants")
        assert isinstance(variants, list)
        for variant in variants:
            assert isinstance(variant, dict)
            lines.append(_line({**row, "item_group_id": product.id, **variant}))
    return "".join(lines)


def _line(row: object) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def jsonld(products: Sequence[Product]) -> str:
    """Write one document."""
    graph = [_group(product) for product in products]
    return json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)


def html_page(products: Sequence[Product]) -> str:
    """Write a page of a shop, with a script a product."""
    scripts = "\n".join(
        '<script type="application/ld+json">'
        + json.dumps(
            {"@context": "https://schema.org", **_group(product)}, ensure_ascii=False
        ).replace("</", "<\\/")
        + "</script>"
        for product in products
    )
    return f"<!DOCTYPE html>\n<html><head><title>Shop</title>{scripts}</head><body></body></html>"


def _group(product: Product) -> dict[str, object]:
    rated = {
        "@type": "AggregateRating",
        "ratingValue": product.rating,
        "reviewCount": product.rating_count,
    }
    flat = {"material", "pattern"} & set(product.attributes)
    return {
        "@type": "ProductGroup",
        "productGroupID": product.id,
        "name": product.title,
        "description": product.description,
        "brand": {"@type": "Brand", "name": product.brand},
        "category": " > ".join(product.category),
        "image": product.image,
        "url": product.link,
        **({"aggregateRating": rated} if product.rating is not None else {}),
        **{name: said(product.attributes[name]) for name in sorted(flat)},
        "additionalProperty": [
            {"@type": "PropertyValue", "name": name, **_property(value)}
            for name, value in product.attributes.items()
            if name not in flat
        ],
        "hasVariant": [_variant(product, variant) for variant in product.variants],
    }


def _property(value: AttributeValue) -> dict[str, object]:
    if isinstance(value, Quantity):
        return {"value": value.value, **({"unitText": value.unit} if value.unit else {})}
    return {"value": list(value) if isinstance(value, tuple) else value}


def _variant(product: Product, variant: Variant) -> dict[str, object]:
    named = {"colour": "color", "size": "size"}
    others = {k: v for k, v in variant.options.items() if k not in named}
    return {
        "@type": "Product",
        "sku": variant.id,
        "name": product.title,
        "image": variant.image,
        **{there: variant.options[k] for k, there in named.items() if k in variant.options},
        **(
            {"additionalProperty": [{"name": k, "value": v} for k, v in others.items()]}
            if others
            else {}
        ),
        "offers": _offer(variant),
    }


def _offer(variant: Variant) -> dict[str, object]:
    stocked = "InStock" if variant.stock else "OutOfStock"
    offer: dict[str, object] = {
        "@type": "Offer",
        "availability": f"https://schema.org/{stocked}",
        "inventoryLevel": {"@type": "QuantitativeValue", "value": variant.stock},
    }
    if variant.price:
        offer |= {"price": str(variant.price.amount), "priceCurrency": variant.price.currency}
    if variant.list_price:
        offer["priceSpecification"] = _former(variant.list_price)
    return offer


def _former(price: Money) -> dict[str, object]:
    return {
        "@type": "UnitPriceSpecification",
        "priceType": "https://schema.org/StrikethroughPrice",
        "price": str(price.amount),
        "priceCurrency": price.currency,
    }
