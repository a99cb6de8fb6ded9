"""Words the sentences to learn from hand-written lines, each held to the check of answers.

Knows nothing of where an outcome comes from.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.answering.compose import traits_told
from assistant.answering.evidence import Evidence
from assistant.answering.grammar import is_free
from assistant.answering.ground import check
from assistant.answering.sentences import fill
from assistant.formats import format_attribute
from assistant.grounding import World, verify
from assistant.types import Outcome
from assistant.understanding.lexicon.turns import load_turns
from retrieval.catalogue import Product
from retrieval.text import stem, tokenise

__all__ = ["Telling", "Wordings", "load_wordings"]

Wordings = Mapping[str, Mapping[str, Sequence[str]]]
_PLAIN = re.compile(r"[a-z][a-z -]*")
"""What a model may write itself: no figure, no name."""
_MOST_TRAITS = 2


@cache
def load_wordings(language: str = "en") -> Wordings:
    """Read the lines of a language."""
    file = files("assistant.training.words") / f"answers.{language}.toml"
    wordings: Wordings = tomllib.loads(file.read_text(encoding="utf-8"))
    return wordings


@dataclass(frozen=True, slots=True)
class Telling:
    """Says what an outcome has in the manner of a turn."""

    wordings: Wordings
    outcome: Outcome
    evidence: Evidence
    world: World
    turn: int

    def sentence(self, slots: Sequence[str]) -> str:
        """Give a sentence with exactly these slots that passes the check; "" where none does."""
        name, place = _group(slots)
        for line in self._lines(name, place):
            form = is_free(line) and check(line, self.evidence, slots).passed
            if form and verify(fill(line, self.evidence.slots), self.world).passed:
                return line
        return ""

    def _lines(self, name: str, place: int) -> list[str]:
        """The lines of this manner, with traits where there are any, then without."""
        group, traits = self.wordings[name], ""
        if "traits" in group:
            adjectives = frozenset(self.wordings["adjectives"]["words"])
            traits = _traits(self.outcome.products[place - 1], adjectives)
        chosen = [group["traits"]] if traits else []
        lines = [some[self.turn % len(some)] for some in (*chosen, group["plain"])]
        return [self._filled(line, place, traits) for line in lines]

    def _filled(self, line: str, place: int, traits: str) -> str:
        for slot in ("title", "price", "material", "weight", "brand"):
            line = line.replace(f"{{{slot}}}", f"{{{place}.{slot}}}")
        return line.replace("<kind>", self._kind()).replace("<traits>", traits)

    def _kind(self) -> str:
        """The kind of what was found, where it is a plain plural; else "products"."""
        kind = self.evidence.slots.get("kind", "")
        last = tokenise(kind)[-1].text if kind else ""
        return kind if _PLAIN.fullmatch(kind) and stem(last) != last else "products"


def _group(slots: Sequence[str]) -> tuple[str, int]:
    """Which lines say these slots, and of which card."""
    if slots[0] == "count":
        return "count", 0
    place, last = int(slots[0].partition(".")[0]), slots[-1].rpartition(".")[2]
    return ("next" if place > 1 else "first") if last == "price" else last, place


def _traits(product: Product, adjectives: frozenset[str]) -> str:
    """What the model is told and the listing affirms, in words alone; "" where there is nothing."""
    known = traits_told(product)
    flags = [name for name in known if product.attributes.get(name) is True]
    told = [name for name in flags if _PLAIN.fullmatch(name) and _is_adjective(name, adjectives)]
    material = product.attributes.get("material")
    said = format_attribute(material) if isinstance(material, tuple) else ""
    if said in known and _PLAIN.fullmatch(said):
        told = [*told[:1], f"made of {said}"]
    return " and ".join(told[:_MOST_TRAITS])


def _is_adjective(name: str, adjectives: frozenset[str]) -> bool:
    last = name.rpartition(" ")[2]
    return last in adjectives or load_turns().adjective.search(last) is not None
