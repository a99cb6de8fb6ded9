"""The words of conversation around a query are left out, those of titles are not."""

from __future__ import annotations

import pytest

from retrieval.unwrapping import unwrapped


@pytest.mark.parametrize(
    ("sentence", "query"),
    [
        ("hi, can you show me some mugs please", "mugs"),
        ("Hello! I'm looking for a tent for 2", "tent for 2"),
        ("what garden gloves do you sell?", "garden gloves"),
        ("I would like to see USB-C cables. Thanks!", "USB-C cables"),
        ("have you got blue rugs in stock right now?", "blue rugs"),
        ("is there any coffee (ground, 250 g) in your shop", "coffee (ground, 250 g"),
        ("please, a kettle", "kettle"),
        ("need shoes", "shoes"),
    ],
)
def test_what_is_looked_for_is_taken_out_of_its_sentence(sentence: str, query: str) -> None:
    assert unwrapped(sentence) == query


@pytest.mark.parametrize(
    "query",
    [
        "stock pot",
        "shop vac",
        "thank you cards",
        "what to expect when you're expecting",
        "in stock shelves",
        "show me",
        "please help",
        "",
        "?!",
        "mugs, 2 l",
    ],
)
def test_titles_and_what_would_leave_nothing_stay_whole(query: str) -> None:
    assert unwrapped(query) == query
