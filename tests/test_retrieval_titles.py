"""Products by their whole titles, wherever one stands in a message."""

from __future__ import annotations

import pytest
from assistant_samples import made_shop, product, talk, variant

from retrieval.titles import Titles

SHOE, LITE = product("a", "Roam Oak Shoe"), product("b", "Roam Oak Shoe Lite")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("do you have the roam oak shoe?", "a"),
        ("the Roam Oak Shoe Lite, in blue", "b"),
        ("roam shoe", None),
        ("a lamp", None),
        ("", None),
    ],
)
def test_the_longest_title_in_a_text_is_meant(text: str, found: str | None) -> None:
    assert Titles([SHOE, LITE, product("c", "Lamp")]).find(text) == found


def test_what_is_named_in_full_comes_first_although_it_is_sold_out() -> None:
    from assistant_samples import assistant_over

    gone = product("a", "Roam Oak Shoe", variant("a1", "10", 0, size="41"))
    there = product("b", "Roam Oak Shoe Lite", variant("b1", "12", 3, size="41"))
    shop = made_shop(gone, there)
    (named,) = talk(assistant_over(shop), "do you have the Roam Oak Shoe?")
    assert [card.product_id for card in named.cards] == ["a", "b"]
    assert "It is sold out." in named.text
    (other,) = talk(assistant_over(shop), "roam shoe")
    assert [card.product_id for card in other.cards] == ["b"]
