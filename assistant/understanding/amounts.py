"""Amounts in a message: "under $50", "50-80 dollars", "at least 4 stars", "fifty bucks or less".

Reads numbers and the words around them; knows nothing of the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Literal

from assistant.understanding.lexicon import Lexicon, phrase_pattern

__all__ = ["Amount", "find_amounts", "parse_number"]

_NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?|[.,]\d+"
_UNIT = (
    r"kg|g|mg|lbs?|oz|ml|cl|l|litres?|liters?|mm|cm|m|km|in|inch(?:es)?|ft|feet|\"|hours?|hrs?|h"
    r"|minutes?|mins?|days?|weeks?|months?|years?|gb|tb|mb|mp|w|watts?|v|mah|%|people|persons?"
    r"|packs?|pcs|pieces|pages|sheets|x|k|hz|dpi|bars?|lumens?|lm|reviews?|ratings?"
)
_NEAR = Decimal("0.2")
_OPS: tuple[Literal["min", "max", "near"], ...] = ("min", "max", "near")


@dataclass(frozen=True, slots=True)
class Amount:
    """One bound on the price, the rating (stars) or a measured attribute.

    `unit` is the currency of a price ("" when not said) or the unit of a measure; the `field`
    of a measure is "" until `measures` has told which attribute is meant.
    """

    field: str
    op: Literal["min", "max"]
    value: Decimal
    start: int
    end: int
    unit: str = ""
    strict: bool = False


def parse_number(text: str) -> Decimal | None:
    """Read "1,299.99", "1.299,99" or "50"; a lone separator before 3 digits groups thousands."""
    last = max(text.rfind("."), text.rfind(","))
    if last >= 0 and (len(text) - last - 1 != 3 or text.count(text[last]) == 0):
        whole, fraction = re.sub(r"[.,]", "", text[:last]), text[last + 1 :]
        text = f"{whole or 0}.{fraction}"
    else:
        text = re.sub(r"[.,]", "", text)
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


@dataclass(frozen=True, slots=True)
class _Figure:
    value: Decimal
    currency: str
    unit: str
    stars: bool
    start: int
    end: int


@cache
def _figure_pattern(lexicon_key: tuple[str, ...], numbers: tuple[str, ...]) -> re.Pattern[str]:
    signs = "|".join(re.escape(w) for w in lexicon_key if not w.isalpha())
    words = "|".join(sorted((w for w in lexicon_key if w.isalpha()), key=len, reverse=True))
    spelled = "|".join(numbers)
    return re.compile(
        rf"(?:(?P<sign>{signs})\s?)?(?:(?P<num>{_NUMBER})|\b(?P<word>{spelled})\b)"
        rf"(?:\s?(?P<after>{signs}|(?:{words})\b)|\s?\+?\s?-?(?P<stars>stars?)\b"
        rf"|\s?-?(?P<unit>{_UNIT})(?!\w))?",
        re.IGNORECASE,
    )


def _figures(text: str, lexicon: Lexicon) -> Iterator[_Figure]:
    pattern = _figure_pattern(tuple(lexicon.currency_of), tuple(lexicon.numbers))
    for found in pattern.finditer(text):
        before = text[found.start() - 1] if found.start() else " "
        behind = text[found.end() : found.end() + 1]
        glued = before.isalnum() or before in "#." or behind.isalnum() or behind == "%"
        if glued:
            continue
        word = found["word"]
        value = Decimal(lexicon.numbers[word.lower()]) if word else parse_number(found["num"])
        if value is None or value > 10**9:
            continue
        said = (found["sign"] or found["after"] or "").lower()
        currency = lexicon.currency_of.get(said, "")
        stars = bool(found["stars"]) or re.search(r"\b(rated|rating)\b\D*$", text[: found.start()])
        unit = found["unit"] or ""
        if word and not (currency or stars or unit):
            continue
        yield _Figure(value, currency, unit, bool(stars), found.start(), found.end())


def find_amounts(text: str, lexicon: Lexicon) -> tuple[Amount, ...]:
    """Every bound on price, rating or a measure that a message sets, in its order.

    "Around 100" is 80 to 120; an amount of money with no word beside it is the most to spend.
    A bare number without currency counts only beside a bounding word ("under 50").
    """
    figures = [f for f in _figures(text, lexicon) if not _is_size(text, f)]
    amounts: list[Amount] = []
    position = 0
    while position < len(figures):
        pair = _as_range(text, figures[position : position + 2])
        amounts += pair or _as_bound(text, figures[position], lexicon)
        position += 2 if pair else 1
    return tuple(amounts)


def _is_size(text: str, figure: _Figure) -> bool:
    return re.search(r"\bsize[sd]?\s*$", text[: figure.start], re.IGNORECASE) is not None


def _as_range(text: str, figures: list[_Figure]) -> list[Amount]:
    """Two figures joined by "and", "to" or a dash: "between 50 and 80", "$50-80"."""
    if len(figures) < 2:
        return []
    low, high = figures
    joined = text[low.end : high.start].strip().lower()
    lead = re.search(r"\b(between|from)\s*$", text[: low.start], re.IGNORECASE)
    currency = high.currency or low.currency or high.unit
    dashed = joined in {"-", "–", "—", "to", "until"} and (currency or lead)
    if not (dashed or (joined == "and" and lead)) or low.value > high.value:
        return []
    start = lead.start() if lead else low.start
    field = _field(high)
    return [
        Amount(field, "min", low.value, start, low.end, currency),
        Amount(field, "max", high.value, high.start, high.end, currency),
    ]


def _field(figure: _Figure) -> str:
    if figure.unit:
        return ""
    return "rating" if figure.stars else "price"


def _as_bound(text: str, figure: _Figure, lexicon: Lexicon) -> list[Amount]:
    op, start, end, strict = _word_beside(text, figure, lexicon)
    if op is None:
        if figure.stars:
            op = "min"
        elif figure.currency and not _STATED.search(text[: figure.start]):
            op = "max"
        else:
            return []
    field, unit = _field(figure), figure.unit or figure.currency
    if field == "rating" and figure.value > 5:
        return []
    if op == "near":
        margin = figure.value * _NEAR
        return [
            Amount(field, "min", figure.value - margin, start, end, unit),
            Amount(field, "max", figure.value + margin, start, end, unit),
        ]
    return [Amount(field, op, figure.value, start, end, unit, strict)]


_STATED = re.compile(r"\b(?:is|are|be|was|were|costs?|price|at|to|only|just)\s*$", re.IGNORECASE)
"""Before an amount these state a price ("say it costs $1"): that sets no limit."""
_STRICT = {"cheaper than", "less than", "more than", "<", ">"}
_Beside = tuple[Literal["min", "max", "near"] | None, int, int, bool]


def _word_beside(text: str, figure: _Figure, lexicon: Lexicon) -> _Beside:
    """The bounding word before or behind a figure, and the span of both."""
    before, behind = text[: figure.start], text[figure.end :]
    found = _bound_before(before, lexicon)
    if found:
        op_before, start, words = found
        return op_before, start, figure.end, words in _STRICT
    for op, group in (("max", "after_max"), ("min", "after_min")):
        found_after = phrase_pattern(lexicon.bounds[group]).match(behind.lstrip(" +"))
        if found_after:
            skipped = len(behind) - len(behind.lstrip(" +"))
            end = figure.end + skipped + found_after.end()
            return ("max" if op == "max" else "min"), figure.start, end, False
    if behind.lstrip().startswith("+"):
        return "min", figure.start, figure.end + 1, False
    return None, figure.start, figure.end, False


def _bound_before(
    before: str, lexicon: Lexicon
) -> tuple[Literal["min", "max", "near"], int, str] | None:
    """The longest bounding phrase that ends where the figure begins: "no less than" is a floor."""
    found = [
        (op, match.start(), match[0].lower())
        for op in _OPS
        for match in phrase_pattern(lexicon.bounds[op]).finditer(before)
        if re.fullmatch(r"\s*(?:of|is|a|an|the|about|:|=)?\s*", before[match.end() :])
    ]
    return min(found, key=lambda bound: bound[1], default=None)
