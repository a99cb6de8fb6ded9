"""Single values as feeds write them: texts, categories, attributes, links, stock.

Each function takes what JSON or a cell gave and returns one of our types, or raises a
`CatalogueError` that says what is wrong with the value. Knows nothing of rows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import yaml

from retrieval.catalogue import AttributeValue, Quantity
from retrieval.errors import CatalogueError
from retrieval.feeds.html import html_to_text
from retrieval.text import clean, fold
from retrieval.units import is_unit

__all__ = ["attribute", "category", "day", "link", "numeric", "prose", "stock", "word"]

_TRUTH = {"yes": True, "true": True, "no": False, "false": False}
_MEASURE = re.compile(r"([+-]?\d{1,9}(?:[.,]\d{1,6})?)\s*([^\d\s.,][^\d]{0,20})")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,5})(?:\.\d{1,6})?")
_LONGEST = 2_000  # characters of a short text


def word(value: object, name: str) -> str:
    """Read a short text: one line, cleaned, "" for null; numbers become words."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise CatalogueError(f"{name}: {_shown(value)} is not text")
    text = str(value)
    if len(text) > _LONGEST:
        raise CatalogueError(f"{name}: longer than {_LONGEST} characters ({text[:40]!r} ...)")
    plain = text.isascii() and text.isprintable()  # most are: nothing in them need be cleaned
    return " ".join((text if plain else clean(text)).split())


def prose(value: object, name: str) -> str:
    """Read a long text, or a list of them: HTML becomes plain lines."""
    if isinstance(value, list):
        return "\n".join(filter(None, (prose(part, name) for part in value)))
    if value is None:
        return ""
    if not isinstance(value, str):
        raise CatalogueError(f"{name}: {_shown(value)} is not text")
    return clean(html_to_text(clean(value)))


def category(value: object) -> tuple[str, ...]:
    """Read a path: a list of levels, or "Shoes > running shoes"."""
    if value is None:
        return ()
    levels = value if isinstance(value, list) else word(value, "category").split(">")
    return tuple(filter(None, (word(level, "category") for level in levels)))


def attribute(value: object, name: str) -> AttributeValue | None:
    """Read yes or no, a number, {"value", "unit"}, a text or a list of texts; null is None.

    Of texts, "yes" and "no" are truth values and "240 g" is measured, in any unit we know.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _typed(word(value, name))
    if isinstance(value, (int, float)):
        return _quantity(value, "", name)
    if isinstance(value, Mapping):
        return _quantity(value.get("value"), word(value.get("unit"), name), name)
    parts = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(filter(None, (word(part, name) for part in parts)))) or None


def numeric(text: str) -> str | float:
    """Read a cell's number, for formats whose cells are all text; other texts stay.

    Codes stay texts: what begins with a zero, or has more than six digits.
    """
    return float(text) if _NUMBER.fullmatch(text) else text


@lru_cache(maxsize=10_000)
def _typed(text: str) -> AttributeValue | None:
    truth = _TRUTH.get(fold(text))
    if truth is not None:
        return truth
    found = _MEASURE.fullmatch(text)
    if found and is_unit(found[2]):
        return Quantity(value=float(found[1].replace(",", ".")), unit=found[2].strip())
    return (text,) if text else None


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
    if count is not None and count != "":
        if isinstance(count, str) and re.fullmatch(r"-?\d{1,9}(?:\.0+)?", count.strip()):
            count = max(0, int(float(count)))
        if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count < 10**9:
            raise CatalogueError(f"stock: {_shown(count)} is not a count")
        return count
    said = fold(word(availability, "availability").replace("_", " "))
    if said and said not in _availability():
        raise CatalogueError(
            f"availability: {_shown(availability)} is not in_stock or out_of_stock"
        )
    return int(_availability().get(said, True))


def day(value: object, name: str) -> str | None:
    """Read the day of a date, or of a date with a time: "2025-03-02T00:00Z" is 2025-03-02."""
    return word(value, name)[:10] or None


@lru_cache(maxsize=1)
def _availability() -> dict[str, bool]:
    text = files("retrieval.feeds").joinpath("data/values.yaml").read_text(encoding="utf-8")
    read = yaml.safe_load(text)
    return {fold(said): name == "in_stock" for name, listed in read.items() for said in listed}


def _shown(value: object) -> str:
    return repr(value)[:60]
