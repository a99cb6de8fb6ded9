"""Bounds beside names, misspelt reading words, and values beside the names of their properties."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

import pytest
from assistant_samples import demo_index

from assistant.understanding.cues import Heard
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.mending import mended
from assistant.understanding.reading import Reading, read


def reading(text: str, heard: Heard | None = None) -> Reading:
    return read(text, demo_index().vocabulary, load_lexicon(), heard)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("headphones with 17 h battery life or more", ("battery life", "min", 17)),
        ("with 17 h or more of battery life", ("battery life", "min", 17)),
        ("battery life at least 17 h", ("battery life", "min", 17)),
        ("minimum battery life of 17 h", ("battery life", "min", 17)),
        ("34 g weight at most", ("weight", "max", 34)),
        ("no more than a weight of 34 g", ("weight", "max", 34)),
        ("minimum 144  pieces", ("pieces", "min", 144)),
        ("pieces at least 144", ("pieces", "min", 144)),
        ("a tent for 4 people", ("persons", "min", 4)),
        ("board games with 5  players up to or less", ("players up to", "max", 5)),
        ("board games for 5 players or less", ("players up to", "max", 5)),
    ],
)
def test_a_bound_stands_before_or_behind_the_name(text: str, bound: tuple[str, str, int]) -> None:
    (amount,) = reading(text).amounts
    assert (amount.field, amount.op, amount.value) == bound


def test_two_bounds_beside_each_other_stay_apart() -> None:
    found = [(a.field, a.op) for a in reading("34 g weight at most, at least 4 stars").amounts]
    assert found == [("weight", "max"), ("rating", "min")]


def test_a_measure_without_a_bound_reaches_a_little_to_both_sides() -> None:
    low, high = reading("15 inch screen laptops").amounts
    assert (low.field, low.value, high.value) == ("screen size", Decimal("14.25"), Decimal("15.75"))


def test_a_bound_on_what_nothing_measures_is_told() -> None:
    assert reading("sneakers, at least 300 lumens").unmeasured == ("at least 300 lumens",)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("avooid lambswool", "avoid lambswool"),
        ("excludng recycled plastic", "excluding recycled plastic"),
        ("from 4 strs", "from 4 stars"),
        ("a sweater wihtout wool", "a sweater without wool"),
        ("anything orher than olive", "anything other than olive"),
        ("the season must be witer", "the season must be witer"),
        ("the whole weather over there", "the whole weather over there"),
        ("Skimmer sneakers", "Skimmer sneakers"),
        ("from 18 montjs", "from 18 months"),
        ("a puzzle of 500 pecies", "a puzzle of 500 pieces"),
        ("thoes in grey", "those in grey"),
        ("rater for size S", "rated for size S"),
        ("lovely day. and back ones", "lovely day. and black ones"),
        ("balck ones", "black ones"),
        ("go back one step", "go back one step"),
        ("good ones", "good ones"),
        ("lether boots", "lether boots"),
        ("show me hikong bots", "show me hikong bots"),
        ("t-shirts in a nice whire", "t-shirts in a nice whire"),
        ("oh, only definitely back", "oh, only definitely black"),
        ("best rated forst", "best rated first"),
        ("aoid polycarbonate please", "avoid polycarbonate please"),
        ("in a size 41 plase", "in a size 41 please"),
        ("boots oher than leather", "boots other than leather"),
        ("coffee makers matt funish", "coffee makers matt finish"),
        ("suitible for small kitchens", "suitable for small kitchens"),
    ],
)
def test_only_misspelt_reading_words_are_mended(text: str, right: str) -> None:
    assert mended(text, load_lexicon(), demo_index().vocabulary) == right


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("lipsticks, texture: craem", "texture", "cream"),
        ("the suitable for should be small kitchens", "suitable for", "small kitchens"),
        ("sleeping bags blanket, I mean the shape", "shape", "blanket"),
        ("from the maker Movewick", "brand", "Movewick"),
        ("sneakers in cork fabric", "material", "cork fabric"),
    ],
)
def test_a_value_beside_the_name_of_its_property(text: str, field: str, value: str) -> None:
    assert (field, value) in {(m.field, m.value) for m in reading(text).wanted}


def test_a_value_that_sounds_like_letting_go_is_a_value() -> None:
    any_room = reading("cushions, any room")
    assert not any_room.cleared
    assert "any room" in {mention.value for mention in any_room.wanted}
    assert not reading("got any ankle boots?").cleared
    assert reading("any brand is fine").cleared == ("brand",)


def test_a_kind_that_says_nothing_new_is_read_as_what_else_it_means() -> None:
    heard = Heard(kinds={"plush toys"}, holds=lambda _kinds, field, _value: field == "animal")
    (mention,) = reading("fox please", heard).wanted
    assert (mention.field, mention.value) == ("animal", "fox")


def test_greetings_are_no_values() -> None:
    assert {m.field for m in reading("good evening. brushed pans").wanted} == {"finish", "category"}


def test_a_unit_is_read_whole() -> None:
    for text in ("with at most 220 g/m² fabric weight", "fabric weight at most 220 g/m²"):
        (amount,) = reading(text).amounts
        assert (amount.field, amount.unit, amount.value) == ("fabric weight", "g/m²", 220)


def test_a_name_with_a_unit_that_does_not_measure_it_bounds_nothing_of_that_name() -> None:
    assert all(a.field != "fabric weight" for a in reading("fabric weight under 220 g").amounts)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("whose knit is fine", "knit", "fine"),
        ("fine, I mean the knit", "knit", "fine"),
        ("have you got any water resistant ones?", "water resistant", "yes"),
    ],
)
def test_what_sounds_like_letting_go_may_be_a_wish(text: str, field: str, value: str) -> None:
    found = reading(text, Heard(titles=("Hollingrey Tansy Cable-Knit Sweater",)))
    assert found.cleared == ()
    assert [(m.field, m.value) for m in found.wanted] == [(field, value)]
    assert found.refs == ()


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("any knit is fine", "knit"),
        ("forget the water resistant", "water resistant"),
        ("the colour is fine", "colour"),
        ("clear the sport", "sport"),
        ("drop the sport", "sport"),
    ],
)
def test_what_is_let_go_by_name(text: str, field: str) -> None:
    assert reading(text).cleared == (field,)


def test_half_a_kind_is_what_else_it_means_where_the_present_kind_has_that() -> None:
    def holds(kinds: Collection[str], field: str, value: str) -> bool:
        return (set(kinds), field, value) == ({"slippers"}, "colour", "cream")

    among_slippers = Heard(kinds=["slippers"], holds=holds)
    assert [m.field for m in reading("definitely cream", among_slippers).wanted] == ["colour"]
    assert [m.field for m in reading("definitely cream").wanted] == ["category"]
    assert [m.field for m in reading("face creams", among_slippers).wanted] == ["category"]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("show me hikong bots", "category", "hiking boots"),
        ("any power bans?", "category", "power banks"),
        ("pillows with recycled fibre filing", "filling", "recycled fibre filling"),
        ("hiking books", "sport", "hiking"),
        ("one side makes no sound", "size", "one size"),
    ],
)
def test_errors_that_make_another_word_are_mended_by_the_words_beside(
    text: str, field: str, value: str
) -> None:
    found = {(m.field, m.value) for m in reading(text).wanted}
    assert ((field, value) in found) is (value != "one size")


def test_the_name_of_a_property_behind_a_kind_makes_no_other_thing_of_it() -> None:
    oil = reading("we are after olive oil shelf life up to 9 months")
    assert [(m.field, m.value) for m in oil.wanted] == [("category", "olive oil")]
    assert [(a.field, a.value) for a in oil.amounts] == [("shelf life", 9)]
    assert not [m for m in reading("an olive oil shelf").wanted if m.value == "olive oil"]


def test_what_ends_with_a_kind_is_the_value_that_the_kind_in_hand_has() -> None:
    filters = Heard(kinds={"coffee filters"}, holds=lambda _kinds, field, _value: field != "size")
    (mention,) = reading("two to four cups please", filters).wanted
    assert (mention.field, mention.value) == ("suitable for", "two to four cups")
    assert [m.value for m in reading("two to four cups please").wanted] == ["mugs"]


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("no cork, no leather", ["cork", "leather"]),
        ("jeans, anything but Tessaro, no Brindle Street", ["Tessaro", "Brindle Street"]),
        ("not red, no wait, not blue", ["red", "blue"]),
    ],
)
def test_refusals_in_a_row_all_hold(text: str, unwanted: list[str]) -> None:
    assert [mention.value for mention in reading(text).unwanted] == unwanted


@pytest.mark.parametrize("text", ["on second thought, max $85", "what about max $85 instead"])
def test_a_turn_of_speech_describes_and_names_nothing(text: str) -> None:
    turned = reading(text, Heard(titles=("Alvamoor Second Skin Liquid Lipstick",)))
    assert (turned.refs, turned.leftovers) == ((), ())


@pytest.mark.parametrize(
    ("text", "most"), [("up to 1.235 kg", "1.235"), ("up to 1,235 kg", "1235")]
)
def test_a_point_in_a_measure_groups_no_thousands(text: str, most: str) -> None:
    (amount,) = reading(f"tents weighing {text}").amounts
    assert amount.value == Decimal(most)


def test_two_measures_make_a_range_only_in_one_unit() -> None:
    camera = reading("smartphones camera from 60 MP and 128 GB, I mean the memory")
    assert [(a.field, a.op, a.value) for a in camera.amounts] == [("camera", "min", 60)]
    assert ("memory", "128 GB") in {(m.field, m.value) for m in camera.wanted}
    weight = reading("tents weighing from 900 g to 2 kg")
    assert [(a.op, a.value, a.unit) for a in weight.amounts] == [
        ("min", 900, "g"),
        ("max", 2, "kg"),
    ]


def test_a_misspelt_name_of_two_words_is_refused_as_one() -> None:
    (brand,) = reading("t-shirts without Marne & Loft").unwanted
    assert (brand.field, brand.value) == ("brand", "Maren & Loft")
    assert reading("shoes without glitter or tassels").unwanted_words == ("glitter", "tassels")


SHOES = Heard(kinds={"sneakers"}, sizes=lambda kinds: ("40", "41", "42") if kinds else ())


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("do you have it in 51?", "51"),
        ("do you have it in 47 too?", "47"),
        ("do you have it in 42", "42"),
        ("sneakers in size 62", "62"),
        ("do you have it in UK 9?", "UK 9"),
        ("size 8.5 us", "US 8.5"),
        ("US size 10,5", "US 10.5"),
        ("EU 42", "42"),
        ("size EU 47", "47"),
        ("can it be here in 10 days?", None),
        ("made in 99 pieces", None),
        ("do you ship to the US 10 days from now", None),
        ("do you have 51 of it?", None),
    ],
)
def test_a_size_may_be_one_that_nothing_has(text: str, size: str | None) -> None:
    assert reading(text, SHOES).size == size


def test_a_number_is_no_size_of_things_without_sizes() -> None:
    assert reading("do you have it in 51?", Heard(kinds={"mugs"})).size is None
