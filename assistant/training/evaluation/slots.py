"""Conditions as comparable facts: (field, comparison, value), one for every value.

Knows nothing of words or labels.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from assistant.training.evaluation.labels import SHOWN
from retrieval.filters import Condition
from retrieval.text import fold
from retrieval.units import dimension, to_base

__all__ = ["Slot", "slots_of"]

_SIGNS = {"in": "=", "not_in": "!=", "min": ">=", "max": "<="}
_OWN_UNITS = {"", "star", "stars"}


class Slot(NamedTuple):
    """One fact of a request."""

    field: str
    sign: str
    value: str

    def __str__(self) -> str:
        return f"{self.field} {self.sign} {self.value}"


def slots_of(conditions: Iterable[Condition], currency: str = "USD") -> frozenset[Slot]:
    """Give the facts of conditions; kinds of a named value ("organic cotton") add nothing.

    A price in the shop's `currency` is the same whether it names it or not.
    """
    return frozenset(slot for condition in conditions for slot in _slots(condition, currency))


def _slots(condition: Condition, currency: str) -> Iterable[Slot]:
    sign = _SIGNS[condition.op]
    if condition.bound is not None:
        relative = condition.bound == 0 and condition.strict
        return (Slot(condition.field, sign, SHOWN if relative else _amount(condition, currency)),)
    values = [fold(value) for value in condition.values]
    if sign == "!=" and values in (["yes"], ["no"]):
        sign, values = "=", ["no" if values == ["yes"] else "yes"]
    broadest = [v for v in values if not any(v != w and v.endswith(f" {w}") for w in values)]
    return tuple(Slot(condition.field, sign, value) for value in broadest)


def _amount(condition: Condition, currency: str) -> str:
    """A bound in the base unit of what it measures; a price with its currency if not the own."""
    if condition.unit in {*_OWN_UNITS, currency}:
        return f"{float(condition.bound or 0):g}"
    kind = dimension(condition.unit)
    return f"{to_base(float(condition.bound or 0), condition.unit):g} {kind}"
