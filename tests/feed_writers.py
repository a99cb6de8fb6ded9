"""A catalogue written as every feed format that we read, and what each format cannot hold.

The writers are what a shop system's export would be; they know nothing of how we read. A
format's losses are functions from a product to what is left of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import feed_losses as losses
from feed_cells import Row, detail, said, table
from feed_losses import Loss
from feed_writers_json import html_page, jsonl, jsonl_flat, jsonld
from feed_writers_shops import shopify_new, shopify_old, woocommerce

from retrieval.catalogue import Product, Variant

__all__ = ["EXPORTS", "Export", "merchant_rows"]


@dataclass(frozen=True, slots=True)
class Export:
    """One way to write a catalogue: the format it is told as, the writer, what is lost."""

    form: str
    write: Callable[[Sequence[Product]], str]
    losses: tuple[Loss, ...] = ()

    def left(self, product: Product, *, without: Loss | None = None) -> Product:
        """Return what the format holds of a product."""
        for loss in self.losses:
            product = product if loss is without else loss(product)
        return product


_FLAT = ("material", "pattern", "gender", "age group")


def merchant_rows(products: Sequence[Product]) -> list[Row]:
    """Give Merchant's rows, one a variant."""
    return [_merchant_row(product, variant) for product in products for variant in product.variants]


def _merchant_row(product: Product, variant: Variant) -> Row:
    flat = {name: "/".join(said(product.attributes[name])) for name in _known(product, _FLAT)}
    kept = {k: v for k, v in product.attributes.items() if k not in _FLAT}
    details = [detail(name, ", ".join(said(value))) for name, value in kept.items()]
    others = {k: v for k, v in variant.options.items() if k not in ("colour", "size")}
    details += [detail(name, value) for name, value in others.items()]
    was = variant.list_price
    return {
        "id": variant.id,
        "item_group_id": product.id,
        "title": product.title,
        "description": product.description,
        "link": product.link or "",
        "image_link": variant.image or "",
        "availability": "in_stock" if variant.stock else "out_of_stock",
        "quantity": str(variant.stock),
        "availability_date": f"{product.listed_on}T00:00Z" if product.listed_on else "",
        "price": str(was or variant.price or ""),
        "sale_price": str(variant.price) if was else "",
        "brand": product.brand,
        "product_type": " > ".join(product.category),
        "color": variant.options.get("colour", ""),
        "size": variant.options.get("size", ""),
        **{name.replace(" ", "_"): flat.get(name, "") for name in _FLAT},
        "product_detail": ",".join(details),
        "rating": str(product.rating or ""),
        "rating_count": str(product.rating_count or ""),
        "status": product.status,
    }


def _known(product: Product, names: Sequence[str]) -> list[str]:
    return [name for name in names if name in product.attributes]


def _items(products: Sequence[Product], tag: str) -> str:
    return "".join(f"<{tag}>{_fields(row)}</{tag}>\n" for row in merchant_rows(products))


def _fields(row: Row) -> str:
    parts = []
    for name, value in row.items():
        if name == "product_detail":
            for line in filter(None, value.split(",About:")):
                key, _, told = line.removeprefix("About:").partition(":")
                parts.append(
                    "<g:product_detail><g:section_name>About</g:section_name>"
                    f"<g:attribute_name>{escape(key)}</g:attribute_name>"
                    f"<g:attribute_value>{escape(told)}</g:attribute_value></g:product_detail>"
                )
        elif value:
            parts.append(f"<g:{name}>{escape(value)}</g:{name}>")
    return "\n".join(parts)


def _rss(products: Sequence[Product]) -> str:
    return (
        '<?xml version="1.0"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">'
        f"<channel><title>Shop</title>\n{_items(products, 'item')}</channel></rss>\n"
    )


def _atom(products: Sequence[Product]) -> str:
    return (
        '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:g="http://base.google.com/ns/1.0"><title>Shop</title>\n'
        f"{_items(products, 'entry')}</feed>\n"
    )


_ROWS = (losses.no_picture_of_its_own,)
_MERCHANT = (*_ROWS, losses.lists_are_one_text, losses.lone_options)
_SHOPIFY = (losses.borrowed_pictures, losses.own_ids, losses.no_link, losses.no_day)
_WOOCOMMERCE = (
    losses.weight_in_kilograms,
    losses.no_link,
    losses.no_day,
    losses.no_rating,
    losses.no_status,
)
_JSONLD = (losses.lone_options, losses.no_day, losses.no_status)

EXPORTS: dict[str, Export] = {
    "jsonl": Export("jsonl", jsonl),
    "jsonl, flat": Export("jsonl", jsonl_flat, _ROWS),
    "merchant, tabs": Export("merchant", lambda p: table(merchant_rows(p), "\t"), _MERCHANT),
    "merchant, commas": Export("merchant", lambda p: table(merchant_rows(p), ","), _MERCHANT),
    "merchant, semicolons": Export("merchant", lambda p: table(merchant_rows(p), ";"), _MERCHANT),
    "merchant-xml, RSS": Export("merchant-xml", _rss, _MERCHANT),
    "merchant-xml, Atom": Export("merchant-xml", _atom, _MERCHANT),
    "shopify, old": Export("shopify", shopify_old, _SHOPIFY),
    "shopify, new": Export("shopify", shopify_new, _SHOPIFY),
    "woocommerce": Export("woocommerce", woocommerce, _WOOCOMMERCE),
    "jsonld": Export("jsonld", jsonld, _JSONLD),
    "jsonld, HTML page": Export("jsonld", html_page, _JSONLD),
}
