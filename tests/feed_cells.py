"""Values of products as cells of a feed, for the writers of feeds.

Knows nothing of formats.
"""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Sequence

from retrieval.catalogue import AttributeValue, Quantity

__all__ = ["Row", "detail", "measured", "paragraphs", "said", "table"]

Row = dict[str, str]


def said(value: AttributeValue) -> list[str]:
    """Write an attribute's value as a person would, each of several words alone."""
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return [str(value)] if isinstance(value, Quantity) else list(value)


def detail(name: str, value: str) -> str:
    """Write one of Merchant's product details."""
    return f"About:{name}:{value}"


def measured(value: object, unit: str) -> str:
    """Write the number of a measure in grams or kilograms as one in kilograms; "" of others."""
    if not isinstance(value, Quantity) or value.unit not in ("g", unit):
        return ""
    return f"{value.value / (1000 if value.unit == 'g' else 1):g}"


def paragraphs(text: str) -> str:
    """Write plain lines as HTML."""
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n")) if text else ""


def table(rows: Sequence[Row], delimiter: str) -> str:
    written = io.StringIO()
    header = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(written, header, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()
