"""Requests for other catalogues than the shop's: what they bound and name must be carried.

They are understood each on its own over the open shop's vocabulary, as `aisle understand`
does. Knows the published shapes of ChatShop, ShoppingBench and WebShop requests.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.dialogue import State
from assistant.service import Shop
from assistant.training.evaluation.figures import percentile
from assistant.types import Delta
from assistant.understanding import Listener, Understood, understand
from retrieval.text import content_terms

if TYPE_CHECKING:
    pass

__all__ = ["Heeded", "RequestFigures", "Wish", "heed", "measure_wishes"]

_FIGURE = re.compile(r"\d+(?:\.\d+)?")
Bounds = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Wish:
    """One request: the price it sets (from, to; `bounds` is None where that is not known),
    and the attributes it names.
    """

    text: str
    bounds: Bounds | None = None
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heeded:
    """What was carried of one request; `lost` are attributes in neither slot nor query."""

    wish: Wish
    bounds: Bounds
    lost: tuple[str, ...]
    ms: float

    @property
    def priced(self) -> bool:
        """Whether the price bounds are exactly those."""
        return self.wish.bounds == self.bounds


@dataclass(frozen=True, slots=True)
class RequestFigures:
    """What was measured over requests: shares from 0 to 1, None where nothing was asked."""

    requests: int
    priced: int
    price: float | None
    attributes: int
    recall: float | None
    median_ms: float
    ninety_ms: float
    ninety_nine_ms: float


def measure_wishes(heeded: Sequence[Heeded]) -> RequestFigures:
    """Measure what was carried of all requests; there is at least one."""
    priced = [item for item in heeded if item.wish.bounds is not None]
    named = sum(len(item.wish.attributes) for item in heeded)
    lost = sum(len(item.lost) for item in heeded)
    times = [item.ms for item in heeded]
    return RequestFigures(
        requests=len(heeded),
        priced=len(priced),
        price=sum(item.priced for item in priced) / len(priced) if priced else None,
        attributes=named,
        recall=1 - lost / named if named else None,
        median_ms=percentile(times, 50),
        ninety_ms=percentile(times, 90),
        ninety_nine_ms=percentile(times, 99),
    )


def heed(wish: Wish, listener: Listener, shop: Shop) -> Heeded:
    """Understand one request and tell what was carried of it."""
    began = time.perf_counter()
    understood = understand(listener, wish.text, State(), shop.index, shop.manner)
    ms = (time.perf_counter() - began) * 1000
    carried = set(content_terms(_carried(understood)))
    lost = tuple(a for a in wish.attributes if not carried.issuperset(content_terms(a)))
    delta = understood.delta
    return Heeded(wish, (_bound(delta, "price_min"), _bound(delta, "price_max")), lost, ms)


def _bound(delta: Delta, name: str) -> Decimal | None:
    """A bound as the delta says it, in whatever currency."""
    found = _FIGURE.search(" ".join(delta.set.get(name, ())))
    return Decimal(found[0]).normalize() if found else None


def _carried(understood: Understood) -> str:
    """Every word that reaches the search: in the query, or as a field or value of a slot."""
    request, delta = understood.request, understood.delta
    parts = [request.query, delta.query, *request.unmatched]
    for condition in request.conditions:
        free = "free" if condition.op == "not_in" else ""
        parts += [condition.field, *condition.values, free]
    parts += _said(delta.set)
    parts += [f"{words} free" for words in _said(delta.exclude)]
    return " ".join(parts)


def _said(values: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [f"{field} {' '.join(words)}" for field, words in values.items()]
