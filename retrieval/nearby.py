"""Which of a property's values come nearest to one that is not there: sizes by how large they are.

Other words have no order among themselves: the most common comes first. Knows nothing of
products.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from retrieval.text import fold

__all__ = ["has_order", "in_order", "nearest_first"]

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_LETTERS = ("xxxs", "xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl")
_LETTER_ALSO = {"2xs": "xxs", "3xs": "xxxs", "2xl": "xxl", "3xl": "xxxl"}
_APART = 1.0
"""The distance of values that no order puts nearer to each other."""
_STEP = 0.1
"""The distance from one letter size to the next."""


def nearest_first(
    wanted: Sequence[str], counts: Mapping[str, int]
) -> tuple[tuple[str, float], ...]:
    """Order values by their distance (0 to 1) from the nearest wanted one, then by count."""
    far = {
        value: min((_distance(value, one) for one in wanted), default=_APART) for value in counts
    }
    ordered = sorted(counts, key=lambda value: (far[value], -counts[value], value))
    return tuple((value, far[value]) for value in ordered)


def has_order(wanted: Sequence[str], values: Sequence[str]) -> bool:
    """Say whether any of the values is nearer to a wanted one than others may be."""
    return any(_distance(value, one) < _APART for value in values for one in wanted)


def in_order(values: Sequence[str]) -> tuple[str, ...]:
    """Put sizes in the order of how large they are, other words behind them as they stand."""
    return tuple(sorted(values, key=lambda value: (_letter(value), _number(value) or 0.0)))


def _distance(value: str, wanted: str) -> float:
    letters = (_letter(value), _letter(wanted))
    if min(letters) >= 0:
        return min(_APART, _STEP * abs(letters[0] - letters[1]))
    here, there = _number(value), _number(wanted)
    if here is None or there is None or _around(value) != _around(wanted):
        return _APART
    return min(_APART, abs(here - there) / max(there, 1e-9))


def _letter(value: str) -> int:
    name = _LETTER_ALSO.get(fold(value), fold(value))
    return _LETTERS.index(name) if name in _LETTERS else -1


def _number(value: str) -> float | None:
    found = _NUMBER.search(value)
    return float(found[0].replace(",", ".")) if found else None


def _around(value: str) -> str:
    """Give what stands around a number: "32 cm" and "28 cm" are of one kind, "3-pack" is not."""
    return _NUMBER.sub("#", fold(value), count=1)
