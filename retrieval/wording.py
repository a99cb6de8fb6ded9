"""Which words a product counts as having, and how often each. Knows nothing of scores."""

from __future__ import annotations

from retrieval.catalogue import Product, Quantity
from retrieval.text import content_terms

__all__ = ["naming_terms", "product_terms"]

_TITLE, _KIND, _ATTRIBUTES, _DESCRIPTION = 3, 2, 1, 1
"""How often a field's words count: the weighted term frequency of Robertson, Zaragoza and
Taylor (Simple BM25 extension to multiple weighted fields, 2004)."""


def product_terms(product: Product) -> list[str]:
    """List the terms of a product, each as often as it counts."""
    return naming_terms(product) + content_terms(product.description) * _DESCRIPTION


def naming_terms(product: Product) -> list[str]:
    """List the terms of everything but the description."""
    terms = content_terms(product.title) * _TITLE
    terms += content_terms(" ".join((product.brand, *product.category))) * _KIND
    return terms + content_terms(" ".join(_attribute_text(product))) * _ATTRIBUTES


def _attribute_text(product: Product) -> list[str]:
    words: list[str] = []
    for name, value in product.attributes.items():
        if isinstance(value, bool):
            words.append(name if value else "")
        elif isinstance(value, Quantity):
            words.append(f"{name} {value}")
        else:
            words.extend(value)
    options = {option: None for variant in product.variants for option in variant.options.values()}
    return [*words, *options]
