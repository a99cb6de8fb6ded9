"""Makes every data file of the demo shop, in the order in which one needs the other.

Knows nothing of word tables; that is the makers' business.
"""

from __future__ import annotations

from pathlib import Path

from retrieval.demo.feed import feed_row
from retrieval.demo.files import feed_path, reviews_path, write_rows
from retrieval.demo.products import SEED, make_products
from retrieval.demo.reviews import make_reviews, rated

__all__ = ["generate"]


def generate(folder: Path, *, seed: int = SEED) -> dict[str, int]:
    """Writes the shop into `folder`; returns the number of rows by file name."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = make_products(seed)
    reviews = make_reviews(plain, seed)
    products = rated(plain, reviews)
    files = {
        feed_path().name: [feed_row(product) for product in products],
        reviews_path().name: [review.row() for review in reviews],
    }
    return {name: write_rows(folder / name, rows) for name, rows in files.items()}
