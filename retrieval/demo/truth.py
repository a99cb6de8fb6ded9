"""Whether a sentence is true of a product, judged by the attribute words it names.

A sentence may name a material, a closure or a scent only where it is the product's own, and
a yes-or-no attribute only where it is yes. Knows nothing of who wrote the sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from retrieval.catalogue import AttributeValue
from retrieval.demo.recipes import Choice, parse
from retrieval.demo.tables import Kind, departments
from retrieval.demo.wording import contains_phrase

__all__ = ["is_true_of"]


def is_true_of(
    sentence: str, category: tuple[str, str], attributes: Mapping[str, AttributeValue]
) -> bool:
    """False where `sentence` names what a product of that category and attributes is not."""
    false = (name for name, value in attributes.items() if value is False)
    if any(contains_phrase(sentence, name) for name in false):
        return False
    own = [word for value in attributes.values() if isinstance(value, tuple) for word in value]
    rest = sentence.lower()
    for word in sorted(own, key=len, reverse=True):
        rest = rest.replace(word.lower(), "")
    foreign = (_enumerated(*category) | _materials()).difference(own)
    return not any(word.lower() in rest and contains_phrase(rest, word) for word in foreign)


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
