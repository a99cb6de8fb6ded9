"""Writes the description of one product from its kind's sentences.

A sentence is only used where it is true: whatever attribute or material word it names must
be the product's own. Knows nothing of prices, stock or ratings, and never speaks of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from retrieval.catalogue import AttributeValue
from retrieval.demo.tables import Department, Kind
from retrieval.demo.truth import is_true_of
from retrieval.demo.wording import as_words, fill

__all__ = ["Subject", "describe"]

_PLANS = (
    *("O F", "O D", "O F D", "O D F", "O F F", "O D C", "O F C", "O D D"),
    *("O F D C", "O D F F", "O F D F", "O D D F", "O F F C", "O D F D C", "O D F C"),
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a description is about: a product before it has one; `turn` counts in its kind."""

    department: Department
    kind_name: str
    brand: str
    model: str
    noun: str
    attributes: Mapping[str, AttributeValue]
    turn: int

    @property
    def kind(self) -> Kind:
        """The table of this product's kind."""
        return self.department.kinds[self.kind_name]

    @property
    def category(self) -> tuple[str, str]:
        """Department and kind."""
        return (self.department.department, self.kind_name)

    @property
    def slots(self) -> Mapping[str, str]:
        """What a pattern may name: brand, model, noun and every attribute that has words."""
        spoken = {name: as_words(value) for name, value in self.attributes.items()}
        names = {"brand": self.brand, "model": self.model, "noun": self.noun.lower()}
        return {name: words for name, words in spoken.items() if words} | names


def describe(subject: Subject, rng: Random) -> str:
    """Two to five sentences, each true of the subject, none of them twice."""
    supply = {
        "O": _rotated(subject.kind.openings, subject.turn),
        "F": _facts(subject, rng),
        "D": rng.sample(subject.kind.details, len(subject.kind.details)),
        "C": rng.sample(subject.department.closings, len(subject.department.closings)),
    }
    sentences: list[str] = []
    for part in rng.choice(_PLANS).split():
        sentence = _next_true(supply[part], subject, rng)
        if sentence is not None and sentence not in sentences:
            sentences.append(sentence)
    if len(sentences) < 2:
        sentences += filter(None, [_next_true(supply["D"], subject, rng)])
    return " ".join(sentences)


def _rotated(patterns: tuple[str, ...], turn: int) -> list[str]:
    start = turn % len(patterns)
    return [*patterns[start:], *patterns[:start]]


def _facts(subject: Subject, rng: Random) -> list[str]:
    """One true pattern for each attribute that has something to say, shuffled."""
    names = [name for name, value in subject.attributes.items() if value is not False]
    rng.shuffle(names)
    patterns = []
    for name in names:
        known = subject.kind.says.get(name) or subject.department.says.get(name, ())
        shuffled = rng.sample(known, len(known))
        patterns += [pattern for pattern in shuffled if _fits(pattern, subject)][:1]
    return patterns


def _fits(pattern: str, subject: Subject) -> bool:
    """Whether the pattern is true of the subject, whatever its choices."""
    sentence = fill(pattern.replace("|", " "), subject.slots, Random(0))
    return is_true_of(sentence, subject.category, subject.attributes)


def _next_true(patterns: list[str], subject: Subject, rng: Random) -> str | None:
    """Takes patterns off the front until one makes a true sentence."""
    while patterns:
        sentence = fill(patterns.pop(0), subject.slots, rng)
        if is_true_of(sentence, subject.category, subject.attributes):
            return sentence
    return None
