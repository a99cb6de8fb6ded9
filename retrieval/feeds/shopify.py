"""Shopify's product CSV, old ("Variant Price") and new ("Price"): one row a variant.

What holds for the product is written on its first row only; rows with nothing but a picture
add nothing. Knows nothing of tables.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping

from retrieval.feeds.fields import field_table
from retrieval.feeds.lines import Text
from retrieval.feeds.record import Record, Row
from retrieval.feeds.shopify_metafields import metafields, rating_of
from retrieval.feeds.tables import TableRow, read_table
from retrieval.text import fold

__all__ = ["read_shopify"]

_REMEMBERED = 1_000  # products whose first row is kept, where rows do not follow one another
_NOT_SLUG = re.compile(r"[^\w.-]+")
_YES = {"true", "yes", "1"}
_SINGLE = ("title", "default title")  # the option of a product that has none

Cells = Mapping[str, str]


def read_shopify(text: Text) -> Iterator[Record]:
    """Read the rows, each with what its product's first row says.

    Raises:
        CatalogueError: the header is not Shopify's.
    """
    heads: OrderedDict[str, TableRow] = OrderedDict()
    for row in read_table(text, field_table("shopify")):
        if row.fault:
            yield Record(row.line, fault=row.fault, cut=row.cut)
            continue
        handle = row.cells.get("handle", "")
        head = row if "title" in row.cells else heads.get(handle)
        if not handle or head is None:
            yield Record(row.line, fault=_stray(handle), id=handle)
            continue
        heads[handle] = head
        if len(heads) > _REMEMBERED:
            heads.popitem(last=False)
        yield _record(row, head, handle)


def _stray(handle: str) -> str:
    if not handle:
        return "handle: missing"
    return f"title: missing on the first row of {handle!r}"


def _record(row: TableRow, head: TableRow, handle: str) -> Record:
    cells, product = row.cells, head.cells
    if _hidden(product):
        return Record(row.line, fault=f"{handle!r} is a draft or unpublished", id=handle)
    if row is not head and not {"price", "sku", "option_value 1"} & set(cells):
        return Record(row.line, joins=f"one more picture of {handle!r}", id=handle)
    options = _options(cells, product)
    own = "-".join([handle, *(_NOT_SLUG.sub("-", fold(value)) for value in options.values())])
    return Record(
        row.line,
        {
            "id": own,
            "item_group_id": handle,
            "title": product.get("title"),
            "description": product.get("description"),
            "brand": product.get("brand"),
            "category": product.get("category") or product.get("kind"),
            "options": options,
            "attributes": _attributes(head),
            "quantity": _stock(cells),
            "image_link": cells.get("variant_image") or product.get("image"),
            "item_group_image": product.get("image"),
            "status": "discontinued" if fold(product.get("status", "")) == "archived" else "active",
            **rating_of(head.others),
            **_prices(cells),
        },
    )


def _hidden(product: Cells) -> bool:
    published = fold(product.get("published", "true")) in _YES
    status = fold(product.get("status", "active"))
    return status in {"draft", "unlisted"} or not (published or status == "archived")


def _options(cells: Cells, product: Cells) -> dict[str, str]:
    found = {}
    for number in ("1", "2", "3"):
        name, value = product.get(f"option_name {number}"), cells.get(f"option_value {number}")
        if name and value and (fold(name), fold(value)) != _SINGLE:
            found[name] = value
    return found


def _prices(cells: Cells) -> Row:
    """Return the price, as a sale where the one it is compared at is higher."""
    asked, before = cells.get("price"), cells.get("before")
    if asked and before and _amount(before) > _amount(asked):
        return {"price": before, "sale_price": asked}
    return {"price": asked}


def _amount(text: str) -> float:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return 0.0


def _stock(cells: Cells) -> str:
    """Return the count; what nobody counts, or may be oversold, is there."""
    oversold = fold(cells.get("oversell", "")) in {"continue", *_YES}
    if "quantity" not in cells or ("tracker" not in cells and "oversell" in cells):
        return "1"
    count = cells["quantity"]
    return "1" if oversold and _amount(count) <= 0 else count


def _attributes(head: TableRow) -> dict[str, object]:
    cells = head.cells
    found: dict[str, object] = {}
    for name in field_table("shopify").attributes & set(cells):
        found[name] = cells[name]
    found |= metafields(head.others)
    if "tags" in cells:
        found["tags"] = [tag.strip() for tag in cells["tags"].split(",") if tag.strip()]
    if _amount(cells.get("grams", "")) > 0:
        found["weight"] = f"{_amount(cells['grams']):g} g"
    if fold(cells.get("gift_card", "")) in _YES:
        found["gift card"] = True
    return found
