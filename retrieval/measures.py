"""Number columns: prices, exact to a ten-thousandth of their currency, and measured attributes.

Compares rows with one bound at a time. Knows nothing of which rows belong to which product.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import numpy as np
import numpy.typing as npt

from retrieval.catalogue import CatalogueError, Money, Quantity
from retrieval.filters import Condition
from retrieval.units import dimension, to_base

__all__ = ["Measures", "PriceColumn"]

Mask = npt.NDArray[np.bool_]

_SCALE = Decimal(10_000)  # Money keeps four decimal places
_LARGEST = 2**62
_NO_PRICE = -1
_VALUE = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*(.*?)\s*", re.DOTALL)
_CLOSE = 1e-9  # relative: unit conversion in binary floats


class PriceColumn:
    """The price of every row as whole ten-thousandths; a row without price meets no bound."""

    def __init__(self, prices: Sequence[Money | None]) -> None:
        self.units = np.array(
            [_NO_PRICE if price is None else int(price.amount * _SCALE) for price in prices],
            dtype=np.int64,
        )
        codes = [price.currency if price else "" for price in prices]
        self._currencies = np.array(codes, dtype="U3")
        common = Counter(code for code in codes if code).most_common()
        self.main_currency = min(common, key=lambda pair: (-pair[1], pair[0]))[0] if common else ""

    def compare(self, condition: Condition) -> Mask:
        """Return which rows have a price in the condition's currency that meets its bound."""
        currency = condition.unit or self.main_currency
        priced: Mask = (self.units >= 0) & (self._currencies == currency)
        scaled = (condition.bound or Decimal(0)) * _SCALE
        down, up = (int(scaled.to_integral_value(r)) for r in (ROUND_FLOOR, ROUND_CEILING))
        down, up = (max(-_LARGEST, min(_LARGEST, number)) for number in (down, up))
        if condition.op == "max":
            return priced & (self.units < up if condition.strict else self.units <= down)
        return priced & (self.units > down if condition.strict else self.units >= up)


class Measures:
    """One measured attribute (such as weight) over all rows, NaN where a row lacks it."""

    def __init__(self, field: str, size: int, entries: Sequence[tuple[int, Quantity]]) -> None:
        self.field = field
        units = Counter(quantity.unit for _, quantity in entries)
        self.unit = min(units, key=lambda unit: (-units[unit], unit))
        self._dimension = dimension(self.unit)
        self._base = np.full(size, np.nan)
        for row, quantity in entries:
            if dimension(quantity.unit) == self._dimension:
                self._base[row] = to_base(quantity.value, quantity.unit)

    def compare(self, condition: Condition) -> Mask:
        """Return which rows meet the bound, converted from the condition's unit.

        Raises:
            CatalogueError: the unit measures something else.
        """
        bound = self._convert(float(condition.bound or 0), condition.unit)
        slack = abs(bound) * _CLOSE
        if condition.op == "max":
            edge = bound - slack if condition.strict else bound + slack
            return np.asarray(self._base < edge if condition.strict else self._base <= edge)
        edge = bound + slack if condition.strict else bound - slack
        return np.asarray(self._base > edge if condition.strict else self._base >= edge)

    def equal(self, text: str) -> Mask:
        """Return which rows equal a value as it is written ("240 g").

        None does where it is unreadable or of another dimension: a field may hold both
        litres and, as words, "10000 mAh".
        """
        found = _VALUE.fullmatch(text)
        if found is None or (found[2] and dimension(found[2]) != self._dimension):
            return np.zeros(len(self._base), dtype=bool)
        wanted = self._convert(float(found[1]), found[2])
        return np.asarray(np.isclose(self._base, wanted, rtol=_CLOSE), dtype=bool)

    def _convert(self, value: float, unit: str) -> float:
        if unit and dimension(unit) != self._dimension:
            raise CatalogueError(
                f"{self.field!r} is measured in {self.unit or 'plain numbers'}, not in {unit!r}"
            )
        return to_base(value, unit or self.unit)
