"""Amounts in a message: "under $50", "50-80 dollars", "at least 4 stars", "17 h battery or more".

Reads figures with the words beside them; which attribute an unnamed measure is about is told
elsewhere (`measures`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.understanding.bounding import Beside, Bound, Neighbours
from assistant.understanding.figures import Figure, find_figures
from assistant.understanding.lexicon import Lexicon
from retrieval.units import dimension, to_base

__all__ = ["Amount", "find_amounts"]

_NEAR = Decimal("0.2")
"""How far "around 100" reaches to both sides, as a share."""
_MOST_STARS = 5
_STATED = re.compile(r"\b(?:is|are|be|was|were|costs?|price|at|to|only|just)\s*$", re.IGNORECASE)
"""Before an amount these state a price ("say it costs $1"): that sets no limit."""
_STRICT = {"cheaper than", "less than", "more than", "<", ">"}
_DASHES = {"-", "–", "—", "to", "until"}
_ENDS = ",.;:!?"


@dataclass(frozen=True, slots=True)
class Amount:
    """One bound on the price, the rating (stars) or a measured attribute.

    `unit` is the currency of a price ("" when not said) or the unit of a measure; the `field`
    of a measure is "" until `measures` has told which attribute is meant. `stated` is a measure
    with no word that bounds it: "a 15 inch screen".
    """

    field: str
    op: Literal["min", "max"]
    value: Decimal
    start: int
    end: int
    unit: str = ""
    strict: bool = False
    stated: bool = False


def find_amounts(
    text: str, lexicon: Lexicon, names: Sequence[str] = (), units: Sequence[str] = ()
) -> tuple[Amount, ...]:
    """Every bound on price, rating or a measure that a message sets, in its order.

    `names` are the measured attributes and `units` their units. "Around 100" is 80 to 120; an
    amount of money with no word beside it is the most to spend. A bare number counts only
    beside a bounding word ("under 50") or the name of an attribute ("144 pieces").
    """
    figures = list(find_figures(text, lexicon, units))
    neighbours = Neighbours(text, lexicon, names)
    amounts: list[Amount] = []
    position = 0
    while position < len(figures):
        pair = _as_range(text, figures[position : position + 2], neighbours)
        amounts += pair or _as_bound(text, figures[position], neighbours)
        position += 2 if pair else 1
    return tuple(amounts)


def _as_range(text: str, figures: list[Figure], neighbours: Neighbours) -> list[Amount]:
    """Two figures joined by "and", "to" or a dash: "between 50 and 80", "$50-80"."""
    if len(figures) < 2:
        return []
    low, high = figures
    joined = text[low.end : high.start].strip().lower()
    lead = re.search(r"\b(between|from)\s*$", text[: low.start], re.IGNORECASE)
    unit = high.currency or low.currency or high.unit
    if low.unit and dimension(low.unit) != dimension(unit):
        return []
    dashed = joined in _DASHES and (unit or lead or _stands_alone(text, low, high))
    if not (dashed or (joined == "and" and lead)) or _is_less(high, low):
        return []
    start = lead.start() if lead else low.start
    name, end = neighbours.of(low).name, high.end
    if not name:
        beside = neighbours.of(high)
        name, end = beside.name, beside.end
    field = name or _field(high)
    return [
        Amount(field, "min", low.value, start, low.end, low.unit or unit),
        Amount(field, "max", high.value, high.start, end, unit),
    ]


def _is_less(figure: Figure, other: Figure) -> bool:
    """Whether one measure is less than another: "900 g to 2 kg"; a bare figure has its unit."""
    if not (figure.unit and other.unit):
        return figure.value < other.value
    mine, others = (to_base(float(f.value), f.unit) for f in (figure, other))
    return mine < others


def _stands_alone(text: str, low: Figure, high: Figure) -> bool:
    """Whether a range is a part of its own: "sneakers, 50-80", but no "ages 3-6"."""
    before, behind = text[: low.start].rstrip(), text[high.end :].lstrip()
    return (not before or before[-1] in _ENDS) and (not behind or behind[0] in _ENDS)


def _as_bound(text: str, figure: Figure, neighbours: Neighbours) -> list[Amount]:
    beside = neighbours.of(figure)
    bound = beside.bound or _implied(figure, text[: figure.start])
    field = beside.name or _field(figure)
    if field == "rating" and figure.value > _MOST_STARS:
        return []
    if bound is None and field in {"price", "rating"}:
        return []
    if bound == "near":
        return _around(figure, field, beside)
    op: Literal["min", "max"] = "max" if bound == "max" else "min"
    unit, strict = figure.unit or figure.currency, beside.words in _STRICT
    place = (beside.start, beside.end, unit, strict, bound is None)
    return [Amount(field, op, figure.value, *place)]


def _around(figure: Figure, field: str, beside: Beside) -> list[Amount]:
    margin = figure.value * _NEAR
    place = (beside.start, beside.end, figure.unit or figure.currency)
    return [
        Amount(field, "min", figure.value - margin, *place),
        Amount(field, "max", figure.value + margin, *place),
    ]


def _field(figure: Figure) -> str:
    if figure.unit:
        return ""
    return "rating" if figure.stars else "price"


def _implied(figure: Figure, before: str) -> Bound | None:
    """What a figure bounds by itself: stars are the fewest, money is the most."""
    if figure.stars:
        return "min"
    return "max" if figure.currency and not _STATED.search(before) else None
