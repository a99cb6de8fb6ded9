"""Google Merchant Center: rows of a TSV or CSV file, and what an item of any kind becomes.

Knows nothing of XML; `merchant_xml` hands its items over.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping

from retrieval.feeds.fields import field_table
from retrieval.feeds.lines import Text
from retrieval.feeds.record import Record, Row
from retrieval.feeds.tables import read_table
from retrieval.feeds.values import numeric

__all__ = ["merchant_row", "read_merchant"]

_PLAIN = (
    "id", "title", "description", "item_group_id", "item_group_title", "link", "image_link",
    "price", "sale_price", "sale_price_effective_date", "availability", "availability_date",
    "quantity", "brand", "color", "size", "status", "rating", "rating_count",
)  # fmt: skip
_NAMES_CURRENCY = re.compile(r"[^\d.,'’\s]")
_NUMBERED_KIND = re.compile(r"\d+")
_DETAIL_ENDS = re.compile(r",(?=[^,:\n]*:[^,:\n]*:)|\n")
_MATERIALS = re.compile(r"[^\W\d][^/\d]*(?:/[^/\d]*[^\W\d][^/\d]*)+")


def read_merchant(text: Text) -> Iterator[Record]:
    """Read the rows of a table; headers may be in German, French or Spanish.

    Raises:
        CatalogueError: the header names no id or no title.
    """
    for row in read_table(text, field_table("merchant")):
        if row.fault:
            yield Record(row.line, fault=row.fault, cut=row.cut)
        else:
            yield Record(row.line, merchant_row(row.cells))


def merchant_row(cells: Mapping[str, str]) -> Row:
    """Turn an item's texts by field into our row. Repeated fields are lines of one text."""
    row: dict[str, object] = {name: cells[name] for name in _PLAIN if name in cells}
    for name in ("price", "sale_price"):
        if name in row and "currency" in cells and not _NAMES_CURRENCY.search(cells[name]):
            row[name] = f"{cells[name]} {cells['currency']}"
    kinds = (cells.get(n) for n in ("category", "product_type", "google_product_category"))
    row["category"] = next((k for k in kinds if k and not _NUMBERED_KIND.fullmatch(k)), None)
    if row["category"]:
        row["category"] = str(row["category"]).partition("\n")[0]
    row["product_highlight"] = _listed(cells.get("product_highlight", ""))
    known = field_table("merchant").attributes
    attributes: dict[str, object] = {n: numeric(cells[n]) for n in known if n in cells}
    if _MATERIALS.fullmatch(cells.get("material", "")):
        attributes["material"] = [part.strip() for part in cells["material"].split("/")]
    row["attributes"] = {**_details(cells.get("product_detail", "")), **attributes}
    if "rating" in row:
        row["rating"] = numeric(cells["rating"].replace(",", "."))
    return row


def _listed(text: str) -> list[str]:
    """Read highlights: a line each, or quoted and separated by commas within a line."""
    found: list[str] = []
    for line in text.splitlines():
        quoted = '"' in line
        found += next(csv.reader([line], skipinitialspace=True), []) if quoted else [line]
    return [highlight.strip() for highlight in found if highlight.strip()]


def _details(text: str) -> dict[str, object]:
    """Read "section:name:value" details, separated by commas or lines."""
    found: dict[str, object] = {}
    for detail in _DETAIL_ENDS.split(text):
        parts = [part.strip() for part in detail.split(":", 2)]
        if len(parts) == 3 and parts[1] and parts[2]:
            found.setdefault(parts[1], numeric(parts[2]))
    return found
