"""Amounts in words, "may" that is no month, and free words that no listing speaks of."""

from __future__ import annotations

import pytest
from assistant_samples import assistant_over, demo_index, made_shop, product, talk, variant

from assistant.understanding.figured import find_figured
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.reading import read
from assistant.understanding.spoken import in_figures


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("laptops with sixteen gigs", "laptops with 16 GB"),
        ("thirty-two gigs of memory", "32 GB of memory"),
        ("half a kilo of coffee", "0.5 kg of coffee"),
        ("one and a half litres", "1.5 l"),
        ("250 grams of tea", "250 g of tea"),
        ("2 kilos", "2 kg"),
        ("sixteen candles", "sixteen candles"),
        ("a grammar book", "a grammar book"),
        ("half price", "half price"),
    ],
)
def test_amounts_are_put_as_they_are_written(said: str, written: str) -> None:
    assert in_figures(said, load_lexicon()) == written


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.5 kg of coffee", "500 g"), ("500 ml of olive oil", "500 ml"), ("1000 g honey", "1 kg")],
)
def test_a_value_in_another_unit_is_the_same(text: str, value: str) -> None:
    assert value in {m.value for m in find_figured(text, demo_index().vocabulary, ())}


def values(text: str) -> set[str]:
    found = read(text, demo_index().vocabulary, load_lexicon()).wanted
    return {mention.value for mention in found}


def test_may_helps_a_verb_or_is_a_month() -> None:
    assert "May" in values("seeds to sow in May")
    assert "May" not in values("if I may, I need seeds")
    assert "May" not in values("may I see some seeds?")


@pytest.mark.parametrize(
    ("text", "least"),
    [("a tent for two", 2), ("tents for 4, please", 4), ("tent for two weeks", 0)],
)
def test_a_number_behind_for_counts_people_where_the_kind_does(text: str, least: int) -> None:
    amounts = read(text, demo_index().vocabulary, load_lexicon()).amounts
    assert [int(a.value) for a in amounts if a.field == "persons"] == ([least] if least else [])


def test_free_words_of_no_listing_are_told_once_and_narrow_nothing() -> None:
    shop = made_shop(
        *(
            product(f"p{n}", f"Dome Tent {n}", variant(f"v{n}", "10"), category=("Out", "tents"))
            for n in range(3)
        )
    )
    first, then = talk(assistant_over(shop), "tents with laser cannons", "under $50")
    assert first.not_found is not None
    assert (first.not_found.kind, first.not_found.subject) == ("not_filterable", "laser cannons")
    assert first.match_count == then.match_count == 3
    assert then.not_found is None
