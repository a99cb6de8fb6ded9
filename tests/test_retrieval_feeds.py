from __future__ import annotations

import gzip
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from retrieval.catalogue import Money, Product, Quantity
from retrieval.errors import CatalogueError
from retrieval.feeds import FeedReport, read_feed
from retrieval.feeds.html import html_to_text

SHOE: dict[str, object] = {
    "id": "p-0001",
    "title": "Cobble Running Shoe",
    "description": "<p>Light &amp; <b>quick</b>.</p><script>alert(1)</script><ul><li>Two</li></ul>",
    "brand": "Northvale",
    "product_type": "Shoes > running shoes",
    "attributes": {
        "material": ["recycled mesh"],
        "waterproof": False,
        "weight": {"value": 240, "unit": "g"},
    },
    "rating": 4.4,
    "rating_count": 12,
    "availability_date": "2025-03-02",
    "status": "active",
    "image_link": "/pictures/p-0001.svg",
    "link": None,
    "variants": [
        {
            "id": "p-0001-blue-42",
            "options": {"color": "blue", "size": "42"},
            "price": "79.00 USD",
            "sale_price": "59.00 USD",
            "stock": 4,
            "image_link": "/pictures/p-0001-blue.svg",
        }
    ],
}
FLAT: dict[str, object] = {"id": "sku-1", "title": "Tea towel", "price": "4.50 EUR"}


def read(tmp_path: Path, *rows: object, raw: bytes = b"") -> FeedReport:
    path = tmp_path / "feed.jsonl"
    lines = (json.dumps(row) if isinstance(row, dict) else str(row) for row in rows)
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass") + raw)
    return read_feed(path)


def one(tmp_path: Path, row: dict[str, object]) -> Product:
    report = read(tmp_path, row)
    assert report.rejected == ()
    (product,) = report.products
    return product


def reason(tmp_path: Path, row: object) -> str:
    report = read(tmp_path, FLAT, row)
    assert [product.id for product in report.products] == ["sku-1"]
    (rejected,) = report.rejected
    assert rejected.line == 2
    return rejected.reason


def test_the_product_form(tmp_path: Path) -> None:
    shoe = one(tmp_path, SHOE)
    variant = shoe.variants[0]
    assert shoe.category == ("Shoes", "running shoes")
    assert shoe.description == "Light & quick.\nTwo"
    assert shoe.attributes == {
        "material": ("recycled mesh",),
        "waterproof": False,
        "weight": Quantity(value=240, unit="g"),
    }
    assert shoe.listed_on == date(2025, 3, 2)
    assert (variant.price, variant.list_price) == (
        Money(amount=Decimal("59.00"), currency="USD"),
        Money(amount=Decimal("79.00"), currency="USD"),
    )
    assert variant.options == {"colour": "blue", "size": "42"}


def test_flat_rows_of_one_group_are_one_product(tmp_path: Path) -> None:
    rows = [
        {**FLAT, "id": f"s-{at}", "item_group_id": "towel", "color": colour, "material": material}
        for at, (colour, material) in enumerate([("Blue", "linen"), ("Red", "cotton")])
    ]
    report = read(tmp_path, rows[0], {**FLAT, "id": "other"}, rows[1])
    other, towel = report.products
    assert (towel.id, other.id) == ("towel", "other")
    assert [row.reason for row in report.merged] == ["a variant of 'towel'"]
    assert [dict(variant.options) for variant in towel.variants] == [
        {"colour": "Blue", "material": "linen"},
        {"colour": "Red", "material": "cotton"},
    ]
    assert "material" not in towel.attributes


def test_a_material_that_all_rows_share_is_an_attribute(tmp_path: Path) -> None:
    product = one(tmp_path, {**FLAT, "material": "linen", "gender": "unisex"})
    assert product.attributes == {"material": ("linen",), "gender": ("unisex",)}
    assert product.variants[0].options == {}


@pytest.mark.parametrize(
    ("price", "amount", "currency"),
    [
        (19.99, "19.99", "USD"), (20, "20", "USD"), ("5", "5", "USD"), ("5.00 GBP", "5.00", "GBP"),
        ("eur 5", "5", "EUR"), ("1,299.00 USD", "1299.00", "USD"), ("12,50 EUR", "12.50", "EUR"),
        ({"amount": "3.20", "currency": "CHF"}, "3.20", "CHF"), ({"amount": 3}, "3", "USD"),
        (0.1 + 0.2, "0.3", "USD"),
    ],
)  # fmt: skip
def test_prices_in_every_form(tmp_path: Path, price: object, amount: str, currency: str) -> None:
    product = one(tmp_path, {**FLAT, "price": price})
    assert product.variants[0].price == Money(amount=Decimal(amount), currency=currency)


@pytest.mark.parametrize("price", [None, ""])
def test_no_price_is_a_price_on_request(tmp_path: Path, price: object) -> None:
    assert one(tmp_path, {**FLAT, "price": price}).variants[0].price is None


@pytest.mark.parametrize(
    "price", ["cheap", "-5 USD", "5 dollars", "1,2,3", "NaN", True, [], {"amount": "x"}, "5 US", -1]
)
def test_what_is_no_price_is_refused_by_name(tmp_path: Path, price: object) -> None:
    assert reason(tmp_path, {**FLAT, "id": "x", "price": price}).startswith("price: ")


def test_a_sale_price_must_be_below_the_price(tmp_path: Path) -> None:
    row = {**FLAT, "id": "x", "sale_price": "9 EUR"}
    assert reason(tmp_path, row) == "sale_price: 9 EUR is not below the price 4.50 EUR"
    assert one(tmp_path, {**FLAT, "sale_price": "4.50 EUR"}).variants[0].list_price is None


@pytest.mark.parametrize(
    ("fields", "stock"),
    [
        ({"availability": "in_stock"}, 1), ({"availability": "out of stock"}, 0), ({}, 1),
        ({"availability": "in stock", "quantity": 7}, 7), ({"stock": 0}, 0),
    ],
)  # fmt: skip
def test_stock(tmp_path: Path, fields: dict[str, object], stock: int) -> None:
    assert one(tmp_path, {**FLAT, **fields}).variants[0].stock == stock


def test_lenient_rows(tmp_path: Path) -> None:
    product = one(
        tmp_path,
        {
            "id": 17,
            "title": "  Tea \n towel ",
            "brand": None,
            "category": ["Kitchen", "", "Towels"],
            "bullet_points": "Soft\nThick",
            "rating": None,
            "rating_count": None,
            "attributes": {"Thread_Count": 300, "care": "machine wash", "none": None},
        },
    )
    assert (product.id, product.title, product.brand) == ("17", "Tea towel", "")
    assert product.category == ("Kitchen", "Towels")
    assert product.description == "Soft\nThick"
    assert product.attributes == {"thread count": Quantity(value=300), "care": ("machine wash",)}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("{broken", "not JSON"),
        ("[1, 2]", "not a JSON object"),
        ('{"id": "x", "rating": NaN}', "NaN is not a number"),
        ("[" * 100_000, "not JSON"),
        ("7", "not a JSON object"),
        ({"title": "No id"}, "id: missing"),
        ({"id": "x"}, "title: "),
        ({"id": "x", "title": "t", "rating": 7}, "rating: "),
        ({"id": "x", "title": "t", "status": "maybe"}, "status: "),
        ({"id": "x", "title": "t", "availability_date": "soon"}, "listed_on: "),
        ({"id": "x", "title": "t", "availability": "perhaps"}, "availability: "),
        ({"id": "x", "title": "t", "stock": -1}, "stock: "),
        ({"id": "x", "title": "t", "stock": True}, "stock: "),
        ({"id": "x", "title": "t", "link": "javascript:alert(1)"}, "link: "),
        ({"id": "x", "title": "t", "image_link": "//evil.example/x.png"}, "image_link: "),
        ({"id": "x", "title": "t", "variants": []}, "variants: "),
        ({"id": "x", "title": "t", "variants": "many"}, "variants: "),
        ({"id": "x", "title": "t", "variants": [{"id": "v"}, {"id": "v"}]}, "variants: "),
        ({"id": "x", "title": "t", "attributes": [1]}, "attributes: "),
        ({"id": "x", "title": "t", "attributes": {"w": {"value": "heavy"}}}, "w: "),
        ({"id": "x" * 300, "title": "t"}, "id: "),
        ({"id": {"a": 1}, "title": "t"}, "id: "),
        ({"id": "sku-1", "title": "again"}, "id: 'sku-1' was given before"),
        ({"id": "y", "title": "t", "variants": [{"id": "sku-1"}]}, "id: 'sku-1' was given before"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_reason(
    tmp_path: Path, row: object, told: str
) -> None:
    assert told in reason(tmp_path, row)


def test_one_bad_row_of_a_group_leaves_the_others(tmp_path: Path) -> None:
    row = {**FLAT, "item_group_id": "g"}
    again = {**row, "id": "b"}
    report = read(tmp_path, {**row, "price": "free"}, again, again, {**again, "price": "9 EUR"})
    assert [[v.id for v in product.variants] for product in report.products] == [["b"]]
    assert [rejected.line for rejected in report.rejected] == [1, 4]
    assert report.rejected[1].reason == "id: 'b' was given before, on line 2, for something else"
    assert [(row.line, row.reason) for row in report.merged] == [(3, "repeats line 2")]
    assert (report.rows, report.accepted, report.merged_rows, report.rejected_rows) == (4, 1, 1, 2)


def test_controls_and_lone_surrogates_are_cleaned(tmp_path: Path) -> None:
    raw = (
        '{"id": "a\\u0000b", "title": "T\\ud800ea\\u202e", "attributes": {"c\\ud800": "\\u0007x"}}'
    )
    (product,) = read(tmp_path, raw).products
    assert (product.id, product.title, dict(product.attributes)) == ("ab", "Tea", {"c": ("x",)})
    product.model_dump_json().encode("utf-8")


def test_bytes_that_are_not_utf8_cost_only_their_row(tmp_path: Path) -> None:
    row = {**FLAT, "title": "Théière"}
    report = read(
        tmp_path,
        json.dumps(row, ensure_ascii=False),
        raw=b'\n{"id": "\xff"}\n\n{"id": "z", "title": "Zed"}',
    )
    assert [product.id for product in report.products] == ["sku-1", "z"]
    assert report.rejected[0].reason == "not UTF-8 at byte 9"


def test_an_endless_line_costs_only_its_row(tmp_path: Path) -> None:
    report = read(tmp_path, FLAT, '{"id": "' + "x" * (9 << 20), {**FLAT, "id": "after"})
    assert [product.id for product in report.products] == ["after", "sku-1"]
    assert (report.rejected[0].line, report.rejected[0].reason) == (2, "longer than 4 MiB")


def test_gzip_and_byte_order_mark(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + json.dumps(FLAT).encode()
    (tmp_path / "a.jsonl").write_bytes(data)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(data))
    plain, packed = read_feed(tmp_path / "a.jsonl"), read_feed(tmp_path / "b.jsonl.gz")
    assert list(plain.products) == list(packed.products)
    assert len(plain.products) == 1


def test_a_gzip_file_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    rows = "\n".join(json.dumps({**FLAT, "id": f"s-{at}"}) for at in range(5000)).encode()
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(gzip.compress(rows)[:-4000])
    report = read_feed(path)
    assert 0 < len(report.products) < 5000
    assert report.rejected[-1].reason == "the compressed file breaks off here"
    assert report.cut


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("empty.jsonl", b"", "is empty"),
        ("blank.jsonl", b" \n\n ", "is empty"),
        ("picture.jsonl", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "is a picture"),
        ("noise.jsonl", bytes(range(1, 9)) * 40, "not a text file"),
        ("array.jsonl", b'[{"id": 1}]', "one JSON array"),
        ("bad.jsonl.gz", b"\x1f\x8b\x08broken", "broken archive"),
    ],
)
def test_a_file_that_is_no_feed(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CatalogueError, match=told):
        read_feed(tmp_path / name)


def test_no_file_a_folder_and_an_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="there is no feed"):
        read_feed(tmp_path / "none.jsonl")
    with pytest.raises(CatalogueError, match="is a folder"):
        read_feed(tmp_path, "jsonl")
    with pytest.raises(CatalogueError, match=r"format 'parquet'.*one of: jsonl"):
        read_feed(tmp_path / "feed.jsonl", "parquet")


def test_html_becomes_what_a_person_reads() -> None:
    assert html_to_text("plain < 5 & more") == "plain < 5 & more"
    assert html_to_text("<div>a<br>b</div><style>x{}</style>&euro;5") == "a\nb\n€5"
    assert html_to_text("<img src=x onerror=alert(1)>hi") == "hi"
