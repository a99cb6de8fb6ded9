"""Ratings, sizes and counts; and every number that is left, which nothing bears out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial

from assistant.grounding.claims import Ground
from assistant.grounding.cues import compiled, phrases
from assistant.grounding.figures import DIGITS, read_number, worded
from assistant.grounding.scan import Scan
from assistant.grounding.terms import any_of
from assistant.grounding.world import Subject
from retrieval.text import fold

__all__ = ["borne_out_by_all", "counts", "numbers", "ratings", "sizes"]

_COUNTED = re.compile(
    r"\s+(?:(?:other|more|matching)\s+)?(?:products?|items?|options?|choices?|match|matches|things|"
    r"that|which|in all|to choose|of them|for)\b",
    re.IGNORECASE,
)
_SIZE = re.compile(r"\bsizes?\s+(?:is\s+|of\s+)?([^\W_][\w./-]*)", re.IGNORECASE)
_PRONOUNS = {"one", "two", "both", "zero"}


def ratings(scan: Scan) -> None:
    """Stars, and how many have given them."""
    number = rf"(?:{DIGITS}|{worded(scan.cues)})"
    stars = rf"(?:\s*(?:{phrases(scan.cues.units['stars'])}))"
    led = rf"\brat(?:ed|ing)\s+(?:is\s+|of\s+|at\s+)?(?P<n>{number}){stars}*"
    bare = rf"(?<![\w.])(?P<m>{number}){stars}+"
    for found in scan.each(compiled(rf"{led}|{bare}")):
        value = _read(scan, found["n"] or found["m"])
        grounds = borne_out_by_all(scan.about(found.start()), partial(_rating, value))
        scan.settle("rating", *found.span(), grounds, f"{found[0]!r} is not its rating")
    raters = phrases(scan.cues.units["raters"])
    for found in scan.each(compiled(rf"(?<![\w.])({number})\s+(?:{raters})\b")):
        grounds = borne_out_by_all(
            scan.about(found.start()), partial(_raters, _read(scan, found[1]))
        )
        scan.settle("rating", *found.span(), grounds, f"{found[0]!r} is not how many have rated it")


def sizes(scan: Scan) -> None:
    """A size that is named is one that the product comes in."""
    for found in scan.each(_SIZE):
        subjects, told = scan.about(found.start()), scan.masked[found.start(1) :]
        known = {v.options.get("size", "") for s in subjects for v in s.product.variants} - {""}
        whole = any_of(known).match(told)
        size = whole[0] if whole else found[1].rstrip(".")
        if whole or size.isupper() or any(letter.isdigit() for letter in size):
            grounds = borne_out_by_all(subjects, partial(_size, fold(size)))
            end = found.start(1) + len(size)
            scan.settle("property", found.start(), end, grounds, f"{size!r} is none of its sizes")


def counts(scan: Scan) -> None:
    """How many products match, where it is they that are counted."""
    for found in scan.each(_number(scan)):
        counted = _COUNTED.match(scan.masked, found.end()) or _is_kind(scan, found.end())
        if counted and not scan.named and _read(scan, found[0]) == scan.world.count:
            ground = Ground("result", "", "match_count", str(scan.world.count))
            scan.claim("count", *found.span(), (ground,))


def numbers(scan: Scan) -> None:
    """A number that nothing has taken is borne out by nothing; "one" and "two" may be pronouns."""
    for found in scan.each(_number(scan)):
        value, shown = _read(scan, found[0]), len(scan.world.subjects)
        if found[0].lower() in _PRONOUNS and (value or 0) <= max(1, shown):
            scan.take(*found.span())
        else:
            scan.claim("number", *found.span(), reason=f"nothing bears out {found[0]!r}")


def _number(scan: Scan) -> re.Pattern[str]:
    return compiled(rf"(?<![\w.,])(?:{DIGITS}|{worded(scan.cues)})(?!\w)")


def borne_out_by_all(
    subjects: Iterable[Subject], ground: Callable[[Subject], Ground | None]
) -> tuple[Ground, ...] | None:
    """Give what bears a claim out for each product; None where one of them has nothing."""
    grounds = [ground(subject) for subject in subjects]
    kept = tuple(ground for ground in grounds if ground)
    return kept if kept and len(kept) == len(grounds) else None


def _rating(value: Decimal | None, subject: Subject) -> Ground | None:
    rating = subject.product.rating
    same = rating is not None and value == Decimal(str(rating))
    return subject.ground("rating", rating) if same else None


def _raters(value: Decimal | None, subject: Subject) -> Ground | None:
    count = subject.product.rating_count
    return subject.ground("rating_count", count) if value == count else None


def _size(size: str, subject: Subject) -> Ground | None:
    has = any(fold(v.options.get("size", "")) == size for v in subject.product.variants)
    return subject.ground("size", size) if has else None


def _is_kind(scan: Scan, at: int) -> bool:
    """Whether the name of a kind follows: "12 running shoes"."""
    following = scan.masked[at : at + 60]
    kinds = {value for c in scan.world.conditions if c.field == "category" for value in c.values}
    if re.match(rf"\s+(?:{phrases(kinds)})(?!\w)", following, re.IGNORECASE):
        return True
    return any(
        meaning.field == "category" and not following[: found.start].strip()
        for found in scan.world.terms.find(following)
        for meaning in found.meanings
    )


def _read(scan: Scan, text: str) -> Decimal | None:
    return read_number(text, scan.world.locale, scan.cues.numbers)
