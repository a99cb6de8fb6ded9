"""Makes every data file of the demo shop, in the order in which one needs the other.

Knows nothing of word tables; that is the makers' business.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import JsonValue

from retrieval.catalogue import Product
from retrieval.demo.behaviour import make_events
from retrieval.demo.customers import make_customers
from retrieval.demo.feed import feed_row
from retrieval.demo.files import (
    customers_path,
    events_path,
    feed_path,
    orders_path,
    reviews_path,
    write_rows,
)
from retrieval.demo.orders import make_orders
from retrieval.demo.products import SEED, make_products
from retrieval.demo.reviews import Review, make_reviews, rated
from retrieval.demo.visits import make_visits

__all__ = ["generate", "make_rated_products"]


def make_rated_products(seed: int = SEED) -> tuple[tuple[Product, ...], tuple[Review, ...]]:
    """The products with their ratings, and the reviews that the ratings come from."""
    plain = make_products(seed)
    reviews = make_reviews(plain, seed)
    return rated(plain, reviews), reviews


def generate(folder: Path, *, seed: int = SEED) -> dict[str, int]:
    """Writes the shop into `folder`; returns the number of rows by file name."""
    folder.mkdir(parents=True, exist_ok=True)
    products, reviews = make_rated_products(seed)
    customers = make_customers(products, seed)
    visits = make_visits(customers, products, seed)
    orders = make_orders(visits, seed)
    files: dict[str, list[dict[str, JsonValue]]] = {
        feed_path().name: [feed_row(product) for product in products],
        reviews_path().name: [review.row() for review in reviews],
        customers_path().name: [customer.row() for customer in customers],
        orders_path().name: [order.row() for order in orders],
        events_path().name: list(make_events(visits, orders, seed)),
    }
    return {name: write_rows(folder / name, rows) for name, rows in files.items()}
