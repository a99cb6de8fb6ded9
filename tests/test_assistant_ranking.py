"""Superlatives of measures, over all that fits, and which of two that were compared is more."""

from __future__ import annotations

import pytest
from assistant_samples import assistant_over, demo_index, made_shop, product, talk, variant

from assistant.service.weighing import weighed
from assistant.showings import Ranking
from assistant.types import Act
from assistant.understanding.ranking import find_ranking, find_weighing
from retrieval.catalogue import Product, Quantity
from retrieval.errors import CatalogueError
from retrieval.sorts import ByMeasure


def cord(own: str, price: str, length: float | None, unit: str = "m") -> Product:
    measures = {"cable length": Quantity(value=length, unit=unit)} if length else {}
    return product(
        own,
        f"Cord {own.upper()}",
        variant(f"{own}1", price),
        category=("Office", "extension cords"),
        attributes=measures,
    )


CORDS = [cord("a", "9", 2), cord("b", "8", 300, "cm"), cord("c", "7", None), cord("d", "6", 0.5)]


@pytest.mark.parametrize(
    ("text", "kinds", "by", "most", "words"),
    [
        ("the lightest tent", {"tents"}, "weight", False, "lightest"),
        ("the laptop with the most storage", {"laptops"}, "storage", True, "most storage"),
        ("longest battery life", {"headphones"}, "battery life", True, "longest battery life"),
        ("the biggest screen", {"laptops"}, "screen size", True, "biggest screen"),
        ("the lightest", set(), "weight", False, "lightest"),
    ],
)
def test_a_superlative_goes_by_a_measure_of_the_kind(
    text: str, kinds: set[str], by: str, most: bool, words: str
) -> None:
    found = find_ranking(text, demo_index().vocabulary, kinds)
    assert found is not None
    ranking, span = found
    assert (ranking.by, ranking.most) == ((by,), most)
    assert text[span.start : span.end] == words


@pytest.mark.parametrize(
    ("text", "kinds"),
    [("the brightest", {"sneakers"}), ("the most beautiful dress", {"dresses"}), ("a tent", set())],
)
def test_what_the_kind_is_not_measured_by_is_no_order(text: str, kinds: set[str]) -> None:
    assert find_ranking(text, demo_index().vocabulary, kinds) is None


def test_the_longest_comes_first_in_any_unit_and_what_has_no_length_is_left_out() -> None:
    shop = made_shop(*CORDS)
    (longest,) = talk(assistant_over(shop), "the longest cable")
    assert [card.product_id for card in longest.cards] == ["b", "a", "d"]
    assert longest.match_count == 3
    assert "300 cm" in longest.text
    _, shortest, cheapest = talk(
        assistant_over(shop), "extension cords", "the shortest cable", "the cheapest"
    )
    assert [card.product_id for card in shortest.cards] == ["d", "a", "b"]
    assert [card.product_id for card in cheapest.cards] == ["d", "c", "b", "a"]


def test_an_order_outlives_the_measure_that_a_catalogue_once_had() -> None:
    index = made_shop(cord("a", "9", None), cord("b", "8", None)).index
    found = index.search("", sort=ByMeasure("cable length", most=True))
    assert found.match_count == 2
    with pytest.raises(CatalogueError):
        index.search("", sort=ByMeasure("cable length"), limit=-1)


def test_an_order_is_kept_with_the_conversation() -> None:
    _, again, _ = talk(
        assistant_over(made_shop(*CORDS)), "the longest cable", "under $8.50", "hello"
    )
    assert [card.product_id for card in again.cards] == ["b", "d"]


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (
            "which is cheaper?",
            "By price: Cord A ($9.00) and Cord B ($8.00). The lowest price is that of",
        ),
        (
            "which one has the longest cable?",
            "(300 cm). The highest cable length is that of Cord B.",
        ),
        ("which is lighter?", "do not all give the weight, so I cannot tell."),
        ("which is better rated?", "do not all give the rating"),
    ],
)
def test_which_of_two_is_more_is_answered_first(message: str, words: str) -> None:
    *_, reply = talk(
        assistant_over(made_shop(*CORDS[:2])), "extension cords", "compare both", message
    )
    assert reply.act is Act.COMPARE
    assert words in reply.text
    assert len(reply.cards) == 2


def test_level_figures_put_nobody_ahead() -> None:
    _, _, reply = talk(
        assistant_over(made_shop(cord("a", "9", 1), cord("b", "9", 100, "cm"))),
        "extension cords",
        "compare both",
        "which is cheaper?",
    )
    assert "Cord B ($9.00). So none of them is ahead." in reply.text


def test_words_that_order_name_what_they_go_by() -> None:
    assert find_weighing("which is lighter?") == Ranking(("weight",), most=False)
    assert find_weighing("which is red?") is None
    assert weighed(None, [], "en_US") is None
