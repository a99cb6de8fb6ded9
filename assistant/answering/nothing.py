"""What to say where something was not found: why, what there is instead, and the next step.

Every figure is one that was counted or read from a product. Knows nothing of how it was found.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import repeat

from assistant.answering.policies import quoted_passage
from assistant.answering.speaker import Speaker
from assistant.formats import (
    format_attribute,
    format_count,
    format_money,
    format_percent,
    join_words,
)
from assistant.types import Instead, NotFound, Outcome, Relaxation
from retrieval.catalogue import Money, Quantity
from retrieval.conditions import Condition
from retrieval.discounts import DISCOUNT
from retrieval.nearby import has_order, in_order

__all__ = ["said_of_nothing"]

_MOST_QUOTED = 4
_MOST_VALUES = 4
_MOST_SIZES = 12
_PLAIN_WORD = re.compile(r"[^\W\d_]{1,24}(?:[-'’][^\W\d_]{1,24})*")
_COMES_IN = {"colour", "size", "material"}


def said_of_nothing(outcome: Outcome, speaker: Speaker) -> list[str]:
    """Say what was not found, and the next step; nothing where everything was found."""
    gap = outcome.not_found
    if gap is None:
        return []
    if gap.kind == "not_filterable":
        name = "not_filterable_shown" if outcome.cards else "not_filterable"
        return [speaker.say("not_found", name, subject=_quoted(gap.subject, speaker))]
    if gap.kind == "no_match" and outcome.request.skip:
        return [speaker.say("not_found", "no_more")]
    said = [_why(gap, speaker)]
    if outcome.relaxations:
        said += _way_on(outcome, outcome.relaxations[0], speaker)
    elif gap.kind == "not_carried":
        said.append(speaker.say("not_found", "try_else", example=speaker.example))
    return [*said, *map(quoted_passage, outcome.passages, repeat(speaker))]


def _why(gap: NotFound, speaker: Speaker) -> str:
    subject = gap.subject if gap.kind == "no_match" else _quoted(gap.subject, speaker)
    return speaker.say("not_found", gap.kind, subject=subject)


def _quoted(subject: str, speaker: Speaker) -> str:
    """Quote a few plain words of a short message; anything else is "that".

    A reply never repeats figures, links or parts of long messages: it would lend them the
    shop's voice.
    """
    words = subject.split()
    plain = len(words) <= _MOST_QUOTED and all(_PLAIN_WORD.fullmatch(word) for word in words)
    return f"“{subject}”" if words and plain and speaker.quotes else "that"


def _way_on(outcome: Outcome, best: Relaxation, speaker: Speaker) -> list[str]:
    """Say what there is in the place of the constraint that stands in the way, and how much."""
    said = [_what_there_is(best.instead, outcome, speaker)] if best.instead else []
    if not best.removal:
        return said
    counted = format_count(best.count, speaker.locale)
    relaxed = "one match" if best.count == 1 else f"{counted} {speaker.evidence.slots['kind']}"
    chips = join_words([f"“{chip.label}”" for chip in best.chips])
    name = "relax_in_stock" if outcome.cards else "relax"
    return [*said, speaker.say("not_found", name, chips=chips, relaxed=relaxed)]


def _what_there_is(instead: Instead, outcome: Outcome, speaker: Speaker) -> str:
    """Name the nearest figure, or the values that there are, the nearest first."""
    wish = instead.condition
    others = [c for c in outcome.request.conditions if (c.field, c.op) != ("category", "in")]
    group = "otherwise" if len(others) > 1 or outcome.like else "there_is"
    asked = [value for c in others if c.field == wish.field for value in c.values]
    if wish.field == "size" and not has_order(asked, instead.values):
        values = join_words(in_order(instead.values)[:_MOST_SIZES])
        return speaker.say(group, "sizes", values=values)
    if instead.figure is None:
        values = join_words(instead.values[:_MOST_VALUES])
        kind = wish.field if wish.field in _COMES_IN else "other"
        return speaker.say(group, kind, name=wish.field, values=values)
    least = "most" if wish.op == "min" else "least"
    kind = wish.field if wish.field in {"price", "rating", DISCOUNT} else "measure"
    said = _figure(wish, instead.figure, speaker)
    return speaker.say(group, f"{least}_{kind}", name=wish.field, figure=said)


def _figure(wish: Condition, figure: Decimal, speaker: Speaker) -> str:
    if wish.field == "price":
        return format_money(Money(amount=figure, currency=wish.unit), speaker.locale)
    if wish.field == DISCOUNT:
        return format_percent(wish.bound or figure, speaker.locale)
    return format_attribute(Quantity(value=float(figure), unit=wish.unit), speaker.locale)
