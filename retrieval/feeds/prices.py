"""Prices as feeds write them: "12,50 EUR", "$1,299.00", "1.234,00 €", and when they hold.

A text that could be two amounts is refused, never guessed. Knows nothing of rows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from importlib.resources import files

import yaml
from pydantic import ValidationError

from retrieval.catalogue import Money
from retrieval.errors import CatalogueError
from retrieval.text import fold

__all__ = ["Terms", "in_force", "money", "names_currency"]

_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}  # the wide forms of ASCII
_SPACED = re.compile(r"[\s\u00a0\u202f\u2009]+")
_PRICE = re.compile(
    r"(?P<before>[^\d\s+\-,'’][^\d\s+\-,'’]{0,3})? ?"
    r"(?P<number>\d(?:[\d.,'’ ]{0,30}\d)?)(?:[.,][-–—]{1,2})? ?"
    r"(?P<after>[^\d\s+\-,'’][^\d\s+\-,'’]{0,3})?"
)
_GROUPED = re.compile(r"\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d{1,4})?")
_POINT_GROUPS = re.compile(r"\d{1,3}(?:(?:\.\d{3})+,\d{1,2}|(?:\.\d{3}){2,})")
_COMMA_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_COMMA = re.compile(r"\d+,\d{1,2}")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_TWO_WAYS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_FOUR_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a feed leaves open: the currency of prices that name none, and what "now" is."""

    currency: str = "USD"
    now: datetime = field(default_factory=lambda: datetime.now(UTC))


def money(value: object, currency: str, name: str) -> Money | None:
    """Read "79.00 USD", "$79", 79.0 (in `currency`), or {"amount", "currency"}; null is None.

    Raises:
        CatalogueError: it is no price, or could be two ("1.234").
    """
    if value is None or (isinstance(value, str) and _says_none(value)):
        return None
    if isinstance(value, Mapping):
        return _exactly(value, currency, name)
    amount, code = _amount(value, currency, name)
    return _money(amount, code or currency, value, name)


def names_currency(value: object) -> bool:
    """Say whether a price that could be read named its currency."""
    if isinstance(value, Mapping):
        return bool(value.get("currency"))
    return isinstance(value, str) and not re.fullmatch(r"[\d.,'’\s]*", value)


def in_force(window: object, now: datetime) -> bool:
    """Say whether `now` is inside "2026-11-20T00:00Z/2026-11-30"; either side may be open.

    Raises:
        CatalogueError: it is no such pair of dates.
    """
    if window is None or window == "":
        return True
    if not isinstance(window, str) or window.count("/") != 1:
        raise _no_window(window)
    begin, end = (part.strip() for part in window.split("/"))
    after = not begin or _moment(begin, time.min, window) <= now
    return after and (not end or now <= _moment(end, time.max, window))


def _moment(text: str, clock: time, window: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise _no_window(window) from error
    if len(text) <= len("2026-11-20"):
        found = datetime.combine(found.date(), clock)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _no_window(window: object) -> CatalogueError:
    return CatalogueError(
        f"sale_price_effective_date: {repr(window)[:60]} is not two dates such as "
        '"2026-11-20/2026-11-30"'
    )


def _exactly(value: Mapping[str, object], currency: str, name: str) -> Money | None:
    """Read an amount that a program wrote: a point is always the decimal point."""
    amount = value.get("amount")
    if isinstance(amount, str) and _PLAIN.fullmatch(amount.strip()):
        number = Decimal(amount.strip())
    elif amount is None:
        return None
    else:
        number, _ = _amount(amount, currency, name)
    return _money(number, str(value.get("currency") or currency), value, name)


def _amount(value: object, currency: str, name: str) -> tuple[Decimal, str]:
    if isinstance(value, float) and math.isfinite(value):
        try:
            return Decimal(str(value)).quantize(_FOUR_PLACES).normalize() + 0, ""
        except InvalidOperation as error:
            raise _no_price(value, name) from error
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value), ""
    found = _PRICE.fullmatch(_narrow(value)) if isinstance(value, str) else None
    if found is None or (found["before"] and found["after"]):
        raise _no_price(value, name)
    sign = found["before"] or found["after"] or ""
    return _number(found["number"], value, name), _code(sign, currency, value, name)


def _narrow(text: str) -> str:
    return _SPACED.sub(" ", text.translate(_WIDE)).strip()


def _number(text: str, value: object, name: str) -> Decimal:
    if _TWO_WAYS.fullmatch(text):
        whole = text.replace(".", "")
        raise CatalogueError(
            f"{name}: {_shown(value)} may be {text} or {whole}: write {text}0 or {whole}.00"
        )
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[ '’]", "", text).replace(",", ".")
    elif _COMMA_GROUPS.fullmatch(text):
        text = text.replace(",", "")
    elif _POINT_GROUPS.fullmatch(text) or _COMMA.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    if not (_PLAIN.fullmatch(text) and text.isascii()):
        raise _no_price(value, name)
    return Decimal(text)


def _code(sign: str, currency: str, value: object, name: str) -> str:
    """Turn what stands beside a number into an ISO 4217 code; "" where nothing does."""
    if not sign or sign.upper() == currency:
        return sign.upper()
    signs, shared, _ = _words()
    key = fold(sign)
    if key in signs:
        return signs[key]
    if key in shared:
        code = currency if currency in shared[key] else shared[key][0]
        if not code:
            raise CatalogueError(f"{name}: {_shown(value)} leaves open which currency {sign!r} is")
        return code
    if sign.upper() in _codes():
        return sign.upper()
    raise _no_price(value, name)


def _says_none(text: str) -> bool:
    return not text.strip() or fold(text) in _words()[2]


def _money(amount: Decimal, code: str, value: object, name: str) -> Money:
    if code.upper() not in _codes():
        raise CatalogueError(f"{name}: {code[:10]!r} is not an ISO 4217 currency code")
    try:
        return Money(amount=amount, currency=code.upper())
    except ValidationError as error:
        raise _no_price(value, name) from error


def _no_price(value: object, name: str) -> CatalogueError:
    return CatalogueError(f'{name}: {_shown(value)} is not a price such as "79.00 USD"')


def _shown(value: object) -> str:
    return repr(value)[:60]


@lru_cache(maxsize=1)
def _words() -> tuple[dict[str, str], dict[str, list[str]], frozenset[str]]:
    text = files("retrieval.feeds").joinpath("data/prices.yaml").read_text(encoding="utf-8")
    read = yaml.safe_load(text)
    return read["signs"], read["shared"], frozenset(read["no_price"])


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())
