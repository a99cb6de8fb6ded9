"""Stock, acts and promises, and what only the shop's own documents may say."""

from __future__ import annotations

from functools import partial
from typing import cast

from assistant.grounding.claims import Ground, Kind
from assistant.grounding.counting import borne_out_by_all
from assistant.grounding.cues import compiled, phrases
from assistant.grounding.figures import DIGITS, read_number, worded
from assistant.grounding.scan import Scan
from assistant.grounding.world import Subject
from assistant.types import Act

__all__ = ["acts", "reductions", "refused", "stock"]

_DONE = {"cart_add": Act.CART_ADD, "handoff": Act.HANDOFF, "order": None}


def stock(scan: Scan) -> None:
    """Whether something can be bought, and how much of it there is."""
    number = rf"(?<![\w.])({DIGITS}|{worded(scan.cues)})\s+(?:{phrases(scan.cues.units['left'])})\b"
    for found in scan.each(compiled(number)):
        value = read_number(found[1], scan.world.locale, scan.cues.numbers)
        grounds = borne_out_by_all(scan.about(found.start()), partial(_left, value))
        scan.settle("stock", *found.span(), grounds, f"{found[0]!r} is not what is in stock")
    for found in scan.each(scan.cues.stock["never"]):
        scan.claim("stock", *found.span(), reason=f"nothing bears out {found[0]!r}")
    for state in ("no", "yes"):
        for found in scan.each(scan.cues.stock[state]):
            _, before = scan.clause(found.start())
            there = (state == "yes") != (scan.cues.negators.search(before) is not None)
            grounds = borne_out_by_all(scan.about(found.start()), partial(_stocked, there))
            scan.settle("stock", *found.span(), grounds, f"{found[0]!r} is not so")


def acts(scan: Scan) -> None:
    """ "I have told the team": true only where it happened in this turn."""
    persons = rf"(?<!\w)(?:{phrases(scan.cues.persons)})(?!\w)(?:\s+[\w'’]+){{0,3}}?\s+"
    passive = r"\b(?:has|have|had|is|are|was|were|will|be|been|being|gets?)\s+(?:\w+\s+){0,2}?"
    for name, verbs in scan.cues.acts.items():
        done = _DONE[name] is not None and _DONE[name] in scan.world.done
        either = (*verbs["active"], *verbs["done"])
        said = rf"{persons}(?:{phrases(either)})|{passive}(?:{phrases(verbs['done'])})"
        pattern = compiled(rf"(?:{said})(?!\w)")
        for found in scan.each(pattern):
            grounds = (Ground("result", "", "done", name),) if done else None
            scan.settle("act", *found.span(), grounds, f"{found[0]!r} has not happened")


def reductions(scan: Scan) -> None:
    """ "On sale": there is a former, higher price."""
    for found in scan.each(scan.cues.reduced):
        grounds = borne_out_by_all(scan.about(found.start()), _reduced)
        scan.settle("discount", *found.span(), grounds, f"{found[0]!r}: no former price is listed")


def refused(scan: Scan) -> None:
    """What is left of delivery, policy, discounts, dates and praise is borne out by nothing."""
    for kind, pattern in scan.cues.refused.items():
        for found in scan.each(pattern):
            reason = f"nothing bears out {found[0]!r}"
            scan.claim(cast("Kind", kind), *found.span(), reason=reason)


def _left(value: object, subject: Subject) -> Ground | None:
    left = subject.variant.stock
    return subject.ground("stock", left) if value == left else None


def _stocked(there: bool, subject: Subject) -> Ground | None:
    is_there = subject.card.in_stock
    return subject.ground("in_stock", is_there) if is_there == there else None


def _reduced(subject: Subject) -> Ground | None:
    former = subject.card.list_price
    return subject.ground("list_price", former) if former else None
