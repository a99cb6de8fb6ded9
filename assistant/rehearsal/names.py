"""The names of a catalogue, to be found in a text: titles, brands, materials."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from retrieval.search import Index
from retrieval.text import fold

__all__ = ["Names", "names_of"]


class Names:
    """Finds the longest title or brand at every place of a text; `materials` are folded."""

    def __init__(
        self, titles: Iterable[str], brands: Iterable[str], materials: Iterable[str]
    ) -> None:
        self.materials = frozenset(map(fold, materials))
        self._titles = _any_of(titles)
        self._brands = _any_of(brands)

    def titles_in(self, text: str) -> list[str]:
        """Give the titles that a text names, in its order, repeats kept."""
        return self._titles.findall(text)

    def brands_in(self, text: str) -> list[str]:
        """Give the brands that a text names."""
        return self._brands.findall(text)


@lru_cache(maxsize=4)
def _names(*names: tuple[str, ...]) -> Names:
    titles, brands, materials = names
    return Names(titles, brands, materials)


@lru_cache(maxsize=4)
def names_of(index: Index) -> Names:
    """Give the names of a catalogue; made once, also for one that differs in figures alone."""
    materials = {
        material
        for product in index.products
        for value in [product.attributes.get("material")]
        if isinstance(value, tuple)
        for material in value
    }
    titles = {product.title for product in index.products}
    brands = {product.brand for product in index.products if product.brand}
    return _names(*(tuple(sorted(found)) for found in (titles, brands, materials)))


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    either = "|".join(map(re.escape, longest_first)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")
