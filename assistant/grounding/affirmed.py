"""The words that a listing bears out: what its sentences affirm, as stems.

A sentence that negates anything ("it is not padded") affirms nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.catalogue import Product
from retrieval.text import stem, tokenise

__all__ = ["affirmed", "stems_in"]

_NEGATION = re.compile(r"\b(no|non|not|never|nor|without|free)\b|n['’]t\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def affirmed(product: Product) -> frozenset[str]:
    """Give the stems that a product's listing affirms: in its name, values and sentences."""
    values = tuple(
        word
        for name, value in product.attributes.items()
        if value is True or isinstance(value, tuple)
        for word in ((name,) if value is True else value)
    )
    listed = (product.title, product.brand, *product.category, *values)
    return _affirmed((*listed, *_SENTENCE.split(product.description)))


def stems_in(text: str) -> frozenset[str]:
    """Give the stems of a text."""
    return frozenset(stem(token.text) for token in tokenise(text))


@lru_cache(maxsize=4096)
def _affirmed(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(stems_in(said) for said in texts if not _NEGATION.search(said)))
