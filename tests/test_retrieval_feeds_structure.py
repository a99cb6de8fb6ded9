"""Feeds that are out of shape: columns astray, bad rows among good ones, archives that break off.

Nothing foreign is raised, no good row is lost, and each bad one is told with line and reason.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path
from random import Random

import pytest
from feed_catalogue import products
from feed_cells import Row
from feed_faults import BAD_ROWS, write_table
from feed_writers import EXPORTS, merchant_rows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.catalogue import Product
from retrieval.errors import CatalogueError
from retrieval.feeds import FeedReport, read_feed

SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
ROWS = merchant_rows(products())
COLUMNS = list(ROWS[0])
GOOD = {row["id"] for row in ROWS}
NEEDED = {"id", "title"}
SEEDS = st.integers(0, 2**32)


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("feeds") / "feed"


def read(feed: Path, data: bytes | str) -> FeedReport:
    feed.write_bytes(data.encode() if isinstance(data, str) else data)
    report = read_feed(feed)
    assert report.rows == report.accepted + report.merged_rows + report.rejected_rows
    assert all(row.reason for row in report.rejected)
    return report


def sold(report: FeedReport) -> set[str]:
    return {variant.id for product in report.products for variant in product.variants}


def by_id(report: FeedReport) -> dict[str, Product]:
    return {product.id: product for product in report.products}


def bad(name: str, at: int, rest: Row) -> Row:
    """A row that is good but for one thing, and belongs to nothing."""
    return {**rest, "id": f"bad-{at}", "item_group_id": "", **BAD_ROWS[name][0]}


@SETTINGS
@given(
    columns=st.permutations(COLUMNS),
    again=st.lists(st.sampled_from(COLUMNS), max_size=4),
    delimiter=st.sampled_from("\t,;|"),
    loud=st.booleans(),
)
def test_columns_come_in_any_order_and_twice(
    feed: Path, columns: list[str], again: list[str], delimiter: str, *, loud: bool
) -> None:
    written = write_table(
        ROWS, [*columns, *again], delimiter, named=str.upper if loud else lambda n: f" {n} "
    )
    report = read(feed, written.text)
    straight = EXPORTS["merchant, commas"]
    assert by_id(report) == {product.id: straight.left(product) for product in products()}


@SETTINGS
@given(missing=st.sets(st.sampled_from(sorted(set(COLUMNS) - NEEDED))), seed=SEEDS)
def test_columns_may_be_missing(feed: Path, missing: set[str], seed: int) -> None:
    columns = [name for name in COLUMNS if name not in missing]
    Random(seed).shuffle(columns)
    rows = [row for row in ROWS if "price" not in missing or not row["sale_price"]]
    report = read(feed, write_table(rows, columns, ",").text)
    assert (sold(report), report.rejected) == ({row["id"] for row in rows}, ())


@SETTINGS
@given(
    faults=st.lists(
        st.tuples(st.sampled_from(sorted(BAD_ROWS)), st.integers(0, len(ROWS))), max_size=6
    ),
    delimiter=st.sampled_from("\t,;"),
)
def test_bad_rows_are_told_and_cost_nothing_else(
    feed: Path, faults: list[tuple[str, int]], delimiter: str
) -> None:
    rows = list(ROWS)
    placed: list[tuple[Row, str]] = []
    for at, (name, place) in enumerate(faults):
        row = bad(name, at, ROWS[0])
        rows.insert(place, row)
        placed.append((row, BAD_ROWS[name][1]))
    written = write_table(rows, COLUMNS, delimiter)
    report = read(feed, written.text)
    lines = {id(row): line for row, line in zip(rows, written.lines, strict=True)}
    expected = sorted((lines[id(row)], reason) for row, reason in placed)
    assert [row.line for row in report.rejected] == [line for line, _ in expected]
    for rejected, (_, reason) in zip(report.rejected, expected, strict=True):
        assert reason in rejected.reason
    assert sold(report) == GOOD


@SETTINGS
@given(places=st.sets(st.integers(1, len(ROWS)), min_size=1, max_size=4), seed=SEEDS)
def test_lines_that_are_no_rows_cost_only_themselves(
    feed: Path, places: set[int], seed: int
) -> None:
    """Quotes that never close, cells without a header, and lines of nothing."""
    random = Random(seed)
    plain = [{**row, "description": "One line."} for row in ROWS]
    lines = write_table(plain, COLUMNS, ",").text.split("\r\n")
    stray = ['bad,"never closed', "," * 99 + "far right", '"a"b,c', "bad"]
    told = set()
    for place in sorted(places, reverse=True):
        lines.insert(place, random.choice(stray))
    told = {at for at, line in enumerate(lines, 1) if line in stray}
    report = read(feed, "\r\n".join(lines))
    assert {row.line for row in report.rejected} == told
    assert sold(report) == GOOD


@SETTINGS
@given(
    places=st.lists(st.integers(0, 400), min_size=1, max_size=5),
    junk=st.sampled_from(["\x00", "\x00\x00\x00", "\x1b", "\u202e", "\ufeff"]),
)
def test_characters_that_no_text_has_are_left_out(feed: Path, places: list[int], junk: str) -> None:
    row = ROWS[0]["description"]
    for place in places:
        row = row[: place % (len(row) + 1)] + junk + row[place % (len(row) + 1) :]
    written = write_table([{**ROWS[0], "description": row}, *ROWS[1:]], COLUMNS, ",")
    report = read(feed, written.text)
    assert sold(report) == GOOD
    assert not set(junk) & set("".join(product.description for product in report.products))


@SETTINGS
@given(
    name=st.sampled_from(["jsonl", "jsonl, flat"]),
    places=st.lists(st.integers(0, 8), min_size=1, max_size=4),
    line=st.sampled_from(
        ['{"id": "x"', "[]", '{"id": "x", "title": 5, "price": {"amount": []}}', "null", '"x"',
         '{"id": ["x"], "title": "t"}', '{"id": "x", "title": "t", "variants": [5]}',
         '{"id": "x", "title": "t", "attributes": {"a": {"value": 1e999}}}', "{" * 5000,
         '{"id": "x", "title": "t", "category": [{"a": 1}]}', '{"@type": "Product", "sku": "x"}']
    ),
)  # fmt: skip
def test_bad_lines_of_json_cost_only_themselves(
    feed: Path, name: str, places: list[int], line: str
) -> None:
    lines = EXPORTS[name].write(products()).splitlines()
    for place in places:  # in front of all, an array would be the whole feed
        lines.insert(place or (line == "[]"), line)
    report = read(feed, "\n".join(lines))
    told = {at for at, each in enumerate(lines, 1) if each == line}
    assert {row.line for row in report.rejected} == told
    assert sold(report) == GOOD


@SETTINGS
@given(
    tag=st.sampled_from(["item", "entry"]),
    places=st.lists(st.integers(0, len(ROWS)), min_size=1, max_size=4),
    item=st.sampled_from(
        ["<g:id>x</g:id><title>Un<b>closed</title>", "<g:id>x</g:id>", "", "<x:y/>&#0;", "& < >",
         "<g:id>x</g:id><title>t</title><g:price>cheap</g:price>",
         "<g:id>x</g:id><title>t</title><![CDATA[<item>", "<g:id/><title>t</title>",
         f"<g:id>x</g:id><title>{'t' * 1_100_000}</title>"]
    ),
)  # fmt: skip
def test_bad_items_of_xml_cost_only_themselves(
    feed: Path, tag: str, places: list[int], item: str
) -> None:
    name = "merchant-xml, RSS" if tag == "item" else "merchant-xml, Atom"
    head, *items = EXPORTS[name].write(products()).split(f"<{tag}>")
    if "<![CDATA[" in item:  # it swallows what follows, and so the end
        items, places = [*items, ""], [len(items)]
    for place in places:
        items.insert(place, f"{item}</{tag}>\n")
    report = read(feed, f"<{tag}>".join([head, *items]))
    assert report.rejected_rows >= 1
    assert sold(report) >= GOOD - ({ROWS[-1]["id"]} if "CDATA" in item else set())


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers()
    | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@id", "@type", "name", "value", "price", "unitText", "offers"]), inner
        )
    ),
    max_leaves=8,
)


@SETTINGS
@given(
    name=st.sampled_from(["jsonld", "jsonld, HTML page"]),
    field=st.sampled_from(
        ["sku", "productGroupID", "name", "offers", "hasVariant", "additionalProperty", "brand",
         "aggregateRating", "image", "isVariantOf", "category", "material", "audience", "@id"]
    ),
    value=JSON,
    inner=st.booleans(),
)  # fmt: skip
def test_odd_nodes_of_schema_org_cost_only_themselves(
    feed: Path, name: str, field: str, value: object, *, inner: bool
) -> None:
    """A product among the others whose one property is anything at all."""
    text = EXPORTS[name].write(products())
    offer = {"@type": "Offer", "price": "5", "priceCurrency": "USD"}
    odd: dict[str, object] = {"@type": "Product", "sku": "odd", "name": "Odd", "offers": offer}
    odd = {**odd, "offers": {**offer, field: value}} if inner else {**odd, field: value}
    node = json.dumps(odd).replace("</", "<\\/")
    if name == "jsonld":
        text = text.replace('"@graph": [', f'"@graph": [{node}, ', 1)
    else:
        text = text.replace("<title>", f'<script type="application/ld+json">{node}</script><title>')
    assert sold(read(feed, text)) >= GOOD


@pytest.mark.parametrize(
    ("node", "told"),
    [
        ({"@type": "Product", "sku": "x" * 300, "name": "Long"}, "id: "),
        ({"@type": "Product", "sku": "x", "name": "t" * 900}, "title: "),
        ({"@type": "Product", "sku": "x", "name": ["t"], "review": "_"}, "nested more than 60"),
    ],
)
def test_a_script_of_a_page_that_goes_too_far_costs_only_itself(
    feed: Path, node: dict[str, object], told: str
) -> None:
    if "review" in node:
        node["review"] = json.loads("[" * 99 + "]" * 99)
    script = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    page = EXPORTS["jsonld, HTML page"].write(products())
    report = read(feed, page.replace("<title>", f"{script}<title>"))
    assert [told in row.reason for row in report.rejected] == [True]
    assert sold(report) == GOOD


def refused_or_read(feed: Path, data: bytes) -> FeedReport | None:
    """Read what may be refused as a whole, by the name of the feed."""
    try:
        return read(feed, data)
    except CatalogueError as error:
        told = str(error)
    assert str(feed) in told
    return None


@SETTINGS
@given(name=st.sampled_from(sorted(EXPORTS)), share=st.floats(0.01, 0.999))
def test_a_feed_that_breaks_off_is_read_to_there(feed: Path, name: str, share: float) -> None:
    """Plain, the last row may be half there; gzipped, it is told that it breaks off."""
    data = EXPORTS[name].write(products()).encode()
    whole = sold(read(feed, data))
    report = refused_or_read(feed, data[: int(len(data) * share)])
    assert report is None or len(sold(report) - whole) <= 1
    packed = gzip.compress(data)
    report = refused_or_read(feed, packed[: int(len(packed) * share)])
    if report is not None:
        assert report.cut
        assert any("breaks off" in row.reason for row in report.rejected)
        assert len(sold(report) - whole) <= 1


@SETTINGS
@given(
    others=st.lists(
        st.binary(max_size=200)
        | st.sampled_from([b"PK\x03\x04", gzip.compress(b"id,title\n1,a"), b"%PDF-1", b"a,b"]),
        max_size=5,
    ),
    name=st.sampled_from(sorted(EXPORTS)),
    share=st.floats(0.05, 0.99),
)
def test_files_of_an_archive_stand_alone(
    feed: Path, others: list[bytes], name: str, share: float
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for at, other in enumerate(others):
            archive.writestr(f"{at}.bin", other)
        archive.writestr("deep/er/feed.txt", EXPORTS[name].write(products()))
    data = packed.getvalue()
    report = read(feed, data)
    assert len(sold(report)) >= len(GOOD)
    empty = {f"{at}.bin" for at, other in enumerate(others) if not other.strip(b"\0 \t\r\n")}
    assert empty <= {row.file for row in report.rejected}
    assert refused_or_read(feed, data[: int(len(data) * share)]) is None
