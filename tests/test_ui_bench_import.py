"""What the bench of imports stands on: a table that is read whole, and readers of one file."""

from __future__ import annotations

from itertools import chain, islice
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.settings import Settings
from retrieval.demo.many import make_many
from retrieval.demo.table import write_table
from retrieval.feeds import read_feed
from ui.bench import Bench, run_parts
from ui.bench.importing import READERS, read_by

ROWS = 300


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("feeds") / "feed.csv"
    write_table(path, make_many(ROWS), ROWS)
    return path


def test_the_table_is_a_feed_of_the_first_variants(feed: Path, tmp_path: Path) -> None:
    count = write_table(tmp_path / "feed.csv", make_many(ROWS), ROWS)
    report = read_feed(feed)
    assert report.formats == ("merchant",)
    assert (report.rows, report.rejected_rows, report.accepted) == (ROWS, 0, count)
    sold = {v.id: v for product in report.products for v in product.variants}
    made = chain.from_iterable(product.variants for product in make_many(ROWS))
    expected = {variant.id: variant for variant in islice(made, ROWS)}
    assert set(sold) == set(expected)
    for name, variant in expected.items():
        assert (sold[name].price, sold[name].list_price) == (variant.price, variant.list_price)
        assert sold[name].stock == variant.stock


@pytest.mark.parametrize("name", READERS)
def test_every_reader_reads_every_row(feed: Path, name: str) -> None:
    read = read_by(name, feed)
    assert read.rows == ROWS
    assert 0 < read.seconds < 60
    assert 4 < read.peak_mb < 500
    assert read.pace == pytest.approx(ROWS / read.seconds)


def test_a_reader_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match=r"none\.csv could not be read by plain.*No such file"):
        read_by("plain", tmp_path / "none.csv")


def test_the_part_names_what_it_read(tmp_path: Path) -> None:
    (part,) = run_parts(Bench(Settings(home=tmp_path), (), rows=1_000), ["import"])
    assert part.name == "import"
    assert part.notes[0].startswith("1,000 rows, ")
    pace, *memory = part.rows
    assert pace.plain is not None
    assert pace.ratio is not None
    assert all(row.unit == "MB" and row.ours.median > 4 for row in memory)
