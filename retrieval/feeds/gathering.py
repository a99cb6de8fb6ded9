"""Records to products, in bounded memory: rows wait on disk until their product is complete.

Each row is checked when it comes, so that what is wrong with it is told with its line. Knows
nothing of formats or files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby

from retrieval.catalogue import Product
from retrieval.errors import CatalogueError
from retrieval.feeds.joining import join
from retrieval.feeds.prices import Terms, names_currency
from retrieval.feeds.record import Record, Row
from retrieval.feeds.report import Tally
from retrieval.feeds.rows import Part, part_of
from retrieval.feeds.spool import Spool, scratch_database, translated

__all__ = ["Gathering"]

_MOST_VARIANTS = 5_000
_SHARED = b"many rows"  # stands for the digest of a product that several rows make
_TABLES = (
    "CREATE TABLE claims (key TEXT PRIMARY KEY, digest BLOB, line INTEGER) WITHOUT ROWID",
    "CREATE TABLE parts (product TEXT, head INTEGER, line INTEGER, json TEXT)",
)


@dataclass(frozen=True, slots=True)
class _Staged:
    """One row as it waits on disk; `product` is its product's id."""

    product: str
    head: bool
    line: int
    json: str


class Gathering:
    """The rows of one feed on their way into a spool; `tally` is told what becomes of each."""

    def __init__(self, terms: Terms, tally: Tally) -> None:
        self._terms = terms
        self._tally = tally
        self._database = scratch_database(*_TABLES)

    def take(self, record: Record) -> None:
        """Take one record in: it waits, repeats another, or is refused."""
        self._tally.cut = self._tally.cut or record.cut
        if record.row is None:
            if record.joins:
                self._tally.merge(record.line, record.joins, record.id)
            else:
                self._tally.reject(record.line, record.fault, record.id)
            return
        try:
            part = part_of(record.row, self._terms, head=record.head)
            self._stage(part, record)
        except CatalogueError as error:
            self._tally.reject(record.line, str(error), record.row.get("id"))

    def finish(self, spool: Spool) -> None:
        """Make the products of all rows taken and put them into the spool."""
        with translated():
            rows = self._database.execute(
                "SELECT product, head, line, json FROM parts ORDER BY product, head DESC, line"
            )
            staged = (_Staged(*row) for row in rows)
            for _, rows_of_one in groupby(staged, lambda part: part.product):
                self._finish_one(rows_of_one, spool)

    def close(self) -> None:
        """Give the disk space back."""
        self._database.close()

    def _stage(self, part: Part, record: Record) -> None:
        json = part.product.model_dump_json()
        digest = blake2b(json.encode(), digest_size=16).digest()
        keys = _claims(part, digest)
        known = [self._known(key) for key, _ in keys]
        repeats = None
        for (key, own), found in zip(keys, known, strict=True):
            if found is None or (own == _SHARED == found[0]):
                continue
            if found[0] != own:
                raise CatalogueError(
                    f"id: {key[1:]!r} was given before, on line {found[1]}, for something else"
                )
            repeats = found[1]
        if repeats is not None:
            self._tally.merge(record.line, f"repeats line {repeats}", part.product.id)
            return
        with translated():
            self._database.executemany(
                "INSERT OR IGNORE INTO claims VALUES (?, ?, ?)",
                [(key, own, record.line) for key, own in keys],
            )
            self._database.execute(
                "INSERT INTO parts VALUES (?, ?, ?, ?)",
                (part.product.id, part.head, record.line, json),
            )
        self._tally.counts["unnamed currency"] += _unnamed(record.row or {})

    def _known(self, key: str) -> tuple[bytes, int] | None:
        with translated():
            found = self._database.execute("SELECT digest, line FROM claims WHERE key = ?", (key,))
            row = found.fetchone()
        return None if row is None else (row[0], row[1])

    def _finish_one(self, rows: Iterable[_Staged], spool: Spool) -> None:
        rows = iter(rows)
        first = next(rows)
        head = Product.model_validate_json(first.json) if first.head else None
        parts = [] if head else [Product.model_validate_json(first.json)]
        parts += self._fitting(rows, parts, first.product)
        self._tally.counts["accepted"] += 1
        if len(parts) == 1 and head is None:
            replaced = spool.add(parts[0], first.json)
        else:
            replaced = spool.add(join(parts, head) if parts else _alone(head))
        self._tally.counts["replaced"] += replaced

    def _fitting(
        self, rows: Iterator[_Staged], parts: list[Product], product_id: str
    ) -> Iterator[Product]:
        """Yield the further parts of one product; refuse those that cannot belong to it."""
        currency = _currency(parts[0]) if parts else ""
        count = len(parts)
        for row in rows:
            part = Product.model_validate_json(row.json)
            variant = part.variants[0].id
            own = _currency(part)
            if count >= _MOST_VARIANTS:
                reason = f"item_group_id: {product_id!r} has more than {_MOST_VARIANTS} variants"
                self._tally.reject(row.line, reason, variant)
            elif currency and own and own != currency:
                reason = f"price: {own}, where {product_id!r} has prices in {currency}"
                self._tally.reject(row.line, reason, variant)
            else:
                currency, count = currency or own, count + 1
                self._tally.merge(row.line, f"a variant of {product_id!r}", variant)
                yield part


def _claims(part: Part, digest: bytes) -> list[tuple[str, bytes]]:
    """Name the ids that a row takes: "p..." products, "h..." heads, "v..." variants."""
    product = part.product
    claims = [(f"p{product.id}", _SHARED if part.shared else digest)]
    if part.head:
        return [*claims, (f"h{product.id}", digest)]
    return claims + [(f"v{variant.id}", digest) for variant in product.variants]


def _currency(product: Product) -> str:
    return next((v.price.currency for v in product.variants if v.price), "")


def _alone(head: Product | None) -> Product:
    if head is None:
        raise CatalogueError("a product without rows")
    return head


def _unnamed(row: Row) -> bool:
    listed = row.get("variants")
    priced = listed[0] if isinstance(listed, list) and listed else row
    price = priced.get("price") if isinstance(priced, dict) else None
    return price not in (None, "") and not names_currency(price)
