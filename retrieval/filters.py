"""The short notation that a person types for hard constraints: `price<=50,brand!=Acme`.

    where   one more clause behind each comma, `and` or `or`; `and` binds closer than `or`, and
            both closer than a comma, which means `and`
    clause  FIELD SIGN VALUE, `not` before a clause, or a `where` in parentheses

A value runs to the next comma, closing parenthesis, or `and`/`or` that a clause follows;
`|` separates alternatives. Names and values that hold such signs stand in double quotes.
"""

from __future__ import annotations

import re
from decimal import Decimal

from retrieval.conditions import (
    RESERVED_FIELDS,
    AllOf,
    AnyOf,
    Condition,
    Expression,
    Op,
    field_key,
    negated,
)
from retrieval.errors import CatalogueError
from retrieval.text import fold

__all__ = ["RESERVED_FIELDS", "Condition", "Expression", "field_key", "parse_where"]

_FORMS = (
    "price<=50, price>=10 EUR, discount>=20 %, rating>=4, brand=Acme, brand!=Acme, "
    "colour=blue|red, category=running shoes, in_stock=yes, battery life>=20 h, "
    "(colour=blue or size=42) and not brand=Acme"
)
_LONGEST = 4_000  # characters
_DEEPEST = 20  # parentheses and `not`s within each other
_FIELD = re.compile(r'\s*(?:"([^"]+)"|([^<>=!|,()"]+?))\s*(<=|>=|!=|==|<|>|=)\s*')
_WORD = re.compile(r"\s*(not|and|or)\b", re.IGNORECASE)
_NEXT_CLAUSE = re.compile(
    r"\s+(?:and|or)\b\s*"
    r'(?=\(|not\b|"[^"]+"\s*[<>=!]|(?:(?!\b(?:and|or)\b)[^<>=!|,()"])+(?:[<>=]|!=))',
    re.IGNORECASE,
)
_COMPARED = re.compile(r"[<=]")  # ">" parts the levels of a category too
_DANGLING = re.compile(r"\s(?:and|or|not)$", re.IGNORECASE)
_NUMBER = re.compile(r"([+-]?\d{1,15}(?:\.\d{1,15})?)\s*([^\d\s].*)?", re.DOTALL)
_BOUNDS: dict[str, tuple[Op, bool]] = {
    "<=": ("max", False),
    ">=": ("min", False),
    "<": ("max", True),
    ">": ("min", True),
}
_ANY_UNIT = re.compile(r".{0,40}")
_UNITS = {
    "price": re.compile(r"(?:[A-Za-z]{3})?"),
    "rating": re.compile(r"(?:stars?)?"),
    "discount": re.compile(r"(?:%|per ?cent|pct)?"),
}
_WORDED = frozenset({"brand", "category", "in_stock", "id"})
_YES_NO = {"true": "yes", "1": "yes", "false": "no", "0": "no"}


def parse_where(text: str) -> tuple[Expression, ...]:
    """Read a notation such as `price<=50,brand!=Acme,(colour=blue or colour=red)`.

    Returns what must hold together; plain conditions wherever nothing but commas and `and`
    combines them.

    Raises:
        CatalogueError: a part cannot be read; names it, its place and the forms that work.
    """
    if len(text) > _LONGEST:
        raise CatalogueError(f"a filter may have {_LONGEST} characters and this has {len(text)}")
    reader = _Reader(text)
    found = reader.where(0)
    if not reader.ended():
        raise reader.unreadable(reader.at, "there is nothing that this parenthesis closes")
    return found.parts


class _Reader:
    """Reads one notation by recursive descent; `at` is where it stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def ended(self) -> bool:
        return not self.text[self.at :].strip()

    def where(self, depth: int) -> AllOf:
        parts: list[Expression] = []
        while True:
            if not self.ended() and self._sign() not in {",", ")"}:
                found = self._either(depth)
                parts += found.parts if isinstance(found, AllOf) else (found,)
            if not self._takes(","):
                return AllOf(tuple(parts))

    def _either(self, depth: int) -> Expression:
        parts = [self._both(depth)]
        while self._takes_word("or"):
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _both(self, depth: int) -> Expression:
        parts: list[Expression] = []
        while True:
            found = self._one(depth)
            parts += found.parts if isinstance(found, AllOf) else (found,)
            if not self._takes_word("and"):
                return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _one(self, depth: int) -> Expression:
        start = self.at
        if depth > _DEEPEST:
            raise self.unreadable(start, f"more than {_DEEPEST} levels within each other")
        if self._takes_word("not"):
            return negated(self._one(depth + 1))
        if not self._takes("("):
            return self._clause()
        inner = self.where(depth + 1)
        if not self._takes(")"):
            raise self.unreadable(start, "this parenthesis is never closed")
        if not inner.parts:
            raise self.unreadable(start, "there is nothing in this parenthesis")
        return inner.parts[0] if len(inner.parts) == 1 else inner

    def _clause(self) -> Expression:
        start = self.at
        found = _FIELD.match(self.text, start)
        name = (found[1] or found[2]).strip() if found else ""
        if found is None or not name:
            raise self.unreadable(start, "it is not a field, a comparison and a value")
        self.at = found.end()
        values = self._values(start)
        if not all(values):
            raise self.unreadable(start, "a value is missing", self.at)
        if _DANGLING.search(values[-1]) and self.text[self.at - 1] != '"':
            why = "a clause belongs behind this `and` or `or`; quote it where it is a value"
            raise self.unreadable(start, why, self.at)
        sign = "=" if found[3] == "==" else found[3]
        return self._meaning(start, field_key(name), sign, values)

    def _meaning(self, start: int, field: str, sign: str, values: tuple[str, ...]) -> Expression:
        if sign in _BOUNDS:
            op, strict = _BOUNDS[sign]
            return self._bound(start, field, "|".join(values), op, strict=strict)
        if field in {"price", "rating"}:
            equal = [self._equal(start, field, value) for value in values]
            either = equal[0] if len(equal) == 1 else AnyOf(tuple(equal))
            return negated(either) if sign == "!=" else either
        if field == "in_stock":
            values = tuple(_YES_NO.get(fold(value), fold(value)) for value in values)
            if set(values) - {"yes", "no"}:
                raise self.unreadable(start, "it takes yes or no", self.at)
        return Condition(field, "in" if sign == "=" else "not_in", values)

    def _equal(self, start: int, field: str, value: str) -> Expression:
        ops: tuple[Op, Op] = ("min", "max")
        return AllOf(tuple(self._bound(start, field, value, op, strict=False) for op in ops))

    def _bound(self, start: int, field: str, value: str, op: Op, *, strict: bool) -> Condition:
        number = _NUMBER.fullmatch(value)
        if number is None or field in _WORDED:
            why = "a number (with its unit) belongs after <=, >=, < and >"
            raise self.unreadable(start, why, self.at)
        unit = (number[2] or "").strip()
        if not _UNITS.get(field, _ANY_UNIT).fullmatch(unit):
            raise self.unreadable(start, f"{unit!r} is no unit of {field}", self.at)
        unit = unit.upper() if field == "price" else unit
        return Condition(field, op, bound=Decimal(number[1]), unit=unit, strict=strict)

    def _values(self, start: int) -> tuple[str, ...]:
        values = [self._quoted(start) or self._unquoted(start)]
        while self._takes("|"):
            values.append(self._quoted(start) or self._unquoted(start))
        return tuple(values)

    def _quoted(self, start: int) -> str:
        if not self._takes('"'):
            return ""
        stop = self.text.find('"', self.at)
        if stop < 0:
            raise self.unreadable(start, "a quotation mark is never closed")
        value, self.at = self.text[self.at : stop], stop + 1
        if self._bare():
            raise self.unreadable(start, "a value goes on behind its quotation mark", self.at)
        return value.strip()

    def _unquoted(self, start: int) -> str:
        value = self._bare()
        if _COMPARED.search(value):
            why = "a comma, `and` or `or` parts two clauses; quote a value that holds such signs"
            raise self.unreadable(start, why, self.at)
        return value

    def _bare(self) -> str:
        start, depth = self.at, 0
        while self.at < len(self.text):
            sign = self.text[self.at]
            closes = sign == ")" and not depth
            parts = not depth and (sign in ",|" or _NEXT_CLAUSE.match(self.text, self.at))
            if closes or parts:
                break
            depth += (sign == "(") - (sign == ")")
            self.at += 1
        return self.text[start : self.at].strip()

    def _sign(self) -> str:
        return self.text[self.at :].lstrip()[:1]

    def _takes(self, sign: str) -> bool:
        if self._sign() != sign:
            return False
        self.at = self.text.index(sign, self.at) + 1
        return True

    def _takes_word(self, word: str) -> bool:
        found = _WORD.match(self.text, self.at)
        if found is None or found[1].lower() != word:
            return False
        self.at = found.end()
        return True

    def unreadable(self, start: int, why: str, stop: int | None = None) -> CatalogueError:
        """Give the error about `text[start:stop]`, or about all up to the next comma."""
        rest = self.text[start:stop] if stop else self.text[start:].lstrip(" ,").split(",")[0]
        place = start + len(self.text[start:]) - len(self.text[start:].lstrip(" ,")) + 1
        shown = (rest.strip() or self.text.strip())[:80]
        return CatalogueError(
            f"cannot read the filter {shown!r} at character {place}: {why}. "
            f"Forms that work: {_FORMS}"
        )
