"""The catalogue to search: this shop's own, or a large one that is imported and indexed first.

Indexing is done by the command itself, in a process apart, so that its memory is its own. Knows
nothing of what is measured.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
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
    """An open index and its embedder, a folder to work in, and what opening it took.

    `name` says what is in it; `indexed` are the seconds and the MB that making it took, where
    it was made.
    """

    name: str
    index: Index
    embeddings: Embeddings
    folder: Path
    opened_s: float
    indexed: tuple[float, float] | None = None


@contextmanager
def shelved(bench: Bench) -> Iterator[Shelf]:
    """Open the shop's index, or that of a feed or of made-up products, gone afterwards."""
    with TemporaryDirectory(prefix="aisle-bench-") as scratch:
        folder = Path(scratch)
        if bench.feed is None and bench.products is None:
            yield _opened(bench, folder)
            return
        feed = bench.feed or _make_feed(folder / "feed.jsonl", bench.products or 0)
        indexed = _run_index(feed, folder / "shop")
        settings = bench.settings.model_copy(update={"home": folder / "shop"})
        made = replace(bench, settings=settings)
        name = str(bench.feed or "made up")
        yield replace(_opened(made, folder), name=name, indexed=indexed)


def _opened(bench: Bench, folder: Path) -> Shelf:
    from assistant.build import build_embeddings
    from assistant.shop import prepare
    from retrieval.generations import open_index

    embeddings = build_embeddings(bench.settings)
    prepare(bench.settings, embeddings)
    began = time.perf_counter()
    index = open_index(bench.settings.index_folder, embeddings)
    opened = time.perf_counter() - began
    index.warm()
    return Shelf("this shop's", index, embeddings, folder, opened)


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
