"""Products by their whole titles, wherever one stands in a text. Knows nothing of relevance."""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.catalogue import Product
from retrieval.text import tokenise

__all__ = ["Titles"]

_FEWEST = 3
"""Words from which a title names one product; a shorter one may be any kind's name."""


class Titles:
    """Looks for the titles of `products` in texts."""

    def __init__(self, products: Iterable[Product]) -> None:
        self._ids: dict[tuple[str, ...], str] = {}
        for product in products:
            words = _words(product.title)
            if len(words) >= _FEWEST:
                self._ids.setdefault(words, product.id)
        self._longest = max(map(len, self._ids), default=0)

    def find(self, text: str) -> str | None:
        """Return the id of the product whose title stands in the text, the longest, or None."""
        words = _words(text)
        for length in range(min(self._longest, len(words)), _FEWEST - 1, -1):
            for start in range(len(words) - length + 1):
                if found := self._ids.get(words[start : start + length]):
                    return found
        return None


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokenise(text))
