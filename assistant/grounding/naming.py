"""Quotes, product names and brands: only what is shown is named, only what is known is quoted."""

from __future__ import annotations

import re

from assistant.grounding.claims import Ground
from assistant.grounding.scan import Scan
from retrieval.text import fold

__all__ = ["brands", "quotes", "titles", "wishes"]

_QUOTE = re.compile(r"[“\"]([^”\"“]*)[”\"]")
_LISTED = r"(?<=[(:,])\s*{}(?=[),.]|$)"


def quotes(scan: Scan) -> None:
    """What stands in quotation marks is word for word what a known text says."""
    for found in scan.each(_QUOTE):
        said = fold(found[1])
        known = next((q for q in scan.world.quotables if said and said in fold(q.text)), None)
        scan.settle(
            "quote",
            *found.span(),
            (known.ground,) if known else None,
            f"no text that may be quoted says {found[1]!r}",
        )


def titles(scan: Scan) -> None:
    """Take the names of the products shown, the longest first."""
    longest_first = sorted(scan.world.subjects, key=lambda s: len(s.card.title), reverse=True)
    for subject in longest_first:
        pattern = re.compile(rf"(?<!\w){re.escape(subject.card.title)}(?!\w)")
        for found in scan.each(pattern):
            scan.name(*found.span(), subject)


def brands(scan: Scan) -> None:
    """A brand of the catalogue is that of the products meant."""
    for found in scan.each(scan.world.terms.brands):
        subjects = scan.about(found.start())
        own = [s for s in subjects if fold(s.card.brand) == fold(found[0])]
        borne_out = subjects and len(own) == len(subjects)
        grounds: tuple[Ground, ...] = tuple(s.ground("brand", s.card.brand) for s in own)
        reason = f"{found[0]!r} is not the brand"
        scan.settle("brand", *found.span(), grounds if borne_out else None, reason)


def wishes(scan: Scan) -> None:
    """Constraints repeated as they are in force: "(under $100, blue)"; of no single product."""
    if scan.named:
        return
    for label in sorted(scan.world.labels, key=len, reverse=True):
        for found in scan.each(re.compile(_LISTED.format(re.escape(label)), re.IGNORECASE)):
            scan.claim("wish", *found.span(), (Ground("request", "", "constraint", label),))
