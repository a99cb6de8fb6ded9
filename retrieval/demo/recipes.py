"""Reads and draws the attribute recipes of the word tables: "30 % unless leather", "a / b".

Four forms, each a plain text that a shop owner can edit:

- ``30 %``, ``30 % unless leather or suede``, ``80 % if laces``: yes or no, by chance;
- ``180..340 g by 5``, with ``rising`` or ``falling`` at the end where it goes with the price;
- ``canvas / mesh / cotton + elastane``: one of these words (``+`` joins two that go together);
- ``plastic < steel < copper``: the same, the cheap ones first.

Knows nothing of departments, kinds or prices; how dear a product is comes in as a level.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from retrieval.catalogue import AttributeValue, Quantity
from retrieval.errors import CatalogueError

__all__ = ["Chance", "Choice", "Range", "Recipe", "draw", "parse"]

_CHANCE = re.compile(r"(?P<percent>\d+) %(?: (?P<word>unless|if) (?P<words>.+))?")
_RANGE = re.compile(
    r"(?P<low>-?[\d.]+?)\.\.(?P<high>-?[\d.]+)(?: (?P<unit>\S+))??"
    r"(?: by (?P<step>[\d.]+))?(?: (?P<trend>rising|falling))?"
)


@dataclass(frozen=True, slots=True)
class Chance:
    """Yes with a probability; never where a word of `unless` or no word of `only_if` was drawn."""

    probability: float
    unless: frozenset[str] = frozenset()
    only_if: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Range:
    """A measured number between two ends, in steps; `trend` is +1, 0 or -1 with the price."""

    low: float
    high: float
    step: float
    unit: str
    trend: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several word groups; `graded` means they are ordered from cheap to dear."""

    groups: tuple[tuple[str, ...], ...]
    graded: bool


Recipe = Chance | Range | Choice


def parse(text: str) -> Recipe:
    """The recipe that `text` writes down; `CatalogueError` where it is empty."""
    if chance := _CHANCE.fullmatch(text):
        return _chance(chance)
    if numbers := _RANGE.fullmatch(text):
        return _range(numbers)
    mark = "<" if "<" in text else "/"
    groups = tuple(_words(part, "+") for part in _words(text, mark))
    if not groups or not all(groups):
        raise CatalogueError(f"the attribute recipe {text!r} holds an empty word; fill or drop it")
    return Choice(groups, graded=mark == "<")


def draw(
    recipe: Recipe, rng: Random, level: float, so_far: Mapping[str, AttributeValue]
) -> AttributeValue:
    """One value; `level` is 0 for the cheapest and 1 for the dearest product of a kind."""
    if isinstance(recipe, Chance):
        return _draw_chance(recipe, rng, so_far)
    if isinstance(recipe, Range):
        return _draw_range(recipe, rng, level)
    if not recipe.graded:
        return rng.choice(recipe.groups)
    place = _wobble(rng, level) * len(recipe.groups)
    return recipe.groups[min(int(place), len(recipe.groups) - 1)]


def _chance(found: re.Match[str]) -> Chance:
    words = frozenset(_words(found["words"] or "", " or "))
    probability = int(found["percent"]) / 100
    if found["word"] == "unless":
        return Chance(probability, unless=words)
    return Chance(probability, only_if=words)


def _range(found: re.Match[str]) -> Range:
    trend = {"rising": 1, "falling": -1}.get(found["trend"] or "", 0)
    low, high = float(found["low"]), float(found["high"])
    return Range(low, high, float(found["step"] or 1), found["unit"] or "", trend)


def _words(text: str, mark: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(mark)) if text else ()


def _draw_chance(recipe: Chance, rng: Random, so_far: Mapping[str, AttributeValue]) -> bool:
    luck = rng.random() < recipe.probability
    drawn = set(_spoken(so_far.values()))
    if recipe.only_if and not recipe.only_if & drawn:
        return False
    return luck and not recipe.unless & drawn


def _spoken(values: Iterable[AttributeValue]) -> Iterable[str]:
    for value in values:
        if isinstance(value, tuple):
            yield from value


def _draw_range(recipe: Range, rng: Random, level: float) -> Quantity:
    place = rng.random()
    if recipe.trend:
        place = _wobble(rng, level if recipe.trend > 0 else 1 - level)
    steps = round(place * (recipe.high - recipe.low) / recipe.step)
    return Quantity(value=round(recipe.low + steps * recipe.step, 2), unit=recipe.unit)


def _wobble(rng: Random, level: float) -> float:
    return min(max(level + rng.uniform(-0.2, 0.2), 0.0), 1.0)
