"""Where the demo shop's data lie, and how a data file is written byte for byte the same.

Knows nothing of what the rows mean.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from pydantic import JsonValue

__all__ = [
    "customers_path",
    "events_path",
    "feed_path",
    "orders_path",
    "policies_path",
    "read_rows",
    "reviews_path",
    "write_rows",
]

Row = Mapping[str, JsonValue]


def feed_path() -> Path:
    """The products, gzipped, in the JSONL feed format."""
    return _data() / "products.jsonl.gz"


def reviews_path() -> Path:
    """The reviews, gzipped JSON lines, sorted by product and date."""
    return _data() / "reviews.jsonl.gz"


def customers_path() -> Path:
    """The customers, JSON lines: ids and tastes, no names."""
    return _data() / "customers.jsonl"


def orders_path() -> Path:
    """The orders, gzipped JSON lines, oldest first."""
    return _data() / "orders.jsonl.gz"


def events_path() -> Path:
    """Six months of behaviour, gzipped JSON lines of Google Retail `userEvents`."""
    return _data() / "events.jsonl.gz"


def policies_path() -> Path:
    """The folder of the shop's policies and FAQ, one Markdown file each."""
    return _data() / "policies"


def read_rows(path: Path) -> Iterator[dict[str, JsonValue]]:
    """The JSON objects of a file, one a line; gzipped where the name ends in .gz."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for line in text.decode("utf-8").splitlines():
        yield json.loads(line)


def write_rows(path: Path, rows: Iterable[Row]) -> int:
    """Writes `rows` as JSON lines and returns how many; the same rows give the same bytes."""
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows]
    text = "".join(f"{line}\n" for line in lines).encode("utf-8")
    if path.suffix == ".gz":
        text = gzip.compress(text, compresslevel=9, mtime=0)
    path.write_bytes(text)
    return len(lines)


def _data() -> Path:
    return Path(str(files(__package__) / "data"))
