"""Hard constraints: the `Condition`, and the short notation that a person types for it.

Knows nothing of any catalogue: whether a field exists and what its values are is checked
where conditions meet products (`retrieval.columns`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from retrieval.catalogue import CatalogueError
from retrieval.text import fold

__all__ = ["RESERVED_FIELDS", "Condition", "field_key", "parse_where"]

Op = Literal["in", "not_in", "min", "max"]

RESERVED_FIELDS = ("price", "brand", "category", "rating", "in_stock", "id")
"""Fields that every catalogue has; all other names are options and attributes."""

_FORMS = (
    "price<=50, price>=10 EUR, rating>=4, brand=Acme, brand!=Acme, colour=blue|red, "
    "category=running shoes, in_stock=yes, battery life>=20 h"
)
_CLAUSE = re.compile(r"\s*([^<>=!|]*?)\s*(<=|>=|!=|<|>|=)\s*(.*?)\s*", re.DOTALL)
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*([^\d\s].*)?", re.DOTALL)
_QUOTED_OR_COMMA = re.compile(r'"[^"]*"|,')
_BOUNDS: dict[str, tuple[Op, bool]] = {
    "<=": ("max", False),
    ">=": ("min", False),
    "<": ("max", True),
    ">": ("min", True),
}
_ANY_UNIT = re.compile(r".{0,40}")
_UNITS = {"price": re.compile(r"(?:[A-Za-z]{3})?"), "rating": re.compile(r"(?:stars?)?")}
_YES_NO = {"true": "yes", "1": "yes", "false": "no", "0": "no"}
_FIELD_ALIASES = {"color": "colour", "stock": "in_stock", "in stock": "in_stock"}


@dataclass(frozen=True, slots=True)
class Condition:
    """One hard constraint on products.

    `field` is one of `RESERVED_FIELDS` or the name of an option or attribute. "in" and
    "not_in" look at `values` (any of them); "min" and "max" at `bound`, in `unit`, the bound
    itself included unless `strict`. For a price the unit is an ISO 4217 code, empty meaning
    the catalogue's main currency; for a measure, empty means the unit the catalogue uses most.
    Yes-or-no fields take the values "yes" and "no".
    """

    field: str
    op: Op
    values: tuple[str, ...] = ()
    bound: Decimal | None = None
    unit: str = ""
    strict: bool = False


def field_key(name: str) -> str:
    """Give a field's one spelling: folded, "battery_life" as "battery life", "color" as ours."""
    key = fold(name.replace("_", " "))
    return _FIELD_ALIASES.get(key, key)


def parse_where(text: str) -> tuple[Condition, ...]:
    """Read conditions such as `price<=50,brand!=Acme,colour=blue|red,in_stock=yes`.

    Commas separate conditions and `|` separates alternatives; a value that holds a comma
    stands in double quotes.

    Raises:
        CatalogueError: a part cannot be read; the message names it and the forms that work.
    """
    return tuple(
        condition for clause in _split(text) if clause.strip() for condition in _read(clause)
    )


def _split(text: str) -> list[str]:
    cuts = [found.start() for found in _QUOTED_OR_COMMA.finditer(text) if found.group() == ","]
    edges = [-1, *cuts, len(text)]
    return [text[left + 1 : right] for left, right in pairwise(edges)]


def _read(clause: str) -> tuple[Condition, ...]:
    found = _CLAUSE.fullmatch(clause)
    if found is None or not found[1] or not found[3]:
        raise _unreadable(clause, "it is not a field, a comparison and a value")
    field, sign, value = field_key(found[1]), found[2], found[3]
    if sign in _BOUNDS:
        op, strict = _BOUNDS[sign]
        return (_bounded(clause, field, op, strict=strict),)
    if field in {"price", "rating"}:
        if sign == "!=":
            raise _unreadable(clause, f"{field} takes <=, >=, <, > or =")
        return tuple(_bounded(clause, field, op, strict=False) for op in ("min", "max"))
    values = tuple(part.strip().strip('"').strip() for part in value.split("|"))
    if not all(values):
        raise _unreadable(clause, "a value between | signs is empty")
    if field == "in_stock":
        values = _yes_no(clause, values)
    return (Condition(field, "in" if sign == "=" else "not_in", values),)


def _yes_no(clause: str, values: tuple[str, ...]) -> tuple[str, ...]:
    answers = tuple(_YES_NO.get(fold(value), fold(value)) for value in values)
    if set(answers) - {"yes", "no"}:
        raise _unreadable(clause, "it takes yes or no")
    return answers


def _bounded(clause: str, field: str, op: Op, *, strict: bool) -> Condition:
    found = _CLAUSE.fullmatch(clause)
    number = _NUMBER.fullmatch(found[3].strip('"')) if found else None
    if number is None or field in {"brand", "category", "in_stock", "id"}:
        raise _unreadable(clause, "a number (with its unit) belongs after <=, >=, < and >")
    unit = (number[2] or "").strip()
    if not _UNITS.get(field, _ANY_UNIT).fullmatch(unit):
        raise _unreadable(clause, f"{unit!r} is no unit of {field}")
    if field == "price":
        unit = unit.upper()
    return Condition(field, op, bound=Decimal(number[1]), unit=unit, strict=strict)


def _unreadable(clause: str, why: str) -> CatalogueError:
    shown = clause.strip()[:80]
    return CatalogueError(f"cannot read the filter {shown!r}: {why}. Forms that work: {_FORMS}")
