"""One JSON object of a feed, in either form, into parts of a product.

The product form has `variants`; a flat Google Merchant row is one variant, and rows with one
`item_group_id` make one product. Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pydantic import ValidationError

from retrieval.catalogue import AttributeValue, Money, Product
from retrieval.errors import CatalogueError
from retrieval.feeds import values
from retrieval.feeds.prices import Terms, in_force, money
from retrieval.feeds.record import Row
from retrieval.filters import field_key
from retrieval.text import clean

__all__ = ["Part", "part_of"]

_FLAT_ATTRIBUTES = ("material", "pattern", "gender", "age_group")


@dataclass(frozen=True, slots=True)
class Part:
    """What one row says: a whole product, a variant of a `shared` one, or that one's `head`.

    A variant is a product with one variant, under the id of the product it belongs to.
    """

    product: Product
    shared: bool = False
    head: bool = False


def part_of(row: Row, terms: Terms, *, head: bool = False) -> Part:
    """Read a row; a `CatalogueError` says what is wrong with it."""
    if "variants" in row:
        return Part(_whole(row, terms))
    shared = values.word(row.get("item_group_id"), "item_group_id")
    if shared and not head and (title := row.get("item_group_title")):
        row = {**row, "title": title}
    variant = _variant(row, _flat_options(row), terms)
    product = _product(shared or row_id(row), row, [variant])
    return Part(product, shared=bool(shared), head=head)


def row_id(row: Row) -> str:
    """Return a row's id; a `CatalogueError` where it has none."""
    found = values.word(row.get("id"), "id")
    if not found:
        raise CatalogueError("id: missing")
    return found


def _whole(row: Row, terms: Terms) -> Product:
    listed = row.get("variants")
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise CatalogueError("variants: not a list of objects")
    variants = [_variant(entry, _options(entry), terms) for entry in listed]
    product = _product(row_id(row), row, variants)
    currencies = {variant.price.currency for variant in product.variants if variant.price}
    if len(currencies) > 1:
        raise CatalogueError(f"price: one product, prices in {' and '.join(sorted(currencies))}")
    return product


def _flat_options(row: Row) -> dict[str, str]:
    named = {"color": row.get("colour") or row.get("color"), "size": row.get("size")}
    flat = {name: value for name, value in named.items() if value}
    return _options({"options": {**flat, **_mapping(row, "options")}})


def _variant(row: Row, options: Mapping[str, str], terms: Terms) -> dict[str, object]:
    price, before = _prices(row, terms)
    return {
        "id": row_id(row),
        "options": options,
        "price": price,
        "list_price": before,
        "stock": values.stock(row.get("stock", row.get("quantity")), row.get("availability")),
        "image": values.link(row.get("image_link"), "image_link"),
    }


def _prices(row: Row, terms: Terms) -> tuple[Money | None, Money | None]:
    """Return what is asked and what was; as in Merchant, `price` is the former beside a sale."""
    price = money(row.get("price"), terms.currency, "price")
    sale = money(row.get("sale_price"), terms.currency, "sale_price")
    if sale is not None and not in_force(row.get("sale_price_effective_date"), terms.now):
        sale = None
    if sale is None or price == sale:
        return price, None
    if price is None or price.currency != sale.currency or price.amount < sale.amount:
        raise CatalogueError(f"sale_price: {sale} is not below the price {price}")
    return sale, price


def _options(row: Row) -> dict[str, str]:
    given = _mapping(row, "options")
    named = {_name(name): values.word(value, _name(name)) for name, value in given.items()}
    return {name: value for name, value in named.items() if name and value}


def _attributes(row: Row) -> dict[str, AttributeValue]:
    given = _mapping(row, "attributes")
    raw = {**{name: row[name] for name in _FLAT_ATTRIBUTES if name in row}, **given}
    read = {_name(name): values.attribute(value, _name(name)) for name, value in raw.items()}
    return {name: value for name, value in read.items() if name and value is not None}


def _mapping(row: Row, name: str) -> Mapping[str, object]:
    given = row.get(name) or {}
    if not isinstance(given, Mapping):
        raise CatalogueError(f"{name}: not an object of names and values")
    return given


def _name(name: object) -> str:
    return _spelt(name) if isinstance(name, str) else field_key(values.word(name, "name"))


@lru_cache(maxsize=4_000)
def _spelt(name: str) -> str:
    """Give a field's one spelling; a feed has the same few in every row."""
    return field_key(values.word(name, "name"))


def _product(product_id: str, row: Row, variants: list[dict[str, object]]) -> Product:
    extra = [row.get("bullet_points"), row.get("product_highlight")]
    texts = [values.prose(text, "description") for text in (row.get("description"), *extra)]
    fields = {
        "id": product_id,
        "title": values.word(row.get("title"), "title"),
        "description": "\n".join(filter(None, texts)),
        "brand": values.word(row.get("brand"), "brand"),
        "category": values.category(row.get("category") or row.get("product_type")),
        "attributes": _attributes(row),
        "variants": variants,
        "rating": row.get("rating") or None,
        "rating_count": row.get("rating_count") or 0,
        "status": row.get("status") or "active",
        "listed_on": values.day(row.get("availability_date"), "availability_date"),
        "image": values.link(row.get("item_group_image") or row.get("image_link"), "image_link"),
        "link": values.link(row.get("link"), "link"),
    }
    try:
        return Product.model_validate(fields)
    except ValidationError as error:
        raise CatalogueError(_first_fault(error)) from error


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in fault["loc"]) or "row"
    return f"{place}: {fault['msg']} (found {clean(str(fault['input']))[:60]!r})"
