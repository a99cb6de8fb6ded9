"""Reductions in a message: "on sale", "at least 20 % off", "half price", "the biggest discount".

Gives them as bounds on the discount in percent. What only sells ("for sale") or bargains ("give me
20 % off") asks for none. Knows nothing of what is reduced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache

from assistant.understanding.amounts import Amount
from assistant.understanding.lexicon import Lexicon, phrase_pattern
from assistant.understanding.lexicon.reductions import Reductions, load_reductions
from assistant.understanding.spans import Span, covered
from assistant.understanding.spelling import spelt, spelt_pattern
from retrieval.discounts import DISCOUNT, UNIT

__all__ = ["besides", "find_discounts", "left_open"]

_MOST = 100
_STRICT = {"more than", "more then", "less than", "less then", ">", "<"}
_BETWEEN = r"(?:\s+(?:an?|of|by|with|the))*\s*$"
_RANGE = r"(?:(?P<low>\d{1,2})\s*(?:-|–|to|and)\s*)?"
_MORE = r"(?:\s*\+|\s+(?:or\s+more|and\s+up|and\s+more|or\s+higher|plus|minimum))?"
_FROM = r"(?:\s+(?:the\s+)?(?:usual|original|regular|normal|list|former|old|full)\s+price)?"


def besides(discounts: Iterable[Amount], amounts: Iterable[Amount]) -> tuple[Amount, ...]:
    """Leave out the amounts that are a part of a discount."""
    taken = [Span(amount.start, amount.end) for amount in discounts]
    return tuple(a for a in amounts if not covered(Span(a.start, a.end), taken))


def find_discounts(text: str, lexicon: Lexicon) -> tuple[Amount, ...]:
    """Find every bound on the discount that a message sets, in its order."""
    words = load_reductions(lexicon.language)
    found: list[Amount] = []
    no_wish = [*_open(text, words), *_sold(text, words)]
    for match in _percentages(lexicon).finditer(text):
        if _bargains(text, match, words):
            no_wish.append(Span(*match.span()))
        else:
            found += _by_percent(text, match, lexicon)
    for make in (_by_share, _refused, _reduced):
        taken = [*no_wish, *(Span(amount.start, amount.end) for amount in found)]
        found += besides(found, (a for a in make(text, lexicon, words) if not _in(a, taken)))
    return tuple(sorted(found, key=lambda amount: amount.start))


def left_open(text: str, lexicon: Lexicon) -> list[Span]:
    """Find where it is left open whether something is reduced: "doesn't have to be on sale"."""
    return list(_open(text, load_reductions(lexicon.language)))


def _open(text: str, words: Reductions) -> Iterator[Span]:
    pattern = rf"(?<!\w)(?:{_any(words.open)})\s+(?:\w+\s+)?(?:{_any(words.reduced)})(?!\w)"
    for match in re.finditer(pattern, text, re.IGNORECASE):
        yield Span(*match.span())


def _in(amount: Amount, taken: Iterable[Span]) -> bool:
    return covered(Span(amount.start, amount.end), taken)


def _percentages(lexicon: Lexicon) -> re.Pattern[str]:
    return _pattern(lexicon.language, spelt_pattern(lexicon.numbers))


@cache
def _pattern(language: str, numbers: str) -> re.Pattern[str]:
    words = load_reductions(language)
    figure = rf"{_RANGE}(?P<figure>\d{{1,3}}(?:[.,]\d+)?|{numbers})\s*(?:{_any(words.percent)})"
    behind = rf"{_MORE}\s*(?:price\s+)?(?:{_any(words.behind)})(?!\w)(?:\s+or\s+more)?{_FROM}"
    before = rf"(?<!\w)(?:{_any(words.before)})\s+(?P<bound>(?:[a-z]+\s+){{0,3}}?)"
    again = figure.replace("?P<low>", "?P<low2>").replace("?P<figure>", "?P<figure2>")
    return re.compile(rf"(?<![\w.,]){figure}{behind}|{before}{again}{_MORE}", re.IGNORECASE)


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _by_percent(text: str, match: re.Match[str], lexicon: Lexicon) -> list[Amount]:
    value = _number(match["figure"] or match["figure2"], lexicon)
    low = match["low"] or match["low2"]
    if not 0 < value <= _MOST:
        return []
    start, end = match.span()
    lead = match["bound"] if match["figure2"] else text[:start]
    op, words, place = _bound(lead or "", lexicon)
    if words and not match["figure2"]:
        start = place
    if low:
        return [_least(start, end, Decimal(low)), _most(start, end, value)]
    if op == "max":
        return [_least(start, end, Decimal(0)), _most(start, end, value, strict=words in _STRICT)]
    return [_least(start, end, value, strict=words in _STRICT)]


def _bound(before: str, lexicon: Lexicon) -> tuple[str, str, int]:
    """What bounds a percentage by the words that end right before it, and where they begin."""
    found = [
        (match.start(), op, match[0].lower())
        for op in ("max", "min")
        for match in phrase_pattern(lexicon.bounds[op]).finditer(before)
        if re.fullmatch(_BETWEEN, before[match.end() :])
    ]
    start, op, words = min(found, default=(len(before), "min", ""))
    return op, words, start


def _number(said: str, lexicon: Lexicon) -> Decimal:
    if said[0].isdigit():
        return Decimal(said.replace(",", "."))
    return Decimal(spelt(said, lexicon.numbers))


def _bargains(text: str, match: re.Match[str], words: Reductions) -> bool:
    before = rf"(?<!\w)(?:{_any(words.asks_before)})(?:\s+(?:an?|another|extra|the|some))*\s*$"
    behind = rf"\s*(?:on\s+|of\s+)?(?:{_any(words.asks_behind)})(?!\w)"
    asks = re.search(before, text[: match.start()], re.IGNORECASE)
    return bool(asks or re.match(behind, text[match.end() :], re.IGNORECASE))


def _sold(text: str, words: Reductions) -> Iterator[Span]:
    """ "For sale" and the like."""
    for match in phrase_pattern(words.selling).finditer(text):
        yield Span(*match.span())


def _by_share(text: str, _: Lexicon, words: Reductions) -> Iterator[Amount]:
    pattern = phrase_pattern(tuple(words.shares))
    for match in pattern.finditer(text):
        if not re.match(r"\s+of\b", text[match.end() :], re.IGNORECASE):
            yield _least(*match.span(), Decimal(words.shares[match[0].lower()]))


def _refused(text: str, _: Lexicon, words: Reductions) -> Iterator[Amount]:
    """ "Nothing on sale", "at full price"."""
    no = rf"(?<!\w)(?:{_any(words.refused)})\s+(?:(?:any|the|your)\s+)?"
    reduced = rf"(?:{no})(?:{_any(words.reduced)})(?!\w)"
    usual = rf"(?<!\w)(?:{_any(words.usual)})(?!\w)"
    for match in re.finditer(rf"{reduced}|{usual}", text, re.IGNORECASE):
        yield _most(*match.span(), Decimal(0))


def _reduced(text: str, lexicon: Lexicon, words: Reductions) -> Iterator[Amount]:
    """ "On sale", and what is sorted by: who wants the biggest discount wants one."""
    goods = re.compile(rf"[\s-]+(?:{_any(words.goods)})(?!\w)", re.IGNORECASE)
    for match in phrase_pattern((*words.reduced, *lexicon.sorts[DISCOUNT])).finditer(text):
        if not goods.match(text, match.end()):
            yield _least(*match.span(), Decimal(0))


def _least(start: int, end: int, value: Decimal, *, strict: bool = False) -> Amount:
    """A discount of that much at least; of none is no discount."""
    return Amount(DISCOUNT, "min", value, start, end, UNIT, strict=strict or not value)


def _most(start: int, end: int, value: Decimal, *, strict: bool = False) -> Amount:
    return Amount(DISCOUNT, "max", value, start, end, UNIT, strict=strict)
