"""A catalogue written as the exports of shop systems: Shopify, old and new, and WooCommerce."""

from __future__ import annotations

import json
from collections.abc import Sequence

from feed_cells import Row, measured, paragraphs, said, table

from retrieval.catalogue import Product, Quantity, Variant

__all__ = ["shopify_new", "shopify_old", "woocommerce"]


def shopify_old(products: Sequence[Product]) -> str:
    """Write the export as it was until 2024."""
    return _shopify(products, {})


def shopify_new(products: Sequence[Product]) -> str:
    """Write the export under its newer headers."""
    return _shopify(products, _NEW_SHOPIFY)


def _shopify(products: Sequence[Product], names: dict[str, str]) -> str:
    rows = [row for product in products for row in _shopify_rows(product)]
    return table([{names.get(k, k): v for k, v in row.items()} for row in rows], ",")


def _shopify_rows(product: Product) -> list[Row]:
    options = list(product.variants[0].options)
    rows = []
    for at, variant in enumerate(product.variants):
        head = _shopify_head(product, options) if at == 0 else {"Handle": product.id}
        was = variant.list_price
        row = {
            **head,
            **{f"Option{n} Value": variant.options[name] for n, name in enumerate(options, 1)},
            "Variant SKU": f"sku-{variant.id}",
            "Variant Inventory Tracker": "shopify",
            "Variant Inventory Qty": str(variant.stock),
            "Variant Inventory Policy": "deny",
            "Variant Price": str(variant.price.amount) if variant.price else "",
            "Variant Compare At Price": str(was.amount) if was else "",
            "Variant Image": variant.image or "",
        }
        rows.append(row)
    return rows


def _shopify_head(product: Product, options: Sequence[str]) -> Row:
    own = {
        f"{name.capitalize()} (product.metafields.custom.{name.replace(' ', '_')})": "; ".join(
            said(value)
        )
        for name, value in product.attributes.items()
    }
    stars = {"scale_min": "1.0", "scale_max": "5.0", "value": str(product.rating)}
    rated = {
        "Product rating (product.metafields.reviews.rating)": json.dumps(stars),
        "Product rating count (product.metafields.reviews.rating_count)": str(product.rating_count),
    }
    return {
        "Handle": product.id,
        "Title": product.title,
        "Body (HTML)": paragraphs(product.description),
        "Vendor": product.brand,
        "Product Category": " > ".join(product.category),
        "Published": "true",
        "Status": "active" if product.status == "active" else "archived",
        **{f"Option{n} Name": name.capitalize() for n, name in enumerate(options, 1)},
        "Image Src": product.image or "",
        **own,
        **(rated if product.rating is not None else {}),
    }


_NEW_SHOPIFY = {
    "Handle": "URL handle", "Body (HTML)": "Description", "Product Category": "Product category",
    "Published": "Published on online store", "Variant SKU": "SKU", "Variant Price": "Price",
    "Variant Compare At Price": "Compare-at price", "Image Src": "Product image URL",
    "Variant Inventory Tracker": "Inventory tracker", "Variant Image": "Variant image URL",
    "Variant Inventory Qty": "Inventory quantity",
    "Variant Inventory Policy": "Continue selling when out of stock",
}  # fmt: skip


def woocommerce(products: Sequence[Product]) -> str:
    return table([row for product in products for row in _woo_rows(product)], ",")


def _woo_rows(product: Product) -> list[Row]:
    options = {
        name: list(dict.fromkeys(variant.options[name] for variant in product.variants))
        for name in product.variants[0].options
    }
    weight = product.attributes.get("weight")
    heavy = measured(weight, "kg") if isinstance(weight, Quantity) else ""
    told = {k: said(v) for k, v in product.attributes.items() if k != "weight" or not heavy}
    head = {
        "ID": "",
        "Type": "variable" if options else "simple",
        "SKU": product.id,
        "Name": product.title,
        "Published": "1",
        "Description": paragraphs(product.description),
        "In stock?": "1",
        "Weight (kg)": heavy,
        "Categories": " > ".join(product.category).replace(",", "\\,"),
        "Brands": product.brand.replace(",", "\\,"),
        "Images": product.image or "",
        **_woo_attributes({**options, **told}),
    }
    if not options:
        (only,) = product.variants
        return [{**head, **_woo_offer(only)}]
    return [
        head,
        *(
            {
                "ID": "",
                "Type": "variation",
                "SKU": variant.id,
                "Name": product.title,
                "Published": "1",
                "Images": variant.image or "",
                "Parent": product.id,
                **_woo_offer(variant),
                **_woo_attributes({name: [value] for name, value in variant.options.items()}),
            }
            for variant in product.variants
        ),
    ]


def _woo_offer(variant: Variant) -> Row:
    was = variant.list_price
    asked = variant.price
    return {
        "In stock?": "1" if variant.stock else "0",
        "Stock": str(variant.stock),
        "Regular price": str((was or asked).amount) if asked else "",
        "Sale price": str(asked.amount) if asked and was else "",
    }


def _woo_attributes(named: dict[str, list[str]]) -> Row:
    row: Row = {}
    for number, (name, values) in enumerate(named.items(), 1):
        row[f"Attribute {number} name"] = name.capitalize()
        row[f"Attribute {number} value(s)"] = ", ".join(v.replace(",", "\\,") for v in values)
    return row
