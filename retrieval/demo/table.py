"""Products as rows of a Google Merchant table, one a variant, for measuring imports.

Knows nothing of how such a row is read again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from retrieval.catalogue import Product, Quantity

__all__ = ["write_table"]

_HEADER = (
    "id", "item_group_id", "title", "description", "brand", "product_type", "price", "sale_price",
    "availability", "quantity", "color", "size", "material", "product_detail", "image_link",
)  # fmt: skip


def write_table(path: Path, products: Iterable[Product], rows: int) -> int:
    """Write the first `rows` variants of products as CSV; return how many products they are of."""
    seen: set[str] = set()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER)
        for group, cells in islice(_cells(products), rows):
            seen.add(group)
            writer.writerow(cells)
    return len(seen)


def _cells(products: Iterable[Product]) -> Iterator[tuple[str, list[str]]]:
    for product in products:
        details, material = _details(product), product.attributes.get("material", ())
        for variant in product.variants:
            was, asked = variant.list_price, variant.price
            yield (
                product.id,
                [
                    variant.id,
                    product.id,
                    product.title,
                    product.description,
                    product.brand,
                    " > ".join(product.category),
                    str(was or asked or ""),
                    str(asked) if was else "",
                    "in_stock" if variant.stock else "out_of_stock",
                    str(variant.stock),
                    variant.options.get("colour", ""),
                    variant.options.get("size", ""),
                    "/".join(material) if isinstance(material, tuple) else "",
                    details,
                    variant.image or "",
                ],
            )


def _details(product: Product) -> str:
    told = []
    for name, value in product.attributes.items():
        if isinstance(value, bool):
            told.append(f"About:{name}:{'yes' if value else 'no'}")
        elif isinstance(value, Quantity):
            told.append(f"About:{name}:{value}")
        elif name != "material":
            told.append(f"About:{name}:{value[0]}")
    return ",".join(told)
