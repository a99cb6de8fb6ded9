"""Amounts of money and percentages: each is read with the words beside it, and held to prices."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from assistant.grounding.claims import Ground, Kind
from assistant.grounding.cues import Cues, compiled, phrases
from assistant.grounding.figures import DIGITS, read_number, worded
from assistant.grounding.scan import Scan
from assistant.grounding.world import Subject
from retrieval.catalogue import Money

__all__ = ["money", "percentages"]

_SPAN = 40  # characters beside an amount that say what it is
_OFF = re.compile(r"\s*(?:off|less|cheaper|reduced|discount|lower|below)\b", re.IGNORECASE)
_SAVED = re.compile(r"\b(?:save|saves|saving|reduced by|discount of)\s*(?:you\s*)?$", re.IGNORECASE)


def money(scan: Scan) -> None:
    """Every amount of money is what its words say it is."""
    for found in scan.each(_pattern(scan.cues)):
        number = found["a"] or found["b"] or found["c"]
        sign = (found["s"] or found["t"] or found["u"]).lower()
        value = read_number(number, scan.world.locale, scan.cues.numbers)
        currency = next(
            code for code, signs in scan.cues.currencies.items() if sign in map(str.lower, signs)
        )
        role = _role(scan, *found.span())
        grounds = None if value is None else _borne_out(scan, found.start(), role, value, currency)
        reason = f"no product meant has {found[0].strip()!r} as its {role}"
        kind: Kind = "discount" if role == "saving" else "price"
        scan.settle(kind, *found.span(), grounds, reason)


def percentages(scan: Scan) -> None:
    """A percentage is a reduction that the prices bear out, or it is refused."""
    number = rf"(?:{DIGITS}|{worded(scan.cues)})"
    units = phrases(scan.cues.units["percent"])
    for found in scan.each(compiled(rf"({number})\s?(?:{units})(?!\w)")):
        value = read_number(found[1], scan.world.locale, scan.cues.numbers)
        saved = _OFF.match(scan.masked[found.end() :]) or _SAVED.search(
            scan.masked[: found.start()]
        )
        subjects = scan.about(found.start())
        shares = [share for s in subjects if (share := _reduction(s)) is not None]
        true = saved and subjects and shares == [value] * len(subjects)
        grounds = tuple(s.ground("list_price", s.card.list_price) for s in subjects)
        end = found.end() + (saved.end() if saved and saved.re is _OFF else 0)
        reason = f"{found[0]!r} is borne out by no price"
        scan.settle("percentage", found.start(), end, grounds if true else None, reason)


def _pattern(cues: Cues) -> re.Pattern[str]:
    signs = [sign for signs in cues.currencies.values() for sign in signs]
    before = phrases(sign for sign in signs if not sign.islower())
    words = phrases(sign for sign in signs if sign.islower() or sign.isalpha())
    return compiled(
        rf"(?P<s>{before})\s?(?P<a>{DIGITS})|(?P<b>{DIGITS})[\s\u00a0]?(?P<t>{phrases(signs)})(?!\w)|"
        rf"(?P<c>{worded(cues)})[\s-](?P<u>{words})\b"
    )


def _role(scan: Scan, start: int, end: int) -> str:
    """What an amount is said to be: its price, unless the words beside it say otherwise."""
    behind, before = scan.masked[end : end + _SPAN], scan.masked[max(0, start - _SPAN) : start]
    for role, pattern in scan.cues.money_behind.items():
        if found := pattern.match(behind):
            if role in {"below", "saving"}:
                scan.take(end, end + found.end())
            return role
    for role, pattern in scan.cues.money_before.items():
        if found := pattern.search(before):
            scan.take(start - len(before) + found.start(), start)
            return role
    if total := scan.cues.totals.search(scan.masked):
        scan.take(*total.span())
        return "total"
    return "price"


def _borne_out(
    scan: Scan, at: int, role: str, value: Decimal, currency: str
) -> tuple[Ground, ...] | None:
    """Give what bears an amount out, for every product meant; None where something does not."""
    subjects = scan.about(at)
    if role in {"ceiling", "floor"} and (bound := _bound(scan, role, value)):
        return bound
    if role == "total":
        subjects = tuple(named.subject for named in scan.named)
        amounts = [price.amount for s in subjects if (price := _price(s, currency))]
        whole = len(amounts) == len(subjects) > 1 and sum(amounts) == value
        return tuple(s.ground("price", s.card.price) for s in subjects) if whole else None
    test = _TESTS.get(role)
    if test is None or not subjects:
        return None
    grounds = [test(scan, subject, value, currency) for subject in subjects]
    return tuple(ground for ground in grounds if ground) if all(grounds) else None


def _bound(scan: Scan, role: str, value: Decimal) -> tuple[Ground, ...] | None:
    op = "max" if role == "ceiling" else "min"
    for condition in scan.world.conditions:
        if (condition.field, condition.op, condition.bound) == ("price", op, value):
            return (Ground("request", "", "price", f"{op} {value}"),)
    return None


def _price(subject: Subject, currency: str) -> Money | None:
    price = subject.card.price
    return price if price and price.currency == currency else None


def _is_price(_: Scan, subject: Subject, value: Decimal, currency: str) -> Ground | None:
    price = _price(subject, currency)
    return subject.ground("price", price) if price and price.amount == value else None


def _is_former(_: Scan, subject: Subject, value: Decimal, currency: str) -> Ground | None:
    former = subject.card.list_price
    same = former and (former.amount, former.currency) == (value, currency)
    return subject.ground("list_price", former) if same else None


def _is_saving(_: Scan, subject: Subject, value: Decimal, currency: str) -> Ground | None:
    former, price = subject.card.list_price, _price(subject, currency)
    same = former and price and former.amount - price.amount == value
    return subject.ground("list_price", former) if same else None


def _is_below(scan: Scan, subject: Subject, value: Decimal, currency: str) -> Ground | None:
    price = _price(subject, currency)
    limits = [
        c.bound for c in scan.world.conditions if (c.field, c.op) == ("price", "max") and c.bound
    ]
    same = price and value in [limit - price.amount for limit in limits]
    return subject.ground("price", price) if same else None


def _is_difference(scan: Scan, subject: Subject, value: Decimal, currency: str) -> Ground | None:
    price = _price(subject, currency)
    others = [s for s in scan.world.subjects if s is not subject]
    compared = [named.subject for named in scan.named if named.compared_with] or others[:]
    prices = [other for s in compared if (other := _price(s, currency))]
    same = price and value in [abs(other.amount - price.amount) for other in prices]
    return subject.ground("price", price) if same else None


def _is_start(_: Scan, subject: Subject, value: Decimal, currency: str) -> Ground | None:
    prices = [
        v.price.amount for v in subject.product.variants if v.price and v.price.currency == currency
    ]
    return subject.ground("price", min(prices)) if prices and min(prices) == value else None


def _is_under(_: Scan, subject: Subject, value: Decimal, currency: str) -> Ground | None:
    price = _price(subject, currency)
    return subject.ground("price", price) if price and price.amount < value else None


def _is_over(_: Scan, subject: Subject, value: Decimal, currency: str) -> Ground | None:
    price = _price(subject, currency)
    return subject.ground("price", price) if price and price.amount > value else None


def _reduction(subject: Subject) -> Decimal | None:
    former, price = subject.card.list_price, subject.card.price
    if not former or not price:
        return None
    share = 100 * (former.amount - price.amount) / former.amount
    return share.quantize(Decimal(1), ROUND_HALF_UP)


_TESTS: Mapping[str, Callable[[Scan, Subject, Decimal, str], Ground | None]] = {
    "price": _is_price,
    "former": _is_former,
    "saving": _is_saving,
    "below": _is_below,
    "difference": _is_difference,
    "start": _is_start,
    "ceiling": _is_under,
    "floor": _is_over,
}
