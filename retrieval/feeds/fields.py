"""Which column of a table is which field: names in any case and several languages, as data.

Knows nothing of rows.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

__all__ = ["Column", "FieldTable", "field_table"]

_BRACKETED = re.compile(r"(.*?)\s*\[(.+)\]\s*")
_UNIT = re.compile(r"(.*?)\s*\(([^()]{1,10})\)\s*")
_DIGITS = re.compile(r"\d+")
_JOINTS = re.compile(r"[^\w#]+|_+")


@dataclass(frozen=True, slots=True)
class Column:
    """What a header names: a field, its number ("Option2 Name"), its unit ("Weight (kg)")."""

    field: str
    number: str = ""
    unit: str = ""
    key: str = dataclasses.field(init=False)
    """The field's name, with its number where it has one: "option_name 2"."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"{self.field} {self.number}".strip())


@dataclass(frozen=True, slots=True)
class FieldTable:
    """One format's names: header keys to fields, and the sets of fields that tell it.

    `attributes` are the fields that become attributes under their own name; `repeats` those
    that hold more each time they come.
    """

    names: dict[str, str]
    needs: tuple[frozenset[str], ...]
    attributes: frozenset[str]
    repeats: frozenset[str] = frozenset()

    def columns(self, header: Sequence[str]) -> list[Column | None]:
        """Return what each header names, None where it is nothing of this format."""
        return [self._column(name) for name in header]

    def fits(self, header: Sequence[str]) -> bool:
        """Say whether a table with this header is in the format."""
        present = {column.field for column in self.columns(header) if column}
        return any(needed <= present for needed in self.needs)

    def put(self, cells: dict[str, str], column: Column, value: str) -> None:
        """Add a value to a row's cells; of one field, the first counts unless it repeats."""
        before = cells.get(column.key)
        if before is None:
            cells[column.key] = value
        elif column.field in self.repeats:
            cells[column.key] = f"{before}\n{value}"

    def _column(self, header: str) -> Column | None:
        for name, unit in _readings(header):
            key = _key(name)
            if key in self.names:
                return Column(self.names[key], unit=unit)
            number = _DIGITS.search(key)
            numbered = _DIGITS.sub("#", key, count=1)
            if number and numbered in self.names:
                return Column(self.names[numbered], number=number[0])
        return None


@lru_cache(maxsize=8)
def field_table(name: str) -> FieldTable:
    """Load the field table of a format."""
    text = files("retrieval.feeds").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8")
    read = yaml.safe_load(text)
    fields: dict[str, list[str]] = {**read["fields"], **read["attributes"]}
    names = {_key(name): field for field, listed in fields.items() for name in listed}
    needs = tuple(frozenset(needed) for needed in read["needs"])
    repeats = frozenset(read.get("repeats", ()))
    return FieldTable(names, needs, frozenset(read["attributes"]), repeats)


def _readings(header: str) -> Iterable[tuple[str, str]]:
    """Yield how a header may be read, with its unit: "Titel [title]" is either."""
    name = unicodedata.normalize("NFKC", header).removeprefix("g:").removeprefix("G:")
    yield name, ""
    if measured := _UNIT.fullmatch(name):
        yield measured[1], measured[2]
    if both := _BRACKETED.fullmatch(name):
        yield both[2], ""
        yield both[1], ""


def _key(name: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(_JOINTS.sub(" ", bare.casefold()).split())
