"""Writes the description of one product from its kind's sentences.

A sentence is only used where it is true: whatever attribute or material word it names must
be the product's own. Knows nothing of prices, stock or ratings, and never speaks of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random

from retrieval.catalogue import AttributeValue
from retrieval.demo.recipes import Choice, parse
from retrieval.demo.tables import Department, Kind, departments
from retrieval.demo.wording import as_words, contains_phrase, fill

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
    """One pattern for each attribute the product has something to say about, shuffled."""
    names = [name for name, value in subject.attributes.items() if value is not False]
    rng.shuffle(names)
    patterns = []
    for name in names:
        known = subject.kind.says.get(name) or subject.department.says.get(name, ())
        patterns += rng.sample(known, min(1, len(known)))
    return patterns


def _next_true(patterns: list[str], subject: Subject, rng: Random) -> str | None:
    """Takes patterns off the front until one makes a true sentence."""
    while patterns:
        sentence = fill(patterns.pop(0), subject.slots, rng)
        if not _names_what_it_is_not(sentence, subject):
            return sentence
    return None


def _names_what_it_is_not(sentence: str, subject: Subject) -> bool:
    false = [name for name, value in subject.attributes.items() if value is False]
    if any(contains_phrase(sentence, name) for name in false):
        return True
    own = [word for value in subject.attributes.values() for word in _words(value)]
    rest = sentence.lower()
    for word in sorted(own, key=len, reverse=True):
        rest = rest.replace(word.lower(), "")
    foreign = _enumerated(subject.department.department, subject.kind_name) | _materials()
    return any(contains_phrase(rest, word) for word in foreign.difference(own))


def _words(value: AttributeValue) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


@cache
def _enumerated(department: str, kind: str) -> frozenset[str]:
    """Every word that an attribute of this kind may take."""
    shop = next(each for each in departments() if each.department == department)
    recipes = [*shop.attributes.items(), *_recipes(shop.kinds[kind])]
    return _choices(text for _, text in recipes)


@cache
def _materials() -> frozenset[str]:
    """Every material of the whole shop."""
    shops = departments()
    named = [pair for each in shops for kind in each.kinds.values() for pair in _recipes(kind)]
    named += [pair for each in shops for pair in each.attributes.items()]
    return _choices(text for name, text in named if name == "material")


def _recipes(kind: Kind) -> list[tuple[str, str]]:
    """Attribute names and recipes of a kind, those of its nouns included."""
    tables = (kind.attributes, *kind.nouns.values())
    return [pair for table in tables for pair in table.items()]


def _choices(recipes: Iterable[str]) -> frozenset[str]:
    parsed = (parse(text) for text in recipes)
    groups = (each.groups for each in parsed if isinstance(each, Choice))
    return frozenset(word for group in groups for words in group for word in words)
