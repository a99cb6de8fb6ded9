"""A large catalogue to search: imported and indexed by the command itself, in a process apart.

Knows nothing of what is measured on it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from ui.options import notice

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from retrieval.search import Index
    from ui.bench.setting import Bench

__all__ = ["Shelf", "shelved"]

_COMMAND = "from ui.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Shelf:
    """An open index and its embedder, a folder to work in, and what making it took."""

    index: Index
    embeddings: Embeddings
    folder: Path
    indexed_s: float
    peak_mb: float
    opened_s: float


@contextmanager
def shelved(bench: Bench) -> Iterator[Shelf]:
    """Index the bench's feed, or a made-up one of its size; all of it is gone afterwards."""
    from assistant.build import build_embeddings
    from retrieval.generations import open_index

    with TemporaryDirectory(prefix="aisle-bench-") as scratch:
        folder = Path(scratch)
        feed = bench.feed or _make_feed(folder / "feed.jsonl", bench.products)
        indexed_s, peak_mb = _run_index(feed, folder / "shop")
        embeddings = build_embeddings(bench.settings)
        began = time.perf_counter()
        index = open_index(folder / "shop" / bench.settings.index_folder.name, embeddings)
        index.search("warm")
        opened_s = time.perf_counter() - began
        yield Shelf(index, embeddings, folder, indexed_s, peak_mb, opened_s)
        index.close()


def _make_feed(path: Path, count: int) -> Path:
    from retrieval.demo.feed import feed_row
    from retrieval.demo.many import make_many

    notice(f"making {count} products")
    with path.open("w", encoding="utf-8") as file:
        for product in make_many(count):
            file.write(json.dumps(feed_row(product), ensure_ascii=False) + "\n")
    return path


def _run_index(feed: Path, shop: Path) -> tuple[float, float]:
    """Run `aisle index`; give its seconds and the most memory it held, in MB."""
    notice(f"indexing {feed}")
    command = [sys.executable, "-c", _COMMAND, "index", str(feed), "--shop", str(shop), "--json"]
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise AssistantError(f"{feed} could not be indexed; what it says stands above")
    return time.perf_counter() - began, used.ru_maxrss / 1024
