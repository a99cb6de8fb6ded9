"""The committed data: made by these tables and this seed, small, and readable as a feed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import JsonValue

from retrieval import demo
from retrieval.demo.files import read_rows, write_rows
from retrieval.demo.generate import generate, make_rated_products
from retrieval.feeds import read_feed

_PATHS = (
    *(demo.feed_path(), demo.reviews_path(), demo.customers_path()),
    *(demo.orders_path(), demo.events_path()),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    counts = generate(folder)
    assert set(counts) == {path.name for path in _PATHS}
    return folder


@pytest.mark.parametrize("path", _PATHS, ids=lambda path: path.name)
def test_a_committed_file_is_what_tables_and_seed_give(path: Path, made: Path) -> None:
    """Rows are compared, since zlib versions may pack the same bytes differently."""
    fresh = list(read_rows(made / path.name))
    assert len(fresh) > 300
    assert fresh == list(read_rows(path))


def test_no_data_file_is_over_a_mebibyte() -> None:
    sizes = {
        path.name: path.stat().st_size
        for path in demo.feed_path().parent.rglob("*")
        if path.is_file()
    }
    assert len(sizes) >= 12
    assert max(sizes.values()) < 2**20


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    rows: list[dict[str, JsonValue]] = [{"name": "Müsli", "price": 3}]
    for name in ("first.jsonl.gz", "second.jsonl.gz"):
        assert write_rows(tmp_path / name, rows) == 1
    first, second = (tmp_path / name for name in ("first.jsonl.gz", "second.jsonl.gz"))
    assert first.read_bytes() == second.read_bytes()
    assert list(read_rows(first)) == rows


def test_the_feed_reads_back_as_the_products_it_was_written_from() -> None:
    report = read_feed(demo.feed_path())
    assert not report.rejected
    assert tuple(report.products) == make_rated_products()[0]


def test_the_command_writes_a_shop_elsewhere(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "retrieval.demo", "--seed", "11", "--out", str(tmp_path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert re.search(r"1,\d{3} products\.jsonl\.gz", said)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in _PATHS}
    assert list(read_rows(tmp_path / demo.feed_path().name)) != list(read_rows(demo.feed_path()))


def test_policies_are_titled_dated_and_answer_under_headings() -> None:
    files = sorted(demo.policies_path().glob("*.md"))
    assert {"shipping", "returns", "payment", "warranty", "privacy", "sizes", "gifts", "faq"} <= {
        path.stem for path in files
    }
    for path in files:
        text = path.read_text(encoding="utf-8")
        head = re.match(
            r"---\ntitle: (.+)\nlocale: en\nvalid_from: \d{4}-\d\d-\d\d\n---\n# (.+)\n", text
        )
        assert head, path.name
        assert head[1] == head[2]
        assert len(re.findall(r"^## ", text, re.MULTILINE)) >= 5
        assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1


def test_policies_agree_with_one_another_and_with_the_orders() -> None:
    text = {path.stem: path.read_text(encoding="utf-8") for path in demo.policies_path().iterdir()}
    assert "30 days" in text["returns"]
    assert "2 years" in text["warranty"]
    assert "4.90 USD" in text["shipping"]
    assert "50 USD" in text["shipping"]
    charged = {
        (str(order["shipping"]), float(str(order["total"])) >= 50)
        for order in read_rows(demo.orders_path())
    }
    assert charged <= {("0", True), ("4.90", False), ("4.90", True)}


def test_the_public_names_are_all_there() -> None:
    assert sorted(demo.__all__) == demo.__all__
    assert all(hasattr(demo, name) for name in demo.__all__)
