"""Says in which currency a limit was taken that named none: "两百元" in a shop that asks dollars.

In Chinese "元" is the word for the money of wherever one is. Nothing is converted.
"""

from __future__ import annotations

from babel.numbers import get_currency_name

from assistant.answering.points import Point, Speaker
from assistant.formats import format_amount
from assistant.languages import language_of
from assistant.types import Outcome
from retrieval.filters import Condition

__all__ = ["points_of_currency"]


def points_of_currency(outcome: Outcome, speaker: Speaker) -> tuple[Point, ...]:
    """Say how a limit without a currency was taken, in the turn that sets it."""
    if language_of(speaker.locale) != "zh" or not outcome.cards:
        return ()
    price = outcome.cards[0].price
    limits = [c for c in outcome.request.conditions if _sets_limit(c, outcome)]
    if price is None or price.currency == "CNY" or not limits:
        return ()
    name = str(get_currency_name(price.currency, locale=speaker.locale))
    amount = format_amount(limits[0].bound or price.amount, price.currency, speaker.locale)
    return (Point(speaker.say("found", "currency", currency=name, amount=amount)),)


def _sets_limit(condition: Condition, outcome: Outcome) -> bool:
    named = bool(condition.unit) or condition.strict  # a strict one is of what was shown
    known = condition in outcome.request.earlier_conditions
    return condition.field == "price" and condition.bound is not None and not (named or known)
