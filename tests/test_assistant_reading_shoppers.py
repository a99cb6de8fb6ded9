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
    assert reading("throw blankets, length under 190 cm").amounts[0].field == "length"
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


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("smartphones with 16 GB memory", "memory", "16 GB"),
        ("where the memory is 512 gb please", "memory", "512 GB"),
        ("frying pans in a size 32 cm", "size", "32 cm"),
        ("only size 50 x 50 cm", "size", "50 x 50 cm"),
        ("the pack should be 20 bags", "pack", "20 bags"),
        ("1 kg, I mean the pack please", "pack", "1 kg"),
        ("power banks, 10000 mAh", "capacity", "10000 mAh"),
    ],
)
def test_values_with_figures_are_read_as_they_are_written(
    text: str, field: str, value: str
) -> None:
    found = reading(text)
    assert (field, value) in {(m.field, m.value) for m in found.wanted}
    assert found.size is None
    assert not found.leftovers


def test_a_bounded_figure_is_no_value() -> None:
    found = reading("dog food under 1 kg weight")
    assert [m.field for m in found.wanted] == ["category"]
    assert [a.field for a in found.amounts] == ["weight"]


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("my size is M", "M"),
        ("size: 42", "42"),
        ("the size should be 35-38", "35-38"),
        ("size XL only", "XL"),
        ("the size is not important", None),
        ("which size is best?", None),
    ],
)
def test_sizes_may_be_stated(text: str, size: str | None) -> None:
    assert reading(text).size == size


@pytest.mark.parametrize(
    "text",
    ["the season should be summer", "summer, I mean the season", "with all year season",
     "a narrow fit", "whose closure is velcro", "suitable for: balconies"],
)  # fmt: skip
def test_the_name_of_a_property_beside_its_value_is_no_other_wish(text: str) -> None:
    found = reading(text)
    assert len(found.wanted) == 1
    assert not found.leftovers


def test_a_story_beside_a_wish_is_no_wish() -> None:
    for text in (
        "it is for my sister. forget the budget",
        "for my dad, under $50",
        "gift, size M",
        "a birthday. the latest",
    ):
        assert not reading(text).leftovers, text
    assert reading("something for my sister").leftovers


@pytest.mark.parametrize(
    "text",
    [
        "but I want them in size 43",
        "that is not it. in a size 43",
        "it matters to me: only size 43",
    ],
)
def test_a_stated_size_is_no_question_about_what_is_shown(text: str) -> None:
    *_, last = talk(assistant_over(demo_shop()), "ankle boots", text)
    assert last.act is Act.REFINE
    assert ("size", ("43",)) in {(c.field, c.values) for c in last.constraints}


@pytest.mark.parametrize(
    "text", ["does the second one come in size 43?", "is it available in 43?", "what is its size"]
)
def test_a_question_about_a_size_changes_nothing(text: str) -> None:
    first, last = talk(assistant_over(demo_shop()), "ankle boots", text)
    assert last.act is Act.DETAILS
    assert last.constraints == first.constraints


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("the taste must be chocolate", ("taste", "chocolate")),
        ("chocolate taste please", ("taste", "chocolate")),
        ("in the colour cream", ("colour", "cream")),
        ("texture: cream", ("texture", "cream")),
        ("running sport", ("sport", "running")),
        ("with sport hiking", ("sport", "hiking")),
    ],
)
def test_the_named_property_is_meant(text: str, meant: tuple[str, str]) -> None:
    assert [(m.field, m.value) for m in reading(text).wanted] == [meant]


def test_without_its_name_a_word_means_what_it_meant() -> None:
    assert [m.field for m in reading("chocolate").wanted] == ["category"]
    assert [m.field for m in reading("face cream").wanted] == ["category"]
    assert [m.field for m in reading("cream sweaters").wanted] == ["colour", "category"]
