"""Reads a catalogue once and counts what it can be asked by.

Makes the plain values that a `Vocabulary` holds; knows nothing of how words are matched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from retrieval.catalogue import Product, Quantity
from retrieval.conditions import field_key
from retrieval.synonyms import stems_of
from retrieval.units import dimension, to_base

__all__ = [
    "Category",
    "Facet",
    "learn_brands",
    "learn_categories",
    "learn_facets",
    "learn_measures",
    "learn_nouns",
]

_FEWEST_TITLES = 3  # that a word must end before it counts as a noun for kinds
_MOSTLY = 0.7  # of the titles that hold a noun, what it must end
_USUAL = 0.2  # of a noun's titles, what a category must hold to be meant by it


@dataclass(frozen=True, slots=True)
class Category:
    """One node of the category tree: its path from the department down, and its products."""

    path: tuple[str, ...]
    count: int

    @property
    def name(self) -> str:
        """The last level's name, such as "running shoes"."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Facet:
    """One option or attribute: what kind of values it has, and which, with their counts.

    `count` is how many active products have it. `values` maps a value to its products, for
    words and yes-or-no facets; a number facet has `low` and `high` in `unit`, the most used,
    and `kinds`, the names of all categories that hold it.
    """

    name: str
    kind: Literal["words", "yes_no", "number"]
    is_option: bool
    count: int
    values: Mapping[str, int] = field(default_factory=dict)
    unit: str = ""
    low: float = 0.0
    high: float = 0.0
    kinds: frozenset[str] = frozenset()


def learn_categories(products: Iterable[Product]) -> tuple[Category, ...]:
    """Count the products under every node of the tree, in order of path."""
    counts: Counter[tuple[str, ...]] = Counter()
    for product in products:
        path = product.category
        counts.update({path[: depth + 1] for depth in range(len(path))})
    return tuple(Category(path, count) for path, count in sorted(counts.items()))


def learn_brands(products: Iterable[Product]) -> Mapping[str, int]:
    """Count the products of every brand, the largest first."""
    return dict(_ordered(Counter(product.brand for product in products if product.brand)))


def learn_facets(products: Sequence[Product]) -> Mapping[str, Facet]:
    """Learn every option and attribute by name."""
    words: dict[str, Counter[str]] = defaultdict(Counter)
    flags: dict[str, Counter[str]] = defaultdict(Counter)
    holders: Counter[str] = Counter()
    options = {field_key(n) for p in products for v in p.variants for n in v.options}
    for product in products:
        worded = _option_values(product)
        for raw, value in product.attributes.items():
            name = field_key(raw)
            if isinstance(value, bool):
                flags[name]["yes" if value else "no"] += 1
            elif not isinstance(value, Quantity):
                worded[name] |= set(value)
        for name, values in worded.items():
            words[name].update(values)
        holders.update({*worded, *(field_key(raw) for raw in product.attributes)})
    facets = [replace(f, count=holders[f.name]) for f in learn_measures(products).values()]
    for kind, source in (("yes_no", flags), ("words", words)):
        facets += [
            Facet(name, kind, name in options, holders[name], dict(_ordered(source[name])))  # type: ignore[arg-type]
            for name in source
        ]
    return {facet.name: facet for facet in sorted(facets, key=lambda f: (-f.count, f.name))}


def learn_measures(products: Iterable[Product]) -> Mapping[str, Facet]:
    """Learn every measured attribute, those too that other products have as words."""
    numbers: dict[str, list[Quantity]] = defaultdict(list)
    kinds: dict[str, set[str]] = defaultdict(set)
    for product in products:
        for raw, value in product.attributes.items():
            if isinstance(value, Quantity):
                numbers[field_key(raw)].append(value)
                kinds[field_key(raw)].update(product.category)
    return {name: _number(name, numbers[name], frozenset(kinds[name])) for name in numbers}


def _option_values(product: Product) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for variant in product.variants:
        for raw, value in variant.options.items():
            found[field_key(raw)].add(value)
    return found


def _number(name: str, quantities: Sequence[Quantity], kinds: frozenset[str]) -> Facet:
    units = Counter(quantity.unit for quantity in quantities)
    unit = min(units, key=lambda unit: (-units[unit], unit))
    one = to_base(1.0, unit)
    values = [
        round(to_base(quantity.value, quantity.unit) / one, 6)
        for quantity in quantities
        if dimension(quantity.unit) == dimension(unit)
    ]
    return Facet(
        name,
        "number",
        False,
        len(quantities),
        unit=unit,
        low=min(values),
        high=max(values),
        kinds=kinds,
    )


def _ordered(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def learn_nouns(products: Iterable[Product]) -> Mapping[str, Mapping[str, int]]:
    """Learn which kinds the last words of titles name: "cardigan" is a sweater.

    Gives, for every stem that ends enough titles, the categories it is used in, with counts;
    categories that it is rare in are left out. A word that mostly stands elsewhere in titles
    ("... case for a Kindle") names no kind.
    """
    uses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    titled: Counter[str] = Counter()
    for product in products:
        words = stems_of(product.title)
        titled.update(set(words))
        if words and words[-1].isalpha() and product.category:
            uses[words[-1]][product.category[-1]] += 1
    nouns = {
        noun: {name: n for name, n in counts.items() if n >= _USUAL * counts.total()}
        for noun, counts in uses.items()
        if counts.total() >= max(_FEWEST_TITLES, _MOSTLY * titled[noun])
    }
    return {noun: counts for noun, counts in nouns.items() if counts}
