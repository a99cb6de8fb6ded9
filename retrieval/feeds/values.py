"""Single values as feeds write them: prices, texts, categories, attributes, links, stock.

Each function takes what JSON gave and returns one of our types, or raises a `CatalogueError`
that says what is wrong with the value. Knows nothing of rows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from pydantic import ValidationError

from retrieval.catalogue import AttributeValue, CatalogueError, Money, Quantity
from retrieval.feeds.html import html_to_text
from retrieval.text import clean, fold

__all__ = ["attribute", "category", "day", "link", "money", "prose", "stock", "word"]

_AMOUNT = r"\d+(?:[.,]\d+)*"
_PRICE = re.compile(rf"(?:([A-Za-z]{{3}})\s*)?({_AMOUNT})(?:\s*([A-Za-z]{{3}}))?")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+),\d{1,2}")
_IN_STOCK = {"in stock", "available", "limited availability", "backorder"}
_NOT_IN_STOCK = {"out of stock", "sold out", "preorder", "unavailable", "discontinued"}
_FOUR_PLACES = Decimal("0.0001")


def word(value: object, name: str) -> str:
    """Read a short text: one line, cleaned, "" for null; numbers become words."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise CatalogueError(f"{name}: {_shown(value)} is not text")
    return " ".join(clean(str(value)).split())


def prose(value: object, name: str) -> str:
    """Read a long text, or a list of them: HTML becomes plain lines."""
    if isinstance(value, list):
        return "\n".join(filter(None, (prose(part, name) for part in value)))
    if value is None:
        return ""
    if not isinstance(value, str):
        raise CatalogueError(f"{name}: {_shown(value)} is not text")
    return clean(html_to_text(clean(value)))


def money(value: object, currency: str, name: str) -> Money | None:
    """Read "79.00 USD", 79.0 (in `currency`), or {"amount", "currency"}; null is None."""
    if value is None or value == "":
        return None
    if isinstance(value, Mapping):
        return money(value.get("amount"), str(value.get("currency") or currency), name)
    amount, code = _amount(value, name)
    try:
        return Money(amount=amount, currency=(code or currency).upper())
    except ValidationError as error:
        raise CatalogueError(f"{name}: {_shown(value)} is not a price") from error


def _amount(value: object, name: str) -> tuple[Decimal, str]:
    if isinstance(value, float) and math.isfinite(value):
        return Decimal(str(value)).quantize(_FOUR_PLACES).normalize() + 0, ""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value), ""
    found = _PRICE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise CatalogueError(f'{name}: {_shown(value)} is not a price such as "79.00 USD"')
    number = found[2]
    if _THOUSANDS.fullmatch(number):
        number = number.replace(",", "")
    elif _DECIMAL_COMMA.fullmatch(number):
        number = number.replace(".", "").replace(",", ".")
    try:
        return Decimal(number), found[1] or found[3] or ""
    except InvalidOperation as error:
        raise CatalogueError(f"{name}: {_shown(value)} is not a price") from error


def category(value: object) -> tuple[str, ...]:
    """Read a path: a list of levels, or "Shoes > running shoes"."""
    if value is None:
        return ()
    levels = value if isinstance(value, list) else word(value, "category").split(">")
    return tuple(filter(None, (word(level, "category") for level in levels)))


def attribute(value: object, name: str) -> AttributeValue | None:
    """Read yes or no, a number, {"value", "unit"}, a text or a list of texts; null is None."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return _quantity(value, "", name)
    if isinstance(value, Mapping):
        return _quantity(value.get("value"), word(value.get("unit"), name), name)
    parts = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(filter(None, (word(part, name) for part in parts)))) or None


def _quantity(value: object, unit: str, name: str) -> Quantity:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise CatalogueError(f"{name}: {_shown(value)} is not a number")
    return Quantity(value=value, unit=unit)


def link(value: object, name: str) -> str | None:
    """Read a web address or a path on our own origin ("/pictures/1.svg"); nothing else."""
    address = word(value, name)
    if not address:
        return None
    ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    if not ours and not fold(address).startswith(("https://", "http://")):
        raise CatalogueError(
            f"{name}: {_shown(address)} is neither http(s) nor a path on this site"
        )
    return address


def stock(count: object, availability: object) -> int:
    """Read how many there are; a feed that only says "in_stock", or nothing at all, means 1."""
    if count is not None:
        if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count < 10**9:
            raise CatalogueError(f"stock: {_shown(count)} is not a count")
        return count
    said = fold(word(availability, "availability").replace("_", " "))
    if said and said not in _IN_STOCK | _NOT_IN_STOCK:
        raise CatalogueError(
            f"availability: {_shown(availability)} is not in_stock or out_of_stock"
        )
    return 0 if said in _NOT_IN_STOCK else 1


def day(value: object, name: str) -> str | None:
    """Read the day of a date, or of a date with a time: "2025-03-02T00:00Z" is 2025-03-02."""
    return word(value, name)[:10] or None


def _shown(value: object) -> str:
    return repr(value)[:60]
