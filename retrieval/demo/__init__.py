"""Our own demo shop: generated from word tables and a seed, and committed as data."""

from __future__ import annotations

from retrieval.demo.files import (
    customers_path,
    events_path,
    feed_path,
    orders_path,
    policies_path,
    reviews_path,
)
from retrieval.demo.pictures import draw, write_pictures
from retrieval.demo.products import SEED, TODAY

__all__ = [
    "SEED",
    "TODAY",
    "customers_path",
    "draw",
    "events_path",
    "feed_path",
    "orders_path",
    "policies_path",
    "reviews_path",
    "write_pictures",
]
