"""The desk where sentences of copy are checked: what passes is kept with its claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering import quotable_sentences
from assistant.copywriting.house import House
from assistant.copywriting.pieces import Brief
from assistant.copywriting.slots import claims_of_slots, slots_of
from assistant.grounding import Claim, Ground, Terms, Verdict, World, verify, world_of
from assistant.languages import language_of
from assistant.types import Act, Card, Outcome, Request
from retrieval.catalogue import Product

__all__ = ["Desk", "Line"]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence that may be used, and which product it speaks of; None for all of them.

    `slots` are those of its `template`; a line without a template is the listing's own. What it
    claims is judged by `judged`, which is how it reads without the words that the shop prefers.
    """

    text: str
    about: int | None = None
    slots: tuple[str, ...] = ()
    template: str = ""
    judged: str = ""


class Desk:
    """Holds sentences to the data of the products, one piece long."""

    def __init__(
        self,
        shown: Sequence[tuple[Card, Product]],
        house: House,
        terms: Terms,
        brief: Brief,
        locale: str,
    ) -> None:
        self.shown = tuple(shown)
        self.locale = locale
        self.slots = [slots_of(card, product, locale, brief.season) for card, product in shown]
        self.claims: list[Claim] = []
        self.left_out: list[tuple[str, str]] = []
        self._house = house
        self._worlds = [self._world([pair], terms, locale) for pair in self.shown]
        self._all = self._world(self.shown, terms, locale)

    def first(self, lines: Iterable[Line], room: int) -> str:
        """Give the first line that fits and holds, "" where none does."""
        fitting = (line for line in lines if len(line.text) <= room)
        return next((line.text for line in fitting if self._keeps(line)), "")

    def as_many(self, lines: Iterable[Line], room: int) -> str:
        """Join all that hold, in their order, as far as they fit."""
        text, joint = "", " " if language_of(self.locale) == "en" else ""
        for line in dict.fromkeys(lines):
            joined = f"{text}{joint if text else ''}{line.text}"
            if len(joined) > room:
                self.left_out.append((line.text, f"longer than {room} characters in all"))
            elif self._keeps(line):
                text = joined
        return text

    def _keeps(self, line: Line) -> bool:
        """Whether a line holds; its claims are noted, or why it is left out."""
        sentence = line.text
        if banned := self._house.banned_in(sentence):
            self.left_out.append((sentence, f"the house bans {banned!r}"))
            return False
        if avoided := self._house.sound.avoids(line.template or sentence):
            self.left_out.append((sentence, f"the house avoids {avoided!r}"))
            return False
        verdict = self._verdict(line)
        if not verdict.passed:
            self.left_out.append((sentence, verdict.reason))
            return False
        self.claims += verdict.claims
        return True

    def _verdict(self, line: Line) -> Verdict:
        """Judge by the listing's own words, by the brief's, or by what the data bear out.

        The check reads English; in another language a sentence is one of ours, and claims what
        its slots hold.
        """
        if line.slots == ("audience",):
            return Verdict((Claim("wish", line.text, (Ground("request", "", "audience"),)),))
        if line.about is None:
            return self._of_all(line)
        product = self.shown[line.about][1]
        if not line.template and line.text in quotable_sentences(product.description):
            ground = Ground("product", product.id, "description")
            return Verdict((Claim("quote", line.text, (ground,)),))
        if language_of(self.locale) == "en":
            return verify(line.judged or line.text, self._worlds[line.about])
        return Verdict(claims_of_slots(line.slots, self.slots[line.about], product.id))

    def _of_all(self, line: Line) -> Verdict:
        if language_of(self.locale) == "en":
            return verify(line.judged or line.text, self._all)
        count = str(len(self.shown))
        return Verdict((Claim("count", count, (Ground("result", "", "count", count),)),))

    def _world(self, pairs: Sequence[tuple[Card, Product]], terms: Terms, locale: str) -> World:
        outcome = Outcome(
            Request(Act.DETAILS),
            cards=tuple(card for card, _ in pairs),
            products=tuple(product for _, product in pairs),
            match_count=len(pairs),
        )
        return world_of(outcome, terms, locale=locale)
