"""Each format read from a realistic feed: recognised by its content, whole and as it is meant."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import feed_samples as samples
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.catalogue import Product, Quantity
from retrieval.errors import CatalogueError
from retrieval.feeds import FORMATS, FeedReport, Spool, doubts, read_feed

FEEDS = {
    "MERCHANT_TSV": "merchant",
    "MERCHANT_GERMAN": "merchant",
    "RSS": "merchant-xml",
    "ATOM": "merchant-xml",
    "SHOPIFY_OLD": "shopify",
    "SHOPIFY_NEW": "shopify",
    "WOOCOMMERCE": "woocommerce",
    "JSONLD": "jsonld",
    "HTML_PAGE": "jsonld",
}


def read(tmp_path: Path, data: str | bytes, name: str = "feed") -> FeedReport:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_feed(path)


def by_id(report: FeedReport) -> dict[str, Product]:
    return {product.id: product for product in report.products}


@pytest.mark.parametrize(("name", "form"), FEEDS.items())
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_feed_is_known_by_its_content_in_every_encoding(
    tmp_path: Path, name: str, form: str, encoding: str
) -> None:
    text: str = getattr(samples, name)
    report = read(tmp_path, text.encode(encoding))
    assert report.formats == (form,)
    assert list(report.products) == list(read(tmp_path, text).products)
    assert report.rows == report.accepted + report.merged_rows + report.rejected_rows
    assert report.accepted > 0


@pytest.mark.parametrize("name", ["MERCHANT_TSV", "RSS", "SHOPIFY_OLD", "WOOCOMMERCE", "JSONLD"])
def test_variants_prices_and_attributes_come_out_the_same(tmp_path: Path, name: str) -> None:
    shoe = by_id(read(tmp_path, getattr(samples, name)))["skimmer"]
    first = shoe.variants[0]
    assert shoe.title == "Skimmer Trail Shoe"
    assert (str(first.price), first.options["size"]) == ("59.00 USD", "42")
    assert first.list_price is not None
    assert first.list_price.amount == 79
    weight = shoe.attributes["weight"]
    assert isinstance(weight, Quantity)
    assert weight in (Quantity(value=240, unit="g"), Quantity(value=0.24, unit="kg"))


def test_merchant_details_are_typed_and_formulas_are_text(tmp_path: Path) -> None:
    found = by_id(read(tmp_path, samples.MERCHANT_TSV))
    assert found["skimmer"].attributes["waterproof"] is True
    assert found["skimmer"].description == "Light & quick"
    assert [variant.stock for variant in found["skimmer"].variants] == [1, 0]
    assert found["lamp"].variants[0].price is None
    assert found["lamp"].description == '=HYPERLINK("x")'


def test_german_headers_prices_and_availability(tmp_path: Path) -> None:
    found = by_id(read(tmp_path, samples.MERCHANT_GERMAN))
    assert str(found["k-1"].variants[0].price) == "1234.50 EUR"
    assert found["k-1"].category == ("Küche", "Kannen")
    assert found["k-2"].variants[0].stock == 0


def test_a_broken_item_of_xml_costs_only_itself(tmp_path: Path) -> None:
    report = read(tmp_path, samples.RSS)
    assert [(row.line, "well-formed" in row.reason) for row in report.rejected] == [(15, True)]
    assert by_id(report)["lamp"].title == "Oak & Brass Lamp é Salt & Co"
    shoe = by_id(report)["skimmer"]
    assert shoe.description == "Light & quick\nQuick to dry\nGrips on wet rock"


def test_shopify_pictures_drafts_and_metafields(tmp_path: Path) -> None:
    report = read(tmp_path, samples.SHOPIFY_OLD)
    found = by_id(report)
    assert set(found) == {"skimmer", "lamp"}
    assert [row.line for row in report.merged] == [3, 4]
    assert "draft" in report.rejected[0].reason
    assert found["skimmer"].attributes["fabric"] == ("mesh", "nylon")
    assert [v.id for v in found["skimmer"].variants] == ["skimmer-blue-42", "skimmer-red-43"]
    new = by_id(read(tmp_path, samples.SHOPIFY_NEW))["skimmer"]
    assert [(v.id, v.stock) for v in new.variants] == [("skimmer-42", 4), ("skimmer-43", 1)]


def test_woocommerce_variations_find_their_parent_and_sales_end(tmp_path: Path) -> None:
    shoe = by_id(read(tmp_path, samples.WOOCOMMERCE))["skimmer"]
    assert [(v.id, str(v.price)) for v in shoe.variants] == [
        ("sk-42", "59.00 USD"),
        ("12", "79.00 USD"),
    ]
    assert shoe.attributes["fabric"] == ("mesh",)
    assert "size" not in shoe.attributes


def test_schema_org_ratings_are_of_five_and_references_followed(tmp_path: Path) -> None:
    found = by_id(read(tmp_path, samples.HTML_PAGE))
    assert set(found) == {"skimmer", "lamp"}
    assert (found["skimmer"].rating, found["skimmer"].rating_count) == (4.4, 12)
    assert [v.id for v in found["skimmer"].variants] == ["s-1", "s-2"]
    assert found["lamp"].attributes["dimmable"] is True


def test_a_quote_that_never_closes_costs_only_its_row(tmp_path: Path) -> None:
    rows = [f'{at},"Lamp {at}",5 USD' for at in range(100)]
    rows[10] = '10,"Lamp 10,5 USD'
    report = read(tmp_path, "id,title,price\n" + "\n".join(rows))
    assert [row.line for row in report.rejected] == [12]
    assert report.accepted == 99


def test_archives_of_several_feeds(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/shoes.csv", samples.SHOPIFY_OLD)
        archive.writestr("b/kitchen.csv", samples.MERCHANT_GERMAN)
        archive.writestr("readme.txt", "nothing here")
    report = read(tmp_path, packed.getvalue())
    assert set(by_id(report)) == {"skimmer", "lamp", "k-1", "k-2"}
    assert {row.file for row in report.rejected} == {"a/shoes.csv", "readme.txt"}
    assert len(read(tmp_path, gzip.compress(samples.RSS.encode())).products) == 2


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (gzip.compress(b"id,title\n" + bytes(64 << 20)), "unpacks to more than|not a text"),
        (gzip.compress(b"id,title\n" + b"a" * (64 << 20)), "unpacks to more than"),
        (b"PK\x03\x04broken", "broken zip"),
        ("<!DOCTYPE html><html><body>Log in</body></html>", "HTML page"),
        ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><rss><item/></rss>', "refused"),
        ("<rss><channel></channel></rss>", "no <item>"),
        ("name;colour\nlamp;red\n", "in no format we know.*'name'.*--format"),
        ('{"@context": "https://schema.org", "@type": "Recipe"}', "no schema.org Product"),
    ],
)
def test_what_is_no_feed_is_told_as_what_it_is(
    tmp_path: Path, data: str | bytes, told: str
) -> None:
    with pytest.raises(CatalogueError, match=told):
        read(tmp_path, data)


@pytest.mark.parametrize("price", ["1.234 USD", "5 kr", "inf", "5 XYZ", "1e5", "-3"])
def test_a_price_that_could_be_two_is_refused(tmp_path: Path, price: str) -> None:
    report = read(tmp_path, f"id\ttitle\tprice\n1\ta\t{price}\n2\tb\t1.234.567,00 €\n")
    assert report.rejected[0].reason.startswith("price: ")
    assert str(by_id(report)["2"].variants[0].price) == "1234567.00 EUR"


def test_currencies_of_one_product_do_not_mix(tmp_path: Path) -> None:
    table = "id,item_group_id,title,price\n1,g,Lamp,5 USD\n2,g,Lamp,5 EUR\n3,,Vase,7\n"
    report = read(tmp_path, table)
    assert [(row.line, row.id) for row in report.rejected] == [(3, "2")]
    assert report.unnamed_currency == 1


def test_doubts_are_raised_by_half_a_catalogue_gone_or_half_the_price(tmp_path: Path) -> None:
    def table(count: int, price: str) -> FeedReport:
        rows = [f"{at},Lamp,{price}" for at in range(count)]
        return read(tmp_path, "id,title,price\n" + "\n".join(rows))

    present = list(table(10, "10 USD").products)
    for coming, told in (
        (table(5, "10 USD"), ""),
        (table(4, "10 USD"), "remove 6 of the 10"),
        (table(10, "5 USD"), ""),
        (table(10, "4.99 USD"), "halve the price of 10 of 10"),
        (table(10, ""), "no price for 10 of 10"),
    ):
        assert isinstance(coming.products, Spool)
        assert "; ".join(doubts(present, coming.products)).find(told) >= 0
        assert bool(doubts(present, coming.products)) is bool(told)


@settings(max_examples=150, deadline=2000, suppress_health_check=list(HealthCheck))
@given(
    data=st.one_of(
        st.binary(max_size=300),
        st.builds(
            lambda name, at, junk: (
                getattr(samples, name).encode()[:at] + junk + getattr(samples, name).encode()[at:]
            ),
            st.sampled_from(sorted(FEEDS)),
            st.integers(0, 1500),
            st.one_of(st.binary(max_size=20), st.sampled_from([b'"', b"\n", b"<", b"]]>", b"{"])),
        ),
        st.binary(max_size=200).map(lambda rest: b"PK\x03\x04" + rest),
        st.binary(max_size=200).map(lambda rest: b"\x1f\x8b\x08" + rest),
    ),
    form=st.sampled_from([None, None, *FORMATS]),
)
def test_whatever_comes_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, form: str | None
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzzed"
    path.write_bytes(data)
    try:
        report = read_feed(path, form)
    except CatalogueError:
        return
    assert report.rows == report.accepted + report.merged_rows + report.rejected_rows
    assert all(row.reason for row in report.rejected)
    for product in report.products:
        product.model_dump_json().encode()
