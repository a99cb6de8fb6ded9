# ruff: noqa: RUF001 - Chinese and Russian texts
"""Encodings told by what is in a feed, or named; files that are no text, told as what they are."""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import zipfile
from pathlib import Path

import feed_samples as samples
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from retrieval.errors import CatalogueError
from retrieval.feeds import FeedReport, Spool, Terms, import_notes, read_feed, read_into
from retrieval.feeds.encodings import settled


def read(tmp_path: Path, data: bytes, encoding: str | None = None) -> FeedReport:
    path = tmp_path / "feed"
    path.write_bytes(data)
    return read_into(Spool(), path, terms=Terms("CNY"), encoding=encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gbk", "gb18030"])
def test_chinese_headers_prices_and_availability(tmp_path: Path, encoding: str) -> None:
    report = read(tmp_path, samples.MERCHANT_CHINESE.encode(encoding))
    boot, lamp = report.products
    assert report.formats == ("merchant",)
    assert (boot.title, boot.brand, boot.category) == ("登山靴", "凯乐石", ("鞋", "登山鞋"))
    assert (str(boot.variants[0].price), str(boot.variants[0].list_price)) == (
        "299.00 CNY",
        "399.00 CNY",
    )
    assert boot.variants[0].options == {"colour": "蓝色", "size": "42"}
    assert (lamp.variants[0].stock, str(lamp.variants[0].price)) == (0, "1299 CNY")
    assert report.assumed == (("GB18030 (Chinese)",) if encoding.startswith("gb") else ())


def test_chinese_woocommerce_headers(tmp_path: Path) -> None:
    table = (
        "ID,类型,SKU,名称,已发布,有货？,库存,重量（kg）,常规售价,分类,上级,属性 1 名称,属性 1 值\n"
        "1,variable,靴,登山靴,1,1,,0.9,,鞋 > 登山鞋,,尺码,42\n"
        "2,variation,靴-42,登山靴,1,1,3,,399,,靴,尺码,42\n"
    )
    report = read(tmp_path, table.encode())
    (boot,) = report.products
    assert report.formats == ("woocommerce",)
    assert (boot.variants[0].id, boot.variants[0].options) == ("靴-42", {"尺码": "42"})
    assert str(boot.attributes["weight"]).find("0.9") >= 0


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        ("Théière", "latin-1", "cp1252"),
        ("PROMOÇÃO", "cp1252", "cp1252"),
        ("GRÖSSE ÄÖÜ, 5 €", "cp1252", "cp1252"),
        ("Лампа настольная", "cp1251", "cp1252"),
        ("登山靴", "gbk", "gb18030"),
        ("LED 台灯，可调光", "gbk", "gb18030"),
        ("登山靴", "utf-8", "utf-8"),
        ("Lamp", "ascii", ""),
    ],
)
def test_what_the_first_letters_tell(text: str, encoding: str, told: str) -> None:
    assert settled(f"id,title\n1,{text}\n".encode(encoding)) == told


@given(st.text(st.characters(codec="cp1252", min_codepoint=32), min_size=1, max_size=80))
@example("ÇÃ" * 3)
@settings(max_examples=300)
def test_every_western_text_is_read_back_or_is_chinese_by_its_letters(text: str) -> None:
    raw = text.encode("cp1252")
    told = settled(raw)
    if told == "cp1252":
        assert raw.decode(told) == text
    elif told == "gb18030":  # four such letters in a row are in no western word
        assert re.search(rb"[\xa1-\xff]{4}", raw)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Лампа", "cp1251"), ("登山靴", "big5"), ("テント", "shift_jis"), ("등산화", "euc-kr")],
)
def test_an_encoding_that_is_named_is_used(tmp_path: Path, text: str, encoding: str) -> None:
    data = f"id,title,price\n1,{text},5 USD\n".encode(encoding)
    (product,) = read(tmp_path, data, encoding).products
    assert product.title == text
    guessed = read(tmp_path, data)
    (note,) = import_notes([(tmp_path / "feed", guessed)], guessed.products.currencies(), "USD")  # type: ignore[attr-defined]
    assert "not UTF-8" in note
    assert "--encoding" in note


def test_an_encoding_that_there_is_not_is_refused(tmp_path: Path) -> None:
    for name in ("klingon", "base64", "rot13", "x" * 999):
        with pytest.raises(CatalogueError, match=r"no encoding .*gb18030"):
            read(tmp_path, b"id,title\n1,a\n", name)


def test_a_western_line_after_64_kib_of_ascii_is_told_by_itself(tmp_path: Path) -> None:
    rows = "".join(f"{at},Lamp {at},5 USD\n" for at in range(6000))
    for last, encoding in (("Théière", "cp1252"), ("登山靴", "gbk"), ("登山靴", "utf-8")):
        report = read(tmp_path, f"id,title,price\n{rows}z,{last},5 USD\n".encode(encoding))
        assert last in {product.title for product in report.products}


def _zip(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def _tar(data: bytes) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        entry = tarfile.TarInfo("feed.csv")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return packed.getvalue()


TABLE = b"id,title,price\n1,Lamp,5 USD\n"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (_zip(inner=_zip(feed=TABLE)), "archive within an archive"),
        (_zip(inner=gzip.compress(TABLE)), "archive within an archive"),
        (gzip.compress(gzip.compress(TABLE)), "archive within an archive"),
        (gzip.compress(_tar(TABLE)), "tar archive: unpack it"),
        (_tar(TABLE), "tar archive: unpack it"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "unpack it, or pack it as gzip or zip"),
        (b"%PDF-1.4\n%\xe2\xe3", "is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel workbook"),
        (_zip(bomb=b"id,title\n" + b"a" * (100 << 20)), "unpacks to more than"),
    ],
)
def test_what_is_no_text_is_told_as_what_it_is(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "feed"
    path.write_bytes(data)
    with pytest.raises(CatalogueError, match=told):
        read_feed(path)


def test_a_bomb_in_an_archive_costs_only_itself(tmp_path: Path) -> None:
    bomb = b"id,title\n" + b"a" * (64 << 20)
    report = read(tmp_path, _zip(bomb=bomb, nested=_zip(bomb=bomb), good=TABLE))
    assert [product.title for product in report.products] == ["Lamp"]
    reasons = {row.file: row.reason for row in report.rejected}
    assert "unpacks to more than" in reasons["bomb"]
    assert "within an archive" in reasons["nested"]
