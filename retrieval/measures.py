"""Number columns: prices, exact to a ten-thousandth of their currency, and measured attributes.

Compares rows with one bound at a time. Knows nothing of which rows belong to which product.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import numpy as np
import numpy.typing as npt

from retrieval.catalogue import Money, Quantity
from retrieval.conditions import Condition
from retrieval.errors import CatalogueError
from retrieval.units import dimension, to_base

__all__ = ["Measures", "PriceColumn", "Range", "Ratings", "in_front"]

Mask = npt.NDArray[np.bool_]

_SCALE = Decimal(10_000)  # Money keeps four decimal places
_LARGEST = 2**62
_NO_PRICE = -1
_VALUE = re.compile(r"\s*([+-]?\d{1,15}(?:\.\d{1,15})?)\s*(.*?)\s*", re.DOTALL)
_CLOSE = 1e-9  # relative: unit conversion in binary floats


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the greatest number among some rows, in `unit`, and how many have one."""

    low: Decimal
    high: Decimal
    unit: str
    rows: int


class PriceColumn:
    """The price of every row as whole ten-thousandths (`units`, -1 for none).

    `currencies` are the codes that occur, the most used (`main_currency`) first; `currency`
    says for each row which of them, -1 for none. A row without price meets no bound.
    """

    def __init__(
        self,
        units: npt.NDArray[np.int64],
        currency: npt.NDArray[np.int16],
        currencies: Sequence[str],
    ) -> None:
        self.units = units
        self.currency = currency
        self.currencies = tuple(currencies)

    @classmethod
    def of(cls, prices: Sequence[Money | None]) -> PriceColumn:
        """Write down the prices of all rows."""
        counts = Counter(price.currency for price in prices if price)
        currencies = sorted(counts, key=lambda code: (-counts[code], code))
        codes = {code: at for at, code in enumerate(currencies)}
        units = [_NO_PRICE if price is None else int(price.amount * _SCALE) for price in prices]
        currency = [codes[price.currency] if price else -1 for price in prices]
        return cls(np.array(units, np.int64), np.array(currency, np.int16), currencies)

    @property
    def main_currency(self) -> str:
        """The currency of most rows, empty where nothing has a price."""
        return self.currencies[0] if self.currencies else ""

    def compare(self, condition: Condition) -> Mask:
        """Return which rows have a price in the condition's currency that meets its bound."""
        priced = self._priced_in(condition.unit)
        scaled = (condition.bound or Decimal(0)) * _SCALE
        down, up = (int(scaled.to_integral_value(r)) for r in (ROUND_FLOOR, ROUND_CEILING))
        down, up = (max(-_LARGEST, min(_LARGEST, number)) for number in (down, up))
        if condition.op == "max":
            return priced & (self.units < up if condition.strict else self.units <= down)
        return priced & (self.units > down if condition.strict else self.units >= up)

    def range_of(self, mask: Mask, currency: str = "") -> Range | None:
        """Return the least and greatest price of the masked rows in one currency, or None."""
        found = self.units[mask & self._priced_in(currency)]
        if not found.size:
            return None
        low, high = (Decimal(int(end)) / _SCALE for end in (found.min(), found.max()))
        return Range(low, high, currency or self.main_currency, int(found.size))

    def _priced_in(self, currency: str) -> Mask:
        code = currency or self.main_currency
        if code not in self.currencies:
            return np.zeros(len(self.units), dtype=bool)
        return np.asarray(self.currency == self.currencies.index(code))


class Ratings:
    """The stars of every row, NaN where nobody rated; shaped as the other number columns."""

    def __init__(self, stars: npt.NDArray[np.float64]) -> None:
        self.stars = stars

    def compare(self, condition: Condition) -> Mask:
        """Return which rows meet the bound; an unrated one meets none."""
        bound = float(condition.bound or 0)
        pairs = {"min": (np.greater_equal, np.greater), "max": (np.less_equal, np.less)}
        return np.asarray(pairs[condition.op][condition.strict](self.stars, bound))

    def range_of(self, mask: Mask) -> Range | None:
        """Return the least and greatest stars of the masked rows, or None."""
        found = self.stars[mask & ~np.isnan(self.stars)]
        if not found.size:
            return None
        return Range(_exact(found.min()), _exact(found.max()), "", int(found.size))


class Measures:
    """One measured attribute (such as weight) over all rows.

    `base` is in the base unit of its dimension, NaN where a row lacks it; `unit` is the one
    that the catalogue uses most.
    """

    def __init__(self, field: str, unit: str, base: npt.NDArray[np.float64]) -> None:
        self.field = field
        self.unit = unit
        self.base = base
        self._dimension = dimension(unit)

    @classmethod
    def of(cls, field: str, size: int, entries: Sequence[tuple[int, Quantity]]) -> Measures:
        """Write down the entries (row, quantity) among `size` rows, there is at least one."""
        units = Counter(quantity.unit for _, quantity in entries)
        unit = min(units, key=lambda unit: (-units[unit], unit))
        base = np.full(size, np.nan)
        for row, quantity in entries:
            if dimension(quantity.unit) == dimension(unit):
                base[row] = to_base(quantity.value, quantity.unit)
        return cls(field, unit, base)

    def compare(self, condition: Condition) -> Mask:
        """Return which rows meet the bound, converted from the condition's unit.

        Raises:
            CatalogueError: the unit measures something else.
        """
        bound = self._convert(float(condition.bound or 0), condition.unit)
        slack = abs(bound) * _CLOSE
        if condition.op == "max":
            edge = bound - slack if condition.strict else bound + slack
            return np.asarray(self.base < edge if condition.strict else self.base <= edge)
        edge = bound + slack if condition.strict else bound - slack
        return np.asarray(self.base > edge if condition.strict else self.base >= edge)

    def equal(self, text: str) -> Mask:
        """Return which rows equal a value as it is written ("240 g").

        None does where it is unreadable or of another dimension: a field may hold both
        litres and, as words, "10000 mAh".
        """
        found = _VALUE.fullmatch(text)
        if found is None or (found[2] and dimension(found[2]) != self._dimension):
            return np.zeros(len(self.base), dtype=bool)
        wanted = self._convert(float(found[1]), found[2])
        return np.asarray(np.isclose(self.base, wanted, rtol=_CLOSE), dtype=bool)

    def range_of(self, mask: Mask) -> Range | None:
        """Return the least and greatest measure of the masked rows, in `unit`, or None."""
        found = self.base[mask & ~np.isnan(self.base)]
        if not found.size:
            return None
        one = to_base(1.0, self.unit)
        return Range(
            _exact(found.min() / one), _exact(found.max() / one), self.unit, int(found.size)
        )

    def _convert(self, value: float, unit: str) -> float:
        if unit and dimension(unit) != self._dimension:
            raise CatalogueError(
                f"{self.field!r} is measured in {self.unit or 'plain numbers'}, not in {unit!r}"
            )
        return to_base(value, unit or self.unit)


def _exact(number: float) -> Decimal:
    """Give a binary number as people write it, without the dust of conversions."""
    return Decimal(f"{round(float(number), 6):f}").normalize() + 0


def in_front(measure: Measures | None, rows: int, *, most: bool) -> npt.NDArray[np.float64]:
    """Give how far in front each row is, by the least or the `most`; minus infinity without it."""
    if measure is None:
        return np.full(rows, -np.inf)
    return np.where(np.isnan(measure.base), -np.inf, measure.base if most else -measure.base)
