"""A shop that keeps searching in a process of its own while its index is built and swapped.

It follows the pointer as `aisle serve` does: no error, no empty answer, and it ends on the new one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from retrieval_samples import make_products

from assistant.settings import Settings
from assistant.storefront import Storefront
from retrieval.filters import parse_where
from retrieval.generations import build_index, open_index, roll_back
from retrieval.word_embeddings import WordEmbeddings

ROOT = Path(__file__).parent.parent
EMBEDDINGS = WordEmbeddings(32)
OLD, NEW = make_products(40), make_products(60, seed=8)
QUERIES = ("boots", "swift headphones", "a blue dress", "something for the summer", "")
TURNS = 3  # rounds of all queries on the last generation before the shopper goes home
ASKED = (json.dumps(QUERIES), str(TURNS))

SHOPPER = """
import json, sys, time
sys.path[:0] = sys.argv[1:3]
from pathlib import Path
from assistant.settings import Settings
from assistant.storefront import Storefront
from retrieval.filters import parse_where
from retrieval.word_embeddings import WordEmbeddings

front = Storefront(Settings(home=Path(sys.argv[3])), WordEmbeddings(32))
queries, stop = json.loads(sys.argv[4]), Path(sys.argv[3], "stop")
cheap = parse_where("price<=100")
left, told = int(sys.argv[5]), []
print("open", flush=True)
while left:
    stopping = stop.exists()
    for query in queries:
        index = front().index
        found = [[h.product.id for h in index.search(query, limit=5).hits],
                 [h.product.id for h in index.search(query, cheap, limit=5).hits]]
        told.append([index.generation, query, found])
    left -= stopping and index.generation == stop.read_text()
print(json.dumps(told))
"""


class Shopper:
    """The other process, with what it has been answered so far."""

    def __init__(self, home: Path) -> None:
        self._stop = home / "stop"
        self._process = subprocess.Popen(
            [sys.executable, "-c", SHOPPER, *map(str, (ROOT, ROOT / "tests", home)), *ASKED],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "open\n"

    def end(self, on: str) -> list[tuple[str, str, list[list[str]]]]:
        """Let it go home once it searched a while on a generation; give all its answers."""
        self._stop.write_text(on)
        out, err = self._process.communicate(timeout=60)
        assert (self._process.returncode, err) == (0, "")
        return [tuple(answer) for answer in json.loads(out)]

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


@pytest.fixture
def shopper(tmp_path: Path) -> Iterator[Shopper]:
    build_index(OLD, tmp_path / "index", EMBEDDINGS)
    there = Shopper(tmp_path)
    yield there
    there.kill()


def expected(folder: Path) -> dict[str, list[list[str]]]:
    """What each query finds in the serving generation, told by this process."""
    index = open_index(folder, EMBEDDINGS)
    cheap = parse_where("price<=100")
    found = {
        query: [
            [hit.product.id for hit in index.search(query, limit=5).hits],
            [hit.product.id for hit in index.search(query, cheap, limit=5).hits],
        ]
        for query in QUERIES
    }
    index.close()
    return found


def test_a_shopper_notices_nothing_of_a_new_index_but_its_products(
    tmp_path: Path, shopper: Shopper
) -> None:
    folder = tmp_path / "index"
    first = next((folder / "generations").iterdir()).name
    answers = {first: expected(folder)}
    steps: list[str] = []

    def slowly(step: str, _done: int, _total: int) -> None:
        if step not in steps:
            steps.append(step)
            time.sleep(0.4)  # the other process searches meanwhile

    second = build_index(NEW, folder, EMBEDDINGS, progress=slowly).generation
    answers[second] = expected(folder)
    roll_back(folder, EMBEDDINGS)
    time.sleep(0.3)
    roll_back(folder, EMBEDDINGS)
    told = shopper.end(on=second)

    assert len(steps) >= 3, "the build was slow enough to be searched through"
    order = [generation for generation, _, _ in told]
    assert (order[0], order[-1]) == (first, second)
    assert order.count(first) >= 2 * len(QUERIES)
    assert order[-TURNS * len(QUERIES) :] == [second] * TURNS * len(QUERIES)
    for generation, query, found in told:
        assert all(found), f"nothing for {query!r} while {generation} served"
        assert found == answers[generation][query]


def test_an_index_that_cannot_be_opened_is_told_once_and_the_old_one_serves_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "index"
    first = build_index(OLD, folder, EMBEDDINGS).generation
    front = Storefront(Settings(home=tmp_path), EMBEDDINGS)
    build_index(NEW, folder, WordEmbeddings(64))
    for _ in range(3):
        assert front().index.generation == first
        assert front().index.search("boots").hits
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert f"generation {first} serves on" in caplog.text
    assert "words-64" in caplog.text
    third = build_index(OLD, folder, EMBEDDINGS).generation
    assert front().index.generation == third, "and it follows again"
