"""The names of a catalogue, to be found in a text: titles and brands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from retrieval.search import Index

__all__ = ["Names", "names_of"]


class Names:
    """Finds the longest title or brand at every place of a text."""

    def __init__(self, titles: Iterable[str], brands: Iterable[str]) -> None:
        self._titles = _any_of(titles)
        self._brands = _any_of(brands)

    def titles_in(self, text: str) -> list[str]:
        """Give the titles that a text names, in its order, repeats kept."""
        return self._titles.findall(text)

    def brands_in(self, text: str) -> list[str]:
        """Give the brands that a text names."""
        return self._brands.findall(text)


@lru_cache(maxsize=4)
def _names(titles: tuple[str, ...], brands: tuple[str, ...]) -> Names:
    return Names(titles, brands)


@lru_cache(maxsize=4)
def names_of(index: Index) -> Names:
    """Give the names of a catalogue; made once."""
    return _names(
        tuple(sorted({product.title for product in index.products})),
        tuple(sorted({product.brand for product in index.products if product.brand})),
    )


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    either = "|".join(map(re.escape, longest_first)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")
