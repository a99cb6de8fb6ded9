"""The grammar of the word tables: recipes, patterns, truth and broken files."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from retrieval.catalogue import AttributeValue, Quantity
from retrieval.demo.recipes import draw, parse
from retrieval.demo.tables import Department, read_table
from retrieval.demo.truth import is_true_of
from retrieval.demo.wording import as_words, fill
from retrieval.errors import CatalogueError


def _drawn(text: str, level: float = 0.5, **so_far: AttributeValue) -> list[AttributeValue]:
    rng = Random(1)
    return [draw(parse(text), rng, level, so_far) for _ in range(400)]


def test_a_chance_is_as_likely_as_written() -> None:
    assert 0.2 < sum(value is True for value in _drawn("30 %")) / 400 < 0.4
    assert set(_drawn("100 %")) == {True}
    assert set(_drawn("0 %")) == {False}


def test_a_chance_minds_unless_and_if() -> None:
    assert set(_drawn("100 % unless leather or suede", material=("suede",))) == {False}
    assert set(_drawn("100 % unless leather or suede", material=("cotton",))) == {True}
    assert set(_drawn("100 % if cotton", material=("wool",))) == {False}


def test_a_range_keeps_to_its_ends_steps_and_unit() -> None:
    values = _drawn("180..200 g by 5")
    assert {value.value for value in values if isinstance(value, Quantity)} == {
        *(180.0, 185.0, 190.0, 195.0, 200.0)
    }
    assert {value.unit for value in values if isinstance(value, Quantity)} == {"g"}
    assert min(v.value for v in _drawn("-25..-2 °C") if isinstance(v, Quantity)) < -20


def test_a_rising_range_follows_the_price() -> None:
    low = [v.value for v in _drawn("0..100 h rising", 0.1) if isinstance(v, Quantity)]
    high = [v.value for v in _drawn("0..100 h rising", 0.9) if isinstance(v, Quantity)]
    assert max(low) < min(high)
    falling = [v.value for v in _drawn("0..100 h falling", 0.9) if isinstance(v, Quantity)]
    assert max(falling) < min(high)


def test_choices_are_words_joined_or_graded() -> None:
    assert set(_drawn("canvas / cotton + elastane")) == {("canvas",), ("cotton", "elastane")}
    assert set(_drawn("plastic < steel < copper", 0.0)) == {("plastic",)}
    assert set(_drawn("plastic < steel < copper", 1.0)) == {("copper",)}


def test_an_empty_word_is_refused_by_name() -> None:
    with pytest.raises(CatalogueError, match="cotton //"):
        parse("cotton // wool")


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("a/an <material> shoe.", "An organic cotton shoe."),
        (
            "it is a/an honest, a/an useful and a/an LED one.",
            "It is an honest, a useful and an LED one.",
        ),
        ("(very|very) light.", "Very light."),
        ("so (|) it is.", "So it is."),
    ],
)
def test_a_pattern_becomes_a_sentence(pattern: str, sentence: str) -> None:
    assert fill(pattern, {"material": "organic cotton"}, Random(1)) == sentence


def test_a_slot_without_a_value_is_an_error() -> None:
    with pytest.raises(CatalogueError, match="needs <drop>"):
        fill("Drop <drop>.", {}, Random(1))


def test_quantities_are_spoken() -> None:
    assert as_words(Quantity(value=1, unit="years")) == "1 year"
    assert as_words(Quantity(value=12, unit="h")) == "12 hours"
    assert as_words(("cotton", "elastane")) == "cotton and elastane"


@pytest.mark.parametrize(
    ("sentence", "true"),
    [
        ("Waterproof and light.", False),
        ("The canvas is thick.", True),
        ("The leather is thick.", False),
        ("It closes with laces.", True),
        ("It closes with velcro.", False),
        ("A shoe for long days.", True),
    ],
)
def test_a_sentence_is_true_of_a_product_or_not(sentence: str, true: bool) -> None:
    attributes: dict[str, AttributeValue] = {
        "material": ("canvas",),
        "waterproof": False,
        "closure": ("laces",),
    }
    assert is_true_of(sentence, ("Shoes", "sneakers"), attributes) is true


def test_a_broken_table_names_the_file_and_the_fault(tmp_path: Path) -> None:
    table = tmp_path / "hats.yaml"
    table.write_text("department: Hats\nbrands: {Brim: 2}\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"hats\.yaml") as caught:
        read_table(table, Department)
    assert "brands" in str(caught.value)
