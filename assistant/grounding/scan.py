"""One sentence while it is checked: what of it is accounted for, and what each part is about.

Text that a claim has taken is masked, so that no later step reads it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.grounding.claims import Claim, Ground, Kind
from assistant.grounding.cues import Cues, load_cues
from assistant.grounding.world import Subject, World

__all__ = ["MASK", "Named", "Scan"]

MASK = "·"
_BETWEEN = re.compile(rf"(?:[\s,(){MASK}]|\b(?:and|or|at|for|the)\b)*", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:.()—–]|\b(?:but|and|while|though|although)\b", re.IGNORECASE)
_THAN = re.compile(r"\bthan\s+(?:the\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A product named in the sentence; one that is only compared with is no subject of it."""

    start: int
    end: int
    subject: Subject
    compared_with: bool


class Scan:
    """Holds the claims found so far. `text` stays as it is, `masked` loses what is taken."""

    def __init__(self, text: str, world: World) -> None:
        self.text = self.masked = text
        self.world = world
        self.cues: Cues = load_cues()
        self.claims: list[Claim] = []
        self.named: list[Named] = []

    def take(self, start: int, end: int) -> None:
        """Mask a part: it is accounted for."""
        self.masked = self.masked[:start] + MASK * (end - start) + self.masked[end:]

    def claim(
        self, kind: Kind, start: int, end: int, grounds: tuple[Ground, ...] = (), reason: str = ""
    ) -> None:
        """Note a claim and take its text; without a `reason` it is borne out."""
        self.claims.append(Claim(kind, self.text[start:end].strip(), grounds, reason))
        self.take(start, end)

    def settle(
        self, kind: Kind, start: int, end: int, grounds: tuple[Ground, ...] | None, reason: str
    ) -> None:
        """Note a claim: borne out by the grounds, or for the reason not where there are none."""
        self.claim(kind, start, end, grounds or (), "" if grounds else reason)

    def each(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Give matches one after the other in what is not taken; each may be taken meanwhile."""
        at = 0
        while found := pattern.search(self.masked, at):
            at = max(found.end(), at + 1)
            yield found

    def name(self, start: int, end: int, subject: Subject) -> None:
        """Note that a product is named here."""
        compared = _THAN.search(self.masked[:start]) is not None
        self.named.append(Named(start, end, subject, compared))
        self.named.sort(key=lambda named: named.start)
        self.claim("name", start, end, (subject.ground("title", subject.card.title),))

    def about(self, at: int) -> tuple[Subject, ...]:
        """Give the products that the words at a place are about; all shown where none is named."""
        own = [named for named in self.named if not named.compared_with]
        if not own:
            return self.world.subjects
        before = [named for named in own if named.start <= at]
        if not before:
            return (own[0].subject,)
        if self.cues.plural.search(self.masked[before[-1].end : at]):
            return tuple(named.subject for named in self._joined(before))
        return (before[-1].subject,)

    def clause(self, at: int) -> tuple[int, str]:
        """Give the words of the clause before a place, and where they begin."""
        starts = [found.end() for found in _CLAUSE.finditer(self.masked, 0, at)]
        start = starts[-1] if starts else 0
        return start, self.masked[start:at]

    def _joined(self, before: list[Named]) -> list[Named]:
        """The last product named and those joined with it: "the A and the B are ..."."""
        joined = [before[-1]]
        for earlier in reversed(before[:-1]):
            if not _BETWEEN.fullmatch(self.masked[earlier.end : joined[0].start]):
                break
            joined.insert(0, earlier)
        return joined
