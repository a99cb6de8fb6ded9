"""Which products a training of the assistant's parts learns from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from assistant.settings import Settings
    from retrieval.catalogue import Product

__all__ = ["products_of"]


def products_of(settings: Settings) -> Collection[Product]:
    """The shop's own products; the demo feed's where it is the demo shop, or there is no index."""
    from assistant.shop import is_demo
    from retrieval import demo
    from retrieval.feeds import read_feed
    from retrieval.generations import serving_products

    own = () if is_demo(settings) else serving_products(settings.index_folder)
    return tuple(own) or read_feed(demo.feed_path()).products
