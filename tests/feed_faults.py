"""Faults that feeds have: bad rows with what is to be said of them, and columns that went astray.

Knows nothing of formats but Merchant's field names, in which the rows are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from feed_cells import Row

__all__ = ["BAD_ROWS", "Written", "write_table"]

BAD_ROWS: Mapping[str, tuple[Row, str]] = {
    "no id": ({"id": ""}, "id: missing"),
    "no title": ({"title": " "}, "title: "),
    "a word for a price": ({"price": "cheap"}, "price: 'cheap' is not a price"),
    "a price of two readings": ({"price": "1.234 USD"}, "price: '1.234 USD' may be 1.234 or 1234"),
    "a currency that is none": ({"price": "5.00 XYZ"}, "price: "),
    "a negative price": ({"price": "-5.00 USD"}, "price: "),
    "a sale that is dearer": ({"price": "5 USD", "sale_price": "9 USD"}, "sale_price: 9 USD is"),
    "a sale in another currency": ({"price": "9 USD", "sale_price": "5 EUR"}, "sale_price: 5 EUR"),
    "availability of no kind": ({"availability": "perhaps", "quantity": ""}, "availability: "),
    "stock that is no count": ({"quantity": "many"}, "stock: "),
    "a script for a link": ({"link": "javascript:alert(1)"}, "link: "),
    "a file for a picture": ({"image_link": "C:\\a.jpg"}, "image_link: "),
    "a title without end": ({"title": "t" * 3000}, "title: "),
    "an enormous cell": ({"description": "x" * 140_000}, "a cell has more than 131,072"),
    "a day that is none": ({"availability_date": "soon"}, "listed_on: "),
    "six stars": ({"rating": "6"}, "rating: "),
}
"""What is wrong with a row, by name: the cells that make it so, and the reason to be told."""


@dataclass(frozen=True, slots=True)
class Written:
    """A table as text, and the line (from 1) that each of its rows begins on."""

    text: str
    lines: tuple[int, ...]


def write_table(
    rows: Sequence[Row],
    columns: Sequence[str],
    delimiter: str,
    *,
    named: Callable[[str], str] = str,
) -> Written:
    """Write rows under these columns, which may repeat; `named` gives a column its header."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerow([named(column) for column in columns])
    lines = []
    for row in rows:
        lines.append(written.getvalue().count("\n") + 1)
        writer.writerow([row.get(column, "") for column in columns])
    return Written(written.getvalue(), tuple(lines))
