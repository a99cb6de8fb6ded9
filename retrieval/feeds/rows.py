"""One JSON object of a feed, in either form, into parts of a product.

The product form has `variants`; a flat Google Merchant row is one variant, and rows with one
`item_group_id` make one product. Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from retrieval.catalogue import AttributeValue, CatalogueError, Money, Product
from retrieval.feeds import values
from retrieval.filters import field_key
from retrieval.text import clean

__all__ = ["Group", "Row", "VariantRow", "product_of", "row_id"]

Row = Mapping[str, object]

_SPLITTING = ("material", "pattern")  # an option where a group's rows differ, else an attribute
_FLAT_ATTRIBUTES = (*_SPLITTING, "gender", "age_group")


@dataclass(frozen=True, slots=True)
class VariantRow:
    """What one flat row says: its variant, and what may become an option of it."""

    fields: Mapping[str, object]
    attributes: Mapping[str, AttributeValue]


@dataclass(slots=True)
class Group:
    """The flat rows of one product so far; the first one names it. `line` is the first's."""

    id: str
    line: int
    head: Row
    rows: list[VariantRow] = field(default_factory=list)

    def add(self, row: Row, currency: str) -> None:
        """Take one more row as a variant; a `CatalogueError` says why it cannot be one."""
        options = {
            name: values.word(row.get(key), name)
            for name, key in (("colour", "colour"), ("colour", "color"), ("size", "size"))
            if row.get(key)
        }
        fields = _variant(row, options, currency)
        _product(self.id, row, {}, [fields])  # all that is wrong with a row shows here
        self.rows.append(VariantRow(fields, _attributes(row)))

    def product(self) -> Product:
        """Make the product of all rows taken."""
        shared = dict(self.rows[0].attributes)
        variants = [dict(row.fields) for row in self.rows]
        for name in _SPLITTING:
            seen = [row.attributes.get(name) for row in self.rows]
            if len(set(map(str, seen))) > 1:
                shared.pop(name, None)
                for variant, value in zip(variants, seen, strict=True):
                    if isinstance(value, tuple):
                        variant["options"] = {**_options(variant), name: " / ".join(value)}
        return _product(self.id, self.head, shared, variants)


def row_id(row: Row) -> str:
    """Return a row's id; a `CatalogueError` where it has none."""
    found = values.word(row.get("id"), "id")
    if not found:
        raise CatalogueError("id: missing")
    return found


def product_of(row: Row, currency: str) -> Product:
    """Make the product of a row in product form."""
    listed = row.get("variants")
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise CatalogueError("variants: not a list of objects")
    variants = [_variant(entry, _options(entry), currency) for entry in listed]
    return _product(row_id(row), row, _attributes(row), variants)


def _variant(row: Row, options: Mapping[str, str], currency: str) -> dict[str, object]:
    price, before = _prices(row, currency)
    return {
        "id": row_id(row),
        "options": options,
        "price": price,
        "list_price": before,
        "stock": values.stock(row.get("stock", row.get("quantity")), row.get("availability")),
        "image": values.link(row.get("image_link"), "image_link"),
    }


def _prices(row: Row, currency: str) -> tuple[Money | None, Money | None]:
    """Return what is asked and what was; as in Merchant, `price` is the former beside a sale."""
    price = values.money(row.get("price"), currency, "price")
    sale = values.money(row.get("sale_price"), currency, "sale_price")
    if sale is None or price == sale:
        return price, None
    if price is None or price.currency != sale.currency or price.amount < sale.amount:
        raise CatalogueError(f"sale_price: {sale} is not below the price {price}")
    return sale, price


def _options(row: Row) -> dict[str, str]:
    options = row.get("options") or {}
    if not isinstance(options, Mapping):
        raise CatalogueError("options: not an object of names and values")
    named = {_name(name): values.word(value, _name(name)) for name, value in options.items()}
    return {name: value for name, value in named.items() if name and value}


def _attributes(row: Row) -> dict[str, AttributeValue]:
    given = row.get("attributes") or {}
    if not isinstance(given, Mapping):
        raise CatalogueError("attributes: not an object of names and values")
    raw = {**{name: row[name] for name in _FLAT_ATTRIBUTES if name in row}, **given}
    read = {_name(name): values.attribute(value, _name(name)) for name, value in raw.items()}
    return {name: value for name, value in read.items() if name and value is not None}


def _name(name: object) -> str:
    return field_key(values.word(name, "name"))


def _product(
    product_id: str,
    row: Row,
    attributes: Mapping[str, AttributeValue],
    variants: list[dict[str, object]],
) -> Product:
    extra = [row.get("bullet_points"), row.get("product_highlight")]
    texts = [values.prose(text, "description") for text in (row.get("description"), *extra)]
    fields = {
        "id": product_id,
        "title": values.word(row.get("title"), "title"),
        "description": "\n".join(filter(None, texts)),
        "brand": values.word(row.get("brand"), "brand"),
        "category": values.category(row.get("category") or row.get("product_type")),
        "attributes": attributes,
        "variants": variants,
        "rating": row.get("rating"),
        "rating_count": row.get("rating_count") or 0,
        "status": row.get("status") or "active",
        "listed_on": values.day(row.get("availability_date"), "availability_date"),
        "image": values.link(row.get("image_link"), "image_link"),
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
