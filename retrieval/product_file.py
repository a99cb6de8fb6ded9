"""The products of a generation on disk: one JSON object a line, read when they are asked for.

Beside the lines lie where each begins, the ids, and what else is told of a product without
reading it. Knows nothing of vectors.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import overload

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from retrieval.catalogue import Product
from retrieval.errors import CatalogueError
from retrieval.parts import Parts

__all__ = ["CATALOGUE", "StoredProducts", "ids_of", "write_products"]

CATALOGUE = "catalogue.jsonl"
_ROWS = "rows"
_REMEMBERED = 4_096  # products kept as objects


class StoredProducts(Sequence[Product]):
    """The products of one folder in ascending order of id; safe to share between threads.

    Opening reads no product: `ids` and `active` (booleans, one a product) are kept apart.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / CATALOGUE
        rows = Parts.load(folder / _ROWS)
        self.ids: Sequence[str] = tuple(str(each) for each in _listed(rows.values["ids"]))
        self.active: npt.NDArray[np.bool_] = np.asarray(rows.arrays["active"], dtype=np.bool_)
        self._starts = np.asarray(rows.arrays["starts"], dtype=np.int64)
        self._bytes = np.memmap(self._path, dtype=np.uint8, mode="r")
        self._read = lru_cache(maxsize=_REMEMBERED)(self._parse)

    @overload
    def __getitem__(self, at: int) -> Product: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Product]: ...
    def __getitem__(self, at: int | slice) -> Product | Sequence[Product]:
        if isinstance(at, slice):
            return [self._read(each) for each in range(*at.indices(len(self)))]
        return self._read(range(len(self))[at])

    def __iter__(self) -> Iterator[Product]:
        """Read all products once, without keeping them."""
        return map(self._parse, range(len(self)))

    def __len__(self) -> int:
        return len(self.ids)

    def _parse(self, at: int) -> Product:
        line = self._bytes[self._starts[at] : self._starts[at + 1]].tobytes()
        try:
            return Product.model_validate_json(line)
        except ValidationError as error:
            raise CatalogueError(f"{self._path} cannot be read: {error}") from error


def ids_of(products: Sequence[Product]) -> Sequence[str]:
    """Give the ids of products, without reading those that lie in a file."""
    if isinstance(products, StoredProducts):
        return products.ids
    return [product.id for product in products]


def write_products(folder: Path, products: Iterable[Product]) -> Iterator[Product]:
    """Write products as they come and hand each on; ends when all are on disk.

    Raises:
        CatalogueError: ids that repeat or do not ascend, or no active product at all.
    """
    starts, ids, active = [0], list[str](), list[bool]()
    with (folder / CATALOGUE).open("wb") as file:
        for product in products:
            _check_order(ids, product)
            line = product.model_dump_json().encode("utf-8") + b"\n"
            file.write(line)
            starts.append(starts[-1] + len(line))
            ids.append(product.id)
            active.append(product.status == "active")
            yield product
        file.flush()
        os.fsync(file.fileno())
    if not any(active):
        raise CatalogueError("there is no active product to index: check the feed's report")
    arrays = {"starts": np.array(starts, dtype=np.int64), "active": np.array(active, dtype=bool)}
    Parts(arrays, {"ids": list(ids)}).save(folder / _ROWS)


def _check_order(before: Sequence[str], product: Product) -> None:
    if not before or before[-1] < product.id:
        return
    if before[-1] == product.id:
        raise CatalogueError(f"two products have the id {product.id!r}: ids must differ")
    raise CatalogueError(
        f"the product {product.id!r} comes after {before[-1]!r}: give products in ascending "
        "order of id"
    )


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
