"""The demo shop's pictures: one for every product and colour, self-contained, well-formed."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from retrieval.catalogue import Product, Variant
from retrieval.demo import draw, write_pictures
from retrieval.demo.palette import PAINTS, tones
from retrieval.demo.products import make_products

_SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def one_of_each_kind() -> dict[str, Product]:
    return {product.category[1]: product for product in make_products()}


def test_every_kind_has_a_drawing_of_its_own(one_of_each_kind: dict[str, Product]) -> None:
    drawings = {re.sub("<title>.*?</title>", "", draw(p, "red")) for p in one_of_each_kind.values()}
    assert len(drawings) >= 60


def test_a_picture_is_self_contained_xml_with_a_title(
    one_of_each_kind: dict[str, Product],
) -> None:
    for product in one_of_each_kind.values():
        text = draw(product, product.variants[0].options.get("colour"))
        root = ET.fromstring(text)
        assert root.attrib["viewBox"] == "0 0 400 400"
        title = root.find(f"{_SVG}title")
        assert title is not None
        assert product.title in str(title.text)
        assert not re.search(r"<script|href|<image|<style|\son\w+=|\$", text)
        assert set(re.findall(r"url\(([^)]*)\)", text)) == {"#bg"}


def test_the_variant_decides_the_colour(one_of_each_kind: dict[str, Product]) -> None:
    shoe = one_of_each_kind["running shoes"]
    assert tones("blue")["f"] in draw(shoe, "blue")
    assert tones("blue")["f"] not in draw(shoe, "red")


def test_every_colour_of_the_shop_has_paint() -> None:
    worn = {
        variant.options["colour"]
        for product in make_products()
        for variant in product.variants
        if "colour" in variant.options
    }
    assert worn <= set(PAINTS)


def test_a_title_with_markup_is_escaped() -> None:
    product = Product(id="x", title="<b>&", variants=(Variant(id="x-1"),))
    assert "<title>&lt;b&gt;&amp;, ultraviolet</title>" in draw(product, "ultraviolet")


def test_pictures_are_written_under_the_names_the_feed_links_to(tmp_path: Path) -> None:
    products = make_products()[:20]
    told: list[int] = []
    count = write_pictures(products, tmp_path, told.append)
    linked = {product.image for product in products}
    linked |= {variant.image for product in products for variant in product.variants}
    assert {f"/pictures/{path.name}" for path in tmp_path.iterdir()} == linked
    assert count == len(linked)
    assert told == list(range(1, 21))
