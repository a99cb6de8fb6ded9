"""Values and yes-or-no properties of the catalogue, affirmed or denied, held to the listings."""

from __future__ import annotations

import re
from functools import partial

from assistant.grounding.affirmed import affirmed
from assistant.grounding.claims import Ground
from assistant.grounding.counting import borne_out_by_all
from assistant.grounding.leftover import neutral
from assistant.grounding.scan import Scan
from assistant.grounding.terms import Found, Meaning
from assistant.grounding.world import Subject
from retrieval.text import fold, stem, tokenise

__all__ = ["properties"]

_MADE = re.compile(r"\bmade\s+(?:of|from|out of|in)\s*(?:\w+\s*,?\s*(?:and\s+)?)*$", re.IGNORECASE)
_FREE = re.compile(r"[\s-]free\b", re.IGNORECASE)
_JOINED = re.compile(r"[\s,·]*(?:,|\bor\b|\bnor\b)[\s,·]*$", re.IGNORECASE)
_MATERIAL = "material"


def properties(scan: Scan) -> None:
    """Hold every phrase of the vocabulary to the products that it is about."""
    denied_until = -1
    for found in scan.world.terms.find(scan.masked):
        if _says_nothing(scan, found):
            continue
        free = _FREE.match(scan.masked, found.end)
        denied = free is not None or _denied(scan, found) or _goes_on(scan, denied_until, found)
        denied_until = found.end if denied else -1
        end = free.end() if free else found.end
        meanings = _meant(scan, found)
        subjects = scan.about(found.start)
        test = _lacks if denied else _has
        grounds = borne_out_by_all(subjects, partial(test, meanings)) or _asked(
            scan, meanings, denied
        )
        said = scan.text[found.start : found.end]
        reason = f"{said!r} is {'not denied' if denied else 'not borne out'} by the listing"
        scan.settle("property", found.start, end, grounds, reason)


def _says_nothing(scan: Scan, found: Found) -> bool:
    """Whether a value is an everyday word ("home", "may") of a property that these lack."""
    if scan.masked[found.start : found.end].lower() not in neutral():
        return False
    subjects = scan.about(found.start)
    return not any(s.values(m.field) for s in subjects for m in found.meanings)


def _denied(scan: Scan, found: Found) -> bool:
    """Whether a negation stands before it in its clause; it is accounted for then."""
    start, before = scan.clause(found.start)
    negations = list(scan.cues.negators.finditer(before))
    if not negations:
        return False
    last = negations[-1]
    between = before[last.end() :]
    if "·" in between and not _JOINED.search(between):
        return False
    scan.take(start + last.start(), start + last.end())
    return True


def _goes_on(scan: Scan, denied_until: int, found: Found) -> bool:
    """Whether a denial goes on: "not leather or suede"."""
    if denied_until < 0:
        return False
    between = scan.masked[denied_until : found.start]
    return re.fullmatch(r"[\s·]*(?:,|\bor\b|\bnor\b|/)[\s·]*", between) is not None


def _meant(scan: Scan, found: Found) -> tuple[Meaning, ...]:
    """What a phrase can mean where it stands: behind "made of" it is a material."""
    if _MADE.search(scan.masked[: found.start].replace("·", "x")):
        materials = tuple(m for m in found.meanings if _MATERIAL in m.field)
        return materials or found.meanings
    return found.meanings


def _has(meanings: tuple[Meaning, ...], subject: Subject) -> Ground | None:
    for meaning in meanings:
        if _holds(meaning, subject):
            return subject.ground(meaning.field, meaning.value)
    words = _words(meanings)
    worded = any(m.value != "yes" and _MATERIAL not in m.field for m in meanings)
    if worded and any(said <= affirmed(subject.product) for said in words):
        return subject.ground("description", meanings[0].value)
    return None


def _lacks(meanings: tuple[Meaning, ...], subject: Subject) -> Ground | None:
    """The listing speaks of the property, and denies this value; nor do its words affirm it."""
    if any(_holds(meaning, subject) for meaning in meanings):
        return None
    if any(said <= affirmed(subject.product) for said in _words(meanings)):
        return None
    for meaning in meanings:
        if subject.values(meaning.field) is not None:
            return subject.ground(meaning.field, f"not {meaning.value}")
    return None


def _holds(meaning: Meaning, subject: Subject) -> bool:
    held = subject.values(meaning.field)
    if held is None or isinstance(held, bool):
        return held is True and meaning.value == "yes"
    wanted = fold(meaning.value)
    return any(fold(value) == wanted for value in held)


def _asked(scan: Scan, meanings: tuple[Meaning, ...], denied: bool) -> tuple[Ground, ...] | None:
    """A property of all that was found, named by no product: what the request asks for."""
    if scan.named:
        return None
    for condition in scan.world.conditions:
        wanted = {fold(value) for value in condition.values}
        op = "not_in" if denied else "in"
        if any(
            (condition.field, condition.op) == (m.field, op) and fold(m.value) in wanted
            for m in meanings
        ):
            return (Ground("request", "", condition.field, ", ".join(condition.values)),)
    return None


def _words(meanings: tuple[Meaning, ...]) -> list[frozenset[str]]:
    texts = {m.field if m.value == "yes" else m.value for m in meanings}
    return [frozenset(stem(t.text) for t in tokenise(text)) for text in texts]
