"""WooCommerce's product CSV: simple products, and variable ones with rows of variations.

It names no currency: prices are in the shop's. Knows nothing of tables.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping

from retrieval.feeds.fields import field_table
from retrieval.feeds.lines import Text
from retrieval.feeds.record import Record
from retrieval.feeds.tables import TableRow, read_table
from retrieval.feeds.values import numeric
from retrieval.text import fold

__all__ = ["read_woocommerce"]

_REMEMBERED = 10_000  # variable products that variations may name by number
_COMMA = re.compile(r"(?<!\\),")
_NO = {"0", "-1", "no", "false", "nein", "non"}
_KINDS = {"variable": "variable", "variation": "variation", "grouped": "grouped"}

Cells = Mapping[str, str]


def read_woocommerce(text: Text) -> Iterator[Record]:
    """Read the rows; variations are told with the product they belong to.

    Raises:
        CatalogueError: the header is not WooCommerce's.
    """
    named: OrderedDict[str, str] = OrderedDict()  # number of a variable product -> its id
    for row in read_table(text, field_table("woocommerce")):
        if row.fault:
            yield Record(row.line, fault=row.fault, cut=row.cut)
            continue
        kind = _kind(row.cells)
        own = row.cells.get("sku") or row.cells.get("id", "")
        if kind == "variable" and "id" in row.cells:
            named[row.cells["id"]] = own
            if len(named) > _REMEMBERED:
                named.popitem(last=False)
        yield _record(row, kind, own, named)


def _kind(cells: Cells) -> str:
    words = [word.strip() for word in fold(cells.get("kind", "")).split(",")]
    return next((_KINDS[word] for word in words if word in _KINDS), "simple")


def _record(row: TableRow, kind: str, own: str, named: Mapping[str, str]) -> Record:
    cells = row.cells
    if fold(cells.get("published", "1")) in _NO:
        return Record(row.line, fault="not published", id=own)
    if kind == "grouped":
        return Record(row.line, fault="a grouped product is a list of others: not read", id=own)
    parent = _parent(cells.get("parent", ""), named) if kind == "variation" else ""
    if kind == "variation" and not parent:
        return Record(row.line, fault="parent: a variation without one", id=own)
    described = _described(cells)
    fields: dict[str, object] = {
        "id": own,
        "title": cells.get("title"),
        "price": cells.get("regular_price"),
        "sale_price": cells.get("sale_price"),
        "sale_price_effective_date": _window(cells),
        "quantity": "0" if kind == "variable" else _stock(cells),
        "image_link": _COMMA.split(cells.get("images", ""))[0].strip(),
    }
    named_values = _named_values(cells)
    if kind == "variation":
        options = {name: values[0] for name, values in named_values.items() if values}
        return Record(row.line, {**fields, "item_group_id": parent, "options": options})
    fields |= {**described, "attributes": {**_measures(cells), **_typed(named_values)}}
    if kind == "variable":
        return Record(row.line, {**fields, "item_group_id": own}, head=True)
    return Record(row.line, fields)


def _parent(text: str, named: Mapping[str, str]) -> str:
    number = text.removeprefix("id:").strip()
    return named.get(number, number) if text.startswith("id:") else text


def _described(cells: Cells) -> dict[str, object]:
    return {
        "description": [cells.get("summary", ""), cells.get("description", "")],
        "brand": _COMMA.split(cells.get("brand", ""))[0].replace("\\,", ","),
        "category": _deepest(cells.get("categories", "")),
        "link": cells.get("link"),
    }


def _deepest(text: str) -> str:
    """Return the longest of the paths, the first of equals: "A > B, A" is "A > B"."""
    paths = [path.replace("\\,", ",").strip() for path in _COMMA.split(text)]
    return max(paths, key=lambda path: path.count(">"))


def _window(cells: Cells) -> str:
    begin, end = cells.get("sale_from", ""), cells.get("sale_until", "")
    return f"{begin}/{end}" if begin or end else ""


def _stock(cells: Cells) -> str:
    """Return the count where one is kept; what may be ordered without stock is there."""
    said = fold(cells.get("in_stock", "1"))
    if said in _NO:
        return "0"
    count = cells.get("stock", "")
    sold_on = said == "backorder" or fold(cells.get("backorders", "0")) not in _NO
    if not count or (sold_on and (count.startswith("-") or numeric(count) == 0)):
        return "1"
    return count


def _named_values(cells: Cells) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, name in cells.items():
        if key.startswith("attribute_name "):
            text = cells.get(key.replace("name", "value"), "")
            values = [part.replace("\\,", ",").strip() for part in _COMMA.split(text)]
            found[name] = [value for value in values if value]
    return found


def _typed(named: Mapping[str, list[str]]) -> dict[str, object]:
    return {name: numeric(v[0]) if len(v) == 1 else v for name, v in named.items() if v}


def _measures(cells: Cells) -> dict[str, object]:
    found: dict[str, object] = {
        name: cells[name] for name in field_table("woocommerce").attributes if name in cells
    }
    if "tags" in cells:
        found["tags"] = [tag.strip() for tag in _COMMA.split(cells["tags"]) if tag.strip()]
    return found
