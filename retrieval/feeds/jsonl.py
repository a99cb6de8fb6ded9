"""Our JSONL: one product, or one flat Google Merchant row, a line; plain or gzipped.

Knows nothing of what becomes of the products.
"""

from __future__ import annotations

import json
from pathlib import Path

from retrieval.catalogue import CatalogueError, Product
from retrieval.feeds.lines import Line, read_lines
from retrieval.feeds.report import FeedReport, RejectedRow
from retrieval.feeds.rows import Group, Row, product_of, row_id
from retrieval.feeds.values import word

__all__ = ["read_jsonl"]


def read_jsonl(path: Path | str, *, currency: str = "USD") -> FeedReport:
    """Read a feed; every bad row is listed with its line and reason, the rest is taken.

    `currency` is the ISO 4217 code of prices that name none. A product without price is taken:
    its price is on request.

    Raises:
        CatalogueError: the file as a whole cannot be read, or is not one object a line.
    """
    reader = _Reader(currency)
    for line in read_lines(Path(path)):
        if reader.rows == 0 and line.text.startswith("["):
            raise CatalogueError(f"the feed {path} is one JSON array: write one object a line")
        reader.read(line)
    return reader.report()


class _Reader:
    def __init__(self, currency: str) -> None:
        self.rows = 0
        self._currency = currency
        self._made: dict[str, Product | Group] = {}
        self._variant_ids: set[str] = set()
        self._rejected: list[RejectedRow] = []

    def read(self, line: Line) -> None:
        self.rows += 1
        row: Row = {}
        try:
            row = _object(line)
            self._take(row, line.number)
        except CatalogueError as error:
            self._reject(line.number, str(error), row)

    def report(self) -> FeedReport:
        products = []
        for made in self._made.values():
            try:
                products.append(made.product() if isinstance(made, Group) else made)
            except CatalogueError as error:
                self._reject(made.line if isinstance(made, Group) else 0, str(error), {})
        rejected = sorted(self._rejected, key=lambda row: row.line)
        return FeedReport(tuple(products), tuple(rejected), self.rows)

    def _take(self, row: Row, line: int) -> None:
        if "variants" in row:
            product = product_of(row, self._currency)
            variant_ids = [variant.id for variant in product.variants]
            self._claim(product.id, variant_ids)
            self._made[product.id] = product
            self._variant_ids.update(variant_ids)
            return
        own = row_id(row)
        shared = word(row.get("item_group_id"), "item_group_id")
        made = self._made.get(shared or own)
        group = made if shared and isinstance(made, Group) else Group(shared or own, line, row)
        self._claim(None if group is made else group.id, [own])
        group.add(row, self._currency)
        self._made[group.id] = group
        self._variant_ids.add(own)

    def _claim(self, product_id: str | None, variant_ids: list[str]) -> None:
        taken = [own for own in variant_ids if own in self._variant_ids]
        if product_id is not None and product_id in self._made:
            taken.insert(0, product_id)
        if taken:
            raise CatalogueError(f"id: {taken[0]!r} was given before")

    def _reject(self, line: int, reason: str, row: Row) -> None:
        named = row.get("id")
        self._rejected.append(
            RejectedRow(line, reason, str(named)[:200] if isinstance(named, (str, int)) else "")
        )


def _object(line: Line) -> Row:
    if line.fault:
        raise CatalogueError(line.fault)
    try:
        row = json.loads(line.text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise CatalogueError(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise CatalogueError("not a JSON object")
    return row


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not a number")
