"""A catalogue written as every format, packed in every way, comes back through `aisle index`.

What does not come back is named by `feed_losses`, and is exactly that.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from feed_catalogue import products
from feed_losses import Loss
from feed_writers import EXPORTS
from typer.testing import CliRunner

from retrieval.catalogue import Product
from retrieval.feeds import read_feed
from retrieval.generations import serving_products
from ui.cli import app

Pack = Callable[[bytes], bytes]


def _zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export/feed", data)
    return packed.getvalue()


PACKED: dict[str, Pack] = {"plain": bytes, "gzip": gzip.compress, "zip": _zipped}
ENCODED = ("utf-8", "utf-8-sig", "utf-16", "latin-1")
WAYS = [(encoding, packing) for encoding in ENCODED for packing in PACKED]
TURNS = [(name, *way) for name, way in zip(EXPORTS, WAYS, strict=True)]
"""Each format by the command, and each way to write a file once among them."""


def held(encoding: str) -> list[Product]:
    """The products whose letters an encoding has."""

    def fits(product: Product) -> bool:
        try:
            product.model_dump_json().encode(encoding)
        except UnicodeEncodeError:
            return False
        return True

    return [product for product in products() if fits(product)]


def imported(feed: Path, shop: Path) -> tuple[dict[str, Product], dict[str, object]]:
    """Import a feed with the command; give the products that serve, and its report."""
    done = CliRunner().invoke(app, ["index", str(feed), "--shop", str(shop), "--json"])
    assert done.exit_code == 0, done.output
    serving = {product.id: product for product in serving_products(shop / "index")}
    return serving, json.loads(done.stdout)


@pytest.mark.parametrize(("encoding", "packing"), WAYS)
@pytest.mark.parametrize("name", EXPORTS)
def test_what_was_written_is_read(tmp_path: Path, name: str, encoding: str, packing: str) -> None:
    export, sold = EXPORTS[name], held(encoding)
    feed = tmp_path / "feed"
    feed.write_bytes(PACKED[packing](export.write(sold).encode(encoding)))
    report = read_feed(feed)
    assert {product.id: product for product in report.products} == {
        product.id: export.left(product) for product in sold
    }
    assert (report.formats, report.accepted, report.rejected) == ((export.form,), len(sold), ())


@pytest.mark.model  # the command embeds what it imports
@pytest.mark.parametrize(("name", "encoding", "packing"), TURNS)
def test_what_was_written_is_what_is_sold(
    tmp_path: Path, name: str, encoding: str, packing: str
) -> None:
    export = EXPORTS[name]
    sold = held(encoding)
    assert len(sold) > 2
    feed = tmp_path / "feed"
    feed.write_bytes(PACKED[packing](export.write(sold).encode(encoding)))
    serving, report = imported(feed, tmp_path / "shop")
    assert serving == {product.id: export.left(product) for product in sold}
    assert report["formats"] == {str(feed): [export.form]}
    assert (report["accepted"], report["rejected"]) == (len(sold), [])
    guessed = [note for note in report["notes"] if "not UTF-8" in note]  # type: ignore[attr-defined]
    assert bool(guessed) == (encoding == "latin-1")


@pytest.mark.parametrize(
    ("name", "loss"), [(name, loss) for name, export in EXPORTS.items() for loss in export.losses]
)
def test_nothing_is_called_lost_that_is_not(name: str, loss: Loss) -> None:
    export = EXPORTS[name]
    assert any(export.left(p) != export.left(p, without=loss) for p in products())


def test_the_catalogue_has_each_kind_of_value() -> None:
    variants = [variant for product in products() for variant in product.variants]
    values = [value for product in products() for value in product.attributes.values()]
    assert any(variant.list_price for variant in variants)
    assert any(variant.price is None for variant in variants)
    assert {True, False} == {variant.stock > 0 for variant in variants}
    assert {"active", "discontinued"} == {product.status for product in products()}
    assert {True, False} <= {value for value in values if isinstance(value, bool)}
    assert any(isinstance(value, tuple) and len(value) > 1 for value in values)
