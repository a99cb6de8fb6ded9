"""What simulated shoppers said and were misread at: each sentence once, with what it means."""

from __future__ import annotations

import pytest
from assistant_samples import assistant_over, demo_index, demo_shop, talk

from assistant.types import Act
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.reading import Reading, read


def reading(text: str) -> Reading:
    return read(text, demo_index().vocabulary, load_lexicon())


@pytest.mark.parametrize(
    "text",
    [
        "nothing else than brown",
        "nothing but brown please",
        "I'd like them nothing other than brown",
        "no wait, brown",
        "none other than brown",
    ],
)
def test_what_alone_is_wanted_is_not_refused(text: str) -> None:
    found = reading(text)
    assert [m.value for m in found.wanted] == ["brown"]
    assert not found.unwanted


def test_what_is_refused_stays_refused() -> None:
    for text in ("nothing brown", "no brown", "anything but brown", "other than brown"):
        assert [m.value for m in reading(text).unwanted] == ["brown"], text


@pytest.mark.parametrize(
    "text",
    [
        "it matters to me: waterproof",
        "once more, waterproof please",
        "excuse me, waterproof if that is possible",
        "I forgot to say: waterproof",
        "I have been looking for weeks now. waterproof",
        "sorry to bother you, still waterproof",
        "seriously, waterproof, remember?",
        "it is time for something waterproof",
        "I said waterproof",
    ],
)
def test_words_around_a_wish_are_no_wish(text: str) -> None:
    found = reading(text)
    assert [m.value for m in found.wanted] == ["yes"]
    assert found.leftovers == ()


def test_a_length_is_no_blade_length() -> None:
    assert not reading("throw blankets with a length under 190 cm").amounts
    assert reading("kitchen knives, blade length under 19 cm").amounts[0].field == "blade length"
    assert reading("waterproof, battery life at least 20 hours").amounts[0].field == "battery life"


def test_a_search_goes_on_under_polite_words() -> None:
    *_, last = talk(
        assistant_over(demo_shop()),
        "rain jackets",
        "I hope you can help me. once more, it matters to me: nothing else than navy",
    )
    assert last.act is Act.REFINE
    assert {(c.field, c.values) for c in last.constraints} == {
        ("category", ("rain jackets",)),
        ("colour", ("navy",)),
    }
