"""Small catalogues of other shops, which a file of labelled messages may be about.

Knows nothing of messages.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.formats import Manner
from assistant.service import Shop
from retrieval.documents import product_vectors
from retrieval.feeds import read_feed
from retrieval.search import Index

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["shop_over"]


def shop_over(feed: Path, embeddings: Embeddings) -> Shop:
    """Open a feed as a shop in memory, in the currency of most of its prices.

    Raises CatalogueError when the feed cannot be read.
    """
    products = tuple(sorted(read_feed(feed).products, key=lambda product: product.id))
    prices = (variant.price for product in products for variant in product.variants)
    currencies = Counter(price.currency for price in prices if price)
    manner = Manner(currencies.most_common(1)[0][0]) if currencies else Manner()
    return Shop(Index(products, product_vectors(products, embeddings), embeddings), manner)
