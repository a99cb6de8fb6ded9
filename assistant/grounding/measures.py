"""Measured properties: a figure with its unit is one that the listing gives, of what is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from math import isclose

from assistant.grounding.claims import Ground
from assistant.grounding.counting import borne_out_by_all
from assistant.grounding.cues import compiled, phrases
from assistant.grounding.figures import DIGITS, read_number, worded
from assistant.grounding.scan import Scan
from assistant.grounding.world import Subject
from retrieval.catalogue import Quantity
from retrieval.conditions import field_key
from retrieval.units import dimension, to_base

__all__ = ["measures"]

_UNIT = re.compile(r"[\s\u00a0-]?(fl oz|°[CF]|[^\W\d_]+|[\"″%])")


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure as a sentence tells it: what it is of ("" for anything), and where that stands."""

    value: Decimal
    unit: str
    name: str
    start: int
    end: int


def measures(scan: Scan) -> None:
    """Take the figures that the listings give; others are left for the count of what is left."""
    number = rf"(?<![\w.,])(?:{DIGITS}|{worded(scan.cues)})"
    for found in scan.each(compiled(number)):
        value = read_number(found[0], scan.world.locale, scan.cues.numbers)
        for told in () if value is None else _readings(scan, found, value):
            subjects = scan.about(found.start())
            if grounds := borne_out_by_all(subjects, partial(_measured, told)):
                scan.claim("measure", told.start, told.end, grounds)
                break


def _readings(scan: Scan, found: re.Match[str], value: Decimal) -> list[_Told]:
    """How a figure can be meant: with the word behind it as its unit, or as a plain number."""
    unit = _UNIT.match(scan.masked, found.end())
    ends = [(unit[1], unit.end())] if unit else []
    readings = []
    for said, end in (*ends, ("", found.end())):
        name, start, end_named = _property(scan, found.start(), end)
        if name or said not in {"", "%"}:  # a bare percentage may be a reduction
            readings.append(_Told(value, said, name, start, end_named))
    return readings


def _property(scan: Scan, at: int, end: int) -> tuple[str, int, int]:
    """What a figure is said to be of, by the words before or behind it, and all their text."""
    names = {**{name: name for name in scan.world.terms.measures}, **scan.cues.measured}
    either = phrases(names)
    behind = compiled(rf"(?:\s+of)?\s+({either})\b")
    if told := behind.match(scan.masked, end):
        return names[told[1].lower()], at, told.end()
    start, before = scan.clause(at)
    if told := re.search(rf"\b({either})\b[\w\s]*$", before, re.IGNORECASE):
        return names[told[1].lower()], start + told.start(1), end
    return "", at, end


def _measured(told: _Told, subject: Subject) -> Ground | None:
    for own, held in subject.product.attributes.items():
        if isinstance(held, Quantity) and told.name in {"", field_key(own)} and _same(held, told):
            return subject.ground(own, held)
    return None


def _same(held: Quantity, told: _Told) -> bool:
    if not told.unit and not held.unit:
        return isclose(held.value, float(told.value))
    return dimension(told.unit) == dimension(held.unit) and isclose(
        to_base(held.value, held.unit), to_base(float(told.value), told.unit), rel_tol=1e-6
    )
