"""Products on disk instead of in memory: a sized collection that can be gone through again.

The file is SQLite's own temporary database: it has no name, so nothing is left behind even
when the process is killed. Knows nothing of feeds.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from types import TracebackType

from retrieval.catalogue import Product
from retrieval.errors import CatalogueError

__all__ = ["Spool", "scratch_database", "translated"]

_CACHE_KIB = 16_384


class Spool(Collection[Product]):
    """Products by ascending id, each read from disk when its turn comes.

    Iterating twice, or in two places at once, is fine; adding while iterating is not.
    """

    def __init__(self) -> None:
        self._database = scratch_database(
            "CREATE TABLE products (id TEXT PRIMARY KEY, json TEXT) WITHOUT ROWID"
        )

    def add(self, product: Product, json: str = "") -> bool:
        """Keep a product; say whether it replaces one of the same id.

        `json` is the product's JSON where the caller has it already.
        """
        text = json or product.model_dump_json()
        row = (product.id, text)
        with translated():
            known = self._database.execute("SELECT 1 FROM products WHERE id = ?", row[:1])
            replaces = known.fetchone() is not None
            self._database.execute("INSERT OR REPLACE INTO products VALUES (?, ?)", row)
        return replaces

    def get(self, product_id: str) -> Product | None:
        """Return the product of an id, if there is one."""
        with translated():
            found = self._database.execute("SELECT json FROM products WHERE id = ?", (product_id,))
            row = found.fetchone()
        return None if row is None else Product.model_validate_json(row[0])

    def currencies(self) -> Counter[str]:
        """Count the products by the currency of their prices; those without price are under ""."""
        found: Counter[str] = Counter()
        for product in self:
            found[next((v.price.currency for v in product.variants if v.price), "")] += 1
        return found

    def close(self) -> None:
        """Give the disk space back."""
        self._database.close()

    def __iter__(self) -> Iterator[Product]:
        with translated():
            for (text,) in self._database.execute("SELECT json FROM products ORDER BY id"):
                yield Product.model_validate_json(text)

    def __len__(self) -> int:
        with translated():
            (count,) = self._database.execute("SELECT count(*) FROM products").fetchone()
        return int(count)

    def __contains__(self, product: object) -> bool:
        return isinstance(product, Product) and self.get(product.id) == product

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def scratch_database(*tables: str) -> sqlite3.Connection:
    """Open a nameless database on disk that vanishes with its connection.

    SQLite puts it into the first of TMPDIR, /var/tmp, /usr/tmp and /tmp that can be written.
    """
    with translated():
        database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE_KIB}"):
            database.execute(f"PRAGMA {setting}")
        for table in tables:
            database.execute(table)
        database.execute("BEGIN")
    return database


@contextmanager
def translated() -> Iterator[None]:
    """Say in our words what SQLite cannot do; most often the disk is full."""
    try:
        yield
    except sqlite3.Error as error:
        raise CatalogueError(
            f"the feed cannot be laid aside on disk: {error}. Make room in the folder for "
            "temporary files, or name another in TMPDIR; nothing was changed"
        ) from error
