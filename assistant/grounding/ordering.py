"""Comparatives and superlatives: held to the figures of the products that are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.grounding.cues import Compared, compiled, phrases
from assistant.grounding.scan import Scan
from assistant.grounding.world import Subject
from retrieval.catalogue import Quantity
from retrieval.conditions import field_key
from retrieval.sorts import Sort
from retrieval.units import dimension, to_base

__all__ = ["ordering"]

_THAN = re.compile(r"\s*(?:by\s+\S+\s*)?than\s+(?:the\s+)?", re.IGNORECASE)
_OF_THESE = re.compile(
    r"\s*(?:one|ones)?\s*(?:of|among|here|shown)\b(?:\s*(?:these|them|the|all|two|three|four|both|"
    r"those|shown|that are shown|is the)\b)*",
    re.IGNORECASE,
)
_SORTED = {
    ("price", "less"): Sort.PRICE_ASC,
    ("price", "more"): Sort.PRICE_DESC,
    ("rating", "more"): Sort.RATING,
    ("listed_on", "more"): Sort.NEWEST,
}
_Figure = tuple[str, float]
"""A dimension and a value in its base unit."""


def ordering(scan: Scan) -> None:
    """Every comparison with what is shown is true of the figures."""
    for compared in (*scan.cues.compared, *_named_measures(scan)):
        for found in scan.each(compared.pattern):
            if compared.extreme:
                _superlative(scan, compared, found)
            else:
                _comparative(scan, compared, found)


def _named_measures(scan: Scan) -> Iterator[Compared]:
    """ "Longer battery life", "the largest capacity": for what this catalogue measures."""
    names = [name for name in scan.world.terms.measures if name in scan.masked.lower()]
    for degree, words in scan.cues.comparing.items():
        if degree == "others":
            continue
        way = "more" if degree in {"more", "most"} else "less"
        for name in names:
            pattern = rf"(?<![\w-])(?:{phrases(words)})\s+{re.escape(name)}(?!\w)"
            extreme = degree in {"most", "least"}
            yield Compared(
                name,
                "more" if way == "more" else "less",
                extreme,
                compiled(pattern),
            )


def _comparative(scan: Scan, compared: Compared, found: re.Match[str]) -> None:
    subjects = scan.about(found.start())
    end, others = _compared_with(scan, found.end(), subjects)
    true = bool(subjects and others) and all(
        _is_beyond(s, other, compared) for s in subjects for other in others
    )
    grounds = tuple(s.ground(compared.by, _told(s, compared.by)) for s in (*subjects, *others))
    reason = f"the figures do not bear out {found[0]!r}"
    scan.settle("comparison", found.start(), end, grounds if true else None, reason)


def _superlative(scan: Scan, compared: Compared, found: re.Match[str]) -> None:
    subjects = scan.about(found.start())
    among = _OF_THESE.match(scan.masked, found.end())
    bounded = among or scan.world.all_shown or scan.world.count is None
    sorted_so = _SORTED.get((compared.by, compared.way)) is scan.world.sort
    others = [s for s in scan.world.subjects if s not in subjects]
    true = (
        len(subjects) == 1
        and bool(others)
        and bool(bounded or sorted_so)
        and all(_is_beyond(subjects[0], o, compared, equal=sorted_so) for o in others)
    )
    grounds = tuple(s.ground(compared.by, _told(s, compared.by)) for s in (*subjects, *others))
    end = among.end() if among else found.end()
    reason = f"{found[0]!r} is not borne out by what is shown"
    scan.settle("comparison", found.start(), end, grounds if true else None, reason)


def _compared_with(
    scan: Scan, at: int, subjects: Sequence[Subject]
) -> tuple[int, tuple[Subject, ...]]:
    """Give with what a comparative compares, and where the comparison ends."""
    everybody = scan.world.subjects
    than = _THAN.match(scan.masked, at)
    if than is None:
        return at, _unsaid(subjects, everybody)
    for named in scan.named:
        if named.start == than.end():
            return than.end(), (named.subject,)
    for word, place in scan.cues.ordinals.items():
        told = compiled(rf"{word}(?:\s+(?:one|card|option|pick))?\b")
        if found := told.match(scan.masked, than.end()):
            return found.end(), tuple(s for s in everybody if s.place == place)
    rest = compiled(rf"(?:{phrases(scan.cues.comparing['others'])})\b")
    if found := rest.match(scan.masked, than.end()):
        return found.end(), tuple(s for s in everybody if s not in subjects)
    return than.end(), ()


def _unsaid(subjects: Sequence[Subject], everybody: Sequence[Subject]) -> tuple[Subject, ...]:
    """Without "than": with the card before it; the first card with all others."""
    if len(subjects) != 1:
        return ()
    place = subjects[0].place
    if place > 1:
        return tuple(s for s in everybody if s.place == place - 1)
    return tuple(s for s in everybody if s.place != place)


def _is_beyond(one: Subject, other: Subject, compared: Compared, *, equal: bool = False) -> bool:
    ours, theirs = _figure(one, compared.by), _figure(other, compared.by)
    if ours is None or theirs is None or ours[0] != theirs[0]:
        return False
    if ours[1] == theirs[1]:
        return equal
    return (ours[1] > theirs[1]) == (compared.way == "more")


def _figure(subject: Subject, by: str) -> _Figure | None:
    """What is compared, with its dimension; None where the listing does not give it."""
    price, product = subject.card.price, subject.product
    if by == "price":
        return (price.currency, float(price.amount)) if price else None
    if by == "rating":
        return None if product.rating is None else ("stars", product.rating)
    if by == "rating_count":
        return ("ratings", product.rating_count)
    if by == "listed_on":
        return ("days", product.listed_on.toordinal()) if product.listed_on else None
    return next(
        (
            (dimension(value.unit), to_base(value.value, value.unit))
            for name, value in product.attributes.items()
            if field_key(name) == by and isinstance(value, Quantity)
        ),
        None,
    )


def _told(subject: Subject, by: str) -> str:
    figure = _figure(subject, by)
    return f"{figure[1]:g} {figure[0]}" if figure else ""
