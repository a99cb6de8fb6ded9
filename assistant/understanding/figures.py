"""Figures in a message: a number with the currency, the unit or the stars that stand at it.

Knows nothing of what a figure bounds, nor of the catalogue beyond the units it is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from assistant.understanding.lexicon import Lexicon
from assistant.understanding.spelling import spelt, spelt_pattern

__all__ = ["Figure", "find_figures", "parse_number"]

_NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?|[.,]\d+"
_UNITS = (
    r"kg|g|mg|lbs?|oz|ml|cl|l|litres?|liters?|mm|cm|m|km|(?<=\d)in|in(?!\s+\w)|inch(?:es)?|ft|feet|\"|hours?|hrs?|h"
    r"|minutes?|mins?|days?|weeks?|months?|years?|gb|tb|mb|mp|w|watts?|v|mah|%|percent|per cent|pct"
    r"|packs?|pcs|sheets|x|k|hz|dpi|bars?|lumens?|lm|reviews?|ratings?"
)
_POINTED = re.compile(r"\d*\.\d+")
_LARGEST = 10**9
_TELLING = 20
"""A number in words from which it may be an amount by itself: "four hundred max"."""
_RATED = re.compile(r"\b(?:rated|rating)\b\D*$", re.IGNORECASE)
_SIZED = re.compile(r"\bsize[sd]?\s*[:=]?\s*(?:is\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at `text[start:end]`: ISO 4217 `currency` and `unit` are "" when not said."""

    value: Decimal
    currency: str
    unit: str
    stars: bool
    start: int
    end: int


def parse_number(text: str, *, measure: bool = False) -> Decimal | None:
    """Read "1,299.99", "1.299,99" or "50"; a lone separator before 3 digits groups thousands.

    In a `measure` a lone point does not: 1.235 kg is little more than one.
    """
    if measure and _POINTED.fullmatch(text):
        return Decimal(text)
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


def find_figures(text: str, lexicon: Lexicon, units: Sequence[str] = ()) -> Iterator[Figure]:
    """Find all figures but sizes ("size 42"), in their order.

    `units` are further units to be read. A small number in words counts only beside a
    currency, a unit or stars.
    """
    own = (*units, *lexicon.people["counted"])
    pattern = _pattern(tuple(lexicon.currency_of), spelt_pattern(lexicon.numbers), own)
    for found in pattern.finditer(text):
        figure = None if _is_glued(text, found) else _figure(text, found, lexicon)
        if figure is not None:
            yield figure


def _is_glued(text: str, found: re.Match[str]) -> bool:
    before = text[found.start() - 1] if found.start() else " "
    behind = text[found.end() : found.end() + 1]
    return before.isalnum() or before in "#." or behind.isalnum() or behind == "%"


def _figure(text: str, found: re.Match[str], lexicon: Lexicon) -> Figure | None:
    word, before = found["word"], text[: found.start()]
    value = (
        Decimal(spelt(word, lexicon.numbers))
        if word
        else parse_number(found["num"], measure=bool(found["unit"]))
    )
    if value is None or value > _LARGEST or _SIZED.search(before):
        return None
    currency = lexicon.currency_of.get((found["sign"] or found["after"] or "").lower(), "")
    unit = found["unit"] or ""
    stars = bool(found["stars"]) or bool(not unit and not currency and _RATED.search(before))
    if word and not (currency or stars or unit or value >= _TELLING):
        return None
    return Figure(value, currency, unit, stars, found.start(), found.end())


@cache
def _pattern(currencies: tuple[str, ...], numbers: str, units: tuple[str, ...]) -> re.Pattern[str]:
    signs = "|".join(re.escape(w) for w in currencies if not w.isalpha())
    words = "|".join(sorted((w for w in currencies if w.isalpha()), key=len, reverse=True))
    ordered = [re.escape(unit) for unit in sorted(units, key=len, reverse=True)]
    compound = "".join(f"{unit}|" for unit in ordered if not unit.isalpha())  # "g/m²" is no "g"
    own = "".join(f"|{unit}" for unit in ordered)
    return re.compile(
        rf"(?:(?P<sign>{signs})\s?)?(?:(?P<num>{_NUMBER})|(?P<word>{numbers}))"
        rf"(?:\s?(?P<after>{signs}|(?:{words})\b)|\s*\+?\s?-?(?P<stars>stars?)\b"
        rf"|\s*-?(?P<unit>{compound}{_UNITS}{own})(?!\w))?",
        re.IGNORECASE,
    )
