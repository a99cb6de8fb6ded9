"""What a message says beyond doubt: negation, references, spans, screening, the reading."""

from __future__ import annotations

import pytest
from assistant_samples import demo_index
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.types import Reference
from assistant.understanding.cues import Heard
from assistant.understanding.lexicon import load_lexicon, phrase_pattern
from assistant.understanding.negation import negated
from assistant.understanding.reading import Reading, read
from assistant.understanding.references import find_focus, find_positions
from assistant.understanding.screening import LONGEST, screen
from assistant.understanding.spans import Span, covered, free_words, segments
from assistant.understanding.titles import find_names

LEXICON = load_lexicon()


def reading(text: str, *titles: str) -> Reading:
    return read(text, demo_index().vocabulary, LEXICON, Heard(titles))


def refused(text: str) -> set[str]:
    found = reading(text)
    return {mention.value for mention in found.unwanted} | set(found.unwanted_words)


def wanted(text: str) -> set[str]:
    return {mention.value for mention in reading(text).wanted}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("no leather", {"leather"}),
        ("shoes without leather or suede", {"leather", "suede"}),
        ("shoes without leather, suede and nylon", {"leather", "suede", "nylon"}),
        ("anything but red", {"red"}),
        ("not red please", {"red"}),
        ("not the red one", {"red"}),
        ("no Treadwick", {"Treadwick"}),
        ("other than Treadwick", {"Treadwick"}),
        ("I don't want cotton", {"cotton"}),
        ("I do not like cotton", {"cotton"}),
        ("I hate wool", {"wool"}),
        ("non-leather boots", {"leather"}),
        ("leather-free boots", {"leather"}),
        ("leather free boots", {"leather"}),
        ("excluding black", {"black"}),
        ("never black", {"black"}),
        ("everything except black", {"black"}),
        ("blue, not black", {"black"}),
        ("blue rather than black", {"black"}),
        ("no blinking", {"blinking"}),
    ],
)
def test_what_is_refused(text: str, values: set[str]) -> None:
    assert values <= refused(text)
    assert not values & wanted(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("not only red", {"red"}),
        ("why not red?", {"red"}),
        ("no problem, red", {"red"}),
        ("not leather but red", {"red"}),
        ("no leather. red please", {"red"}),
        ("no leather; red", {"red"}),
        ("no leather! red, thanks", {"red"}),
        ("I am not sure, red?", {"red"}),
    ],
)
def test_what_a_negation_does_not_reach(text: str, values: set[str]) -> None:
    assert values <= wanted(text)
    assert not values & refused(text)


def test_a_negation_goes_on_only_over_joins() -> None:
    text = "no red or blue with green"
    spans = [Span(text.index(word), text.index(word) + len(word)) for word in ("red", "blue")]
    green = Span(text.index("green"), len(text))
    assert negated(text, [green, *spans], LEXICON) == spans


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("the first one", [1]),
        ("what is the second one made of?", [2]),
        ("the 3rd", [3]),
        ("the 2nd product", [2]),
        ("#4", [4]),
        ("number 5 please", [5]),
        ("option 2", [2]),
        ("the last one", [-1]),
        ("first", [1]),
        ("the first and the third", [1, 3]),
        ("compare the first with the second", [1, 2]),
        ("the first blue one", [1]),
        ("is the second waterproof?", [2]),
        ("the seventh one", [7]),
        ("best rated first", []),
        ("cheapest first", []),
        ("newest first please", []),
        ("a gift for his first birthday", []),
        ("my first pair of boots", []),
        ("it should last for years", []),
        ("first aid kit", []),
        ("second hand books", []),
        ("for the first time", []),
    ],
)
def test_positions(text: str, positions: list[int]) -> None:
    assert [ref.position for ref in reading(text).refs] == positions


def test_positions_are_found_by_themselves_too() -> None:
    assert find_positions("#2 or the 3rd one", LEXICON) == [
        (Reference(position=2), Span(0, 2)),
        (Reference(position=3), Span(10, 13)),
    ]


EVERYDAY = {"what", "made", "good", "ones", "harriers"}
TITLES = ("Northvale Skimmer 2 Running Shoe", "Treadwick Skimmer Boot", "Solmara Good Harrier")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("is the Harrier waterproof?", [TITLES[2]]),
        ("the NORTHVALE", [TITLES[0]]),
        ("skimmer", []),
        ("the skimmer", ["skimmer"]),
        ("what is the harier made of", [TITLES[2]]),
        ("northvale or harrier", [TITLES[0], TITLES[2]]),
        ("number 2", []),
        ("any good ones?", []),
        ("harriers", []),
    ],
)
def test_names_that_only_one_title_has(text: str, names: list[str]) -> None:
    assert [
        r.name for r, _ in find_names(text, TITLES, (), LEXICON, EVERYDAY.__contains__)
    ] == names


def test_words_that_are_spoken_for_name_nothing() -> None:
    assert find_names("harrier", TITLES, (Span(0, 7),), LEXICON) == []


def test_focus() -> None:
    assert find_focus("how heavy is it?", LEXICON) == Span(13, 15)
    assert find_focus("item", LEXICON) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("running shoes", ["running", "shoes"]),
        ("t-shirts & women's jeans", ["t-shirts", "women's", "jeans"]),
        ("", []),
        ("_ -- !!", []),
    ],
)
def test_free_words(text: str, words: list[str]) -> None:
    spans = free_words(text, (), ())
    assert [text[span.start : span.end] for span in spans] == words


def test_segments_break_at_punctuation() -> None:
    text = "light blue, warm coat"
    runs = segments(text, free_words(text, (), ()))
    assert [text[run.start : run.end] for run in runs] == ["light blue", "warm coat"]


def test_taken_and_ignored_words_are_not_free() -> None:
    text = "the blue coat"
    spans = free_words(text, (Span(4, 8),), {"the"})
    assert [text[span.start : span.end] for span in spans] == ["coat"]


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_covered_means_sharing_a_character(a: int, b: int, c: int, d: int) -> None:
    shares = bool(set(range(a, b)) & set(range(c, d)))
    if a < b and c < d:
        assert covered(Span(a, b), [Span(c, d)]) is shares


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("\x00\ud800", "empty"),
        ("🎈🎈", "no_words"),
        ("?!...", "no_words"),
        ("x" * (LONGEST + 1), "too_long"),
        ("Привет, есть ли чай?", "other_script"),
        ("お茶はありますか", "other_script"),
        ("هل لديك شاي", "other_script"),
        ("tea", None),
        ("Käse für Ålesund, señor", None),
        ("42", None),
        ("чай tea pots and mugs", None),
        ("x" * LONGEST, None),
    ],
)
def test_screening(message: str, problem: str | None) -> None:
    assert screen(message)[1] == problem


def test_screening_takes_out_what_no_text_carries() -> None:
    assert screen("  te\x00a\ud800 \u202e ")[0] == "tea"


@pytest.mark.parametrize(
    ("text", "comparative", "sort"),
    [
        ("even cheaper", "cheaper", None),
        ("a cheap one", None, "price_asc"),
        ("something better please", None, "rating"),
    ],
)
def test_words_of_degree_are_no_product(
    text: str, comparative: str | None, sort: str | None
) -> None:
    found = reading(text)
    assert (found.comparative, found.sort, found.leftovers) == (comparative, sort, ())


@pytest.mark.parametrize(
    ("text", "position"), [("the twelfth one", 12), ("what is the seventeenth one made of?", 17)]
)
def test_ordinals_above_ten(text: str, position: int) -> None:
    assert reading(text).refs == (Reference(position=position),)


@pytest.mark.parametrize("text", ["undr 90 dolars", "less then $90", "cheaper then 90"])
def test_usual_misspellings_of_a_limit(text: str) -> None:
    (amount,) = reading(text).amounts
    assert (amount.field, amount.op, amount.value) == ("price", "max", 90)
    assert reading(text).leftovers == ()


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_screened_and_read(text: str) -> None:
    cleaned, _ = screen(text)
    found = reading(cleaned)
    cleaned.encode("utf-8")
    assert all(cleaned[m.start : m.end].strip() for m in found.wanted)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("forget the budget", ("price",)),
        ("drop the colour", ("colour",)),
        ("the size doesn't matter", ("size",)),
        ("any brand", ("brand",)),
        ("start over", ("all",)),
        ("new search please", ("all",)),
        ("blue shoes", ()),
    ],
)
def test_what_is_let_go(text: str, fields: tuple[str, ...]) -> None:
    assert reading(text).cleared == fields


def test_a_chip_is_removed_by_its_label_alone() -> None:
    assert reading('remove "under $100"') == Reading(
        'remove "under $100"', removed_chips=("under $100",)
    )
    assert reading("Remove “not black”.").removed_chips == ("not black",)
    both = ("under $20", "size 9")
    assert reading('remove "under $20" and "size 9"').removed_chips == both
    assert reading('remove "blue" and show me more').removed_chips == ()


@pytest.mark.parametrize(
    ("text", "sort", "comparative"),
    [
        ("the cheapest", "price_asc", None),
        ("cheapest first", "price_asc", None),
        ("the most expensive", "price_desc", None),
        ("best rated first", "rating", None),
        ("newest ones first", "newest", None),
        ("something cheaper", None, "cheaper"),
        ("more expensive ones", None, "dearer"),
        ("blue", None, None),
    ],
)
def test_sorts_and_comparatives(text: str, sort: str | None, comparative: str | None) -> None:
    found = reading(text)
    assert (found.sort, found.comparative) == (sort, comparative)
    assert found.leftovers == ()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("what is it made of?", "material"),
        ("how heavy is it?", "weight"),
        ("how much is it?", "price"),
        ("which sizes does it come in?", "size"),
        ("is it in stock?", "stock"),
        ("who makes it?", "brand"),
        ("tell me more about it", "description"),
    ],
)
def test_what_is_asked(text: str, asked: str) -> None:
    found = reading(text)
    assert found.is_question
    assert asked in found.asked
    assert found.points_back


def test_one_message_with_everything() -> None:
    found = reading("waterproof hiking boots, not leather, size 42 under $150, the newest")
    assert {(m.field, m.value) for m in found.wanted} == {
        ("waterproof", "yes"),
        ("category", "hiking boots"),
    }
    assert [m.value for m in found.unwanted] == ["leather"]
    assert found.size == "42"
    assert [(a.op, str(a.value)) for a in found.amounts] == [("max", "150")]
    assert found.sort == "newest"
    assert found.leftovers == ()


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("in M", "M"),
        ("in an XL please", "XL"),
        ("and in XXL?", "XXL"),
        ("L", "L"),
        ("3XL, in blue", "3XL"),
        ("a jumper in S", "S"),
        ("in M&S blue", None),
        ("in L-shape", None),
        ("in medium", None),
        ("in l", None),
    ],
)
def test_sizes_are_letters_too(text: str, size: str | None) -> None:
    assert reading(text).size == size


@pytest.mark.parametrize("text", ["what size of tent?", "any size", "size matters"])
def test_words_behind_size_that_are_none(text: str) -> None:
    assert reading(text).size in {None, "matters"}


def test_phrases_match_whole_words_and_the_longest_first() -> None:
    pattern = phrase_pattern(("less", "less than"))
    assert [m[0] for m in pattern.finditer("less than lessons")] == ["less than"]


def test_the_lexicon_is_read_once_and_is_lower_case() -> None:
    assert load_lexicon() is load_lexicon()
    assert all(word == word.lower() for word in LEXICON.wrapping)
    assert LEXICON.currency_of["€"] == "EUR"
    assert LEXICON.has("thanks", "Thanks a lot")
    assert not LEXICON.has("thanks", "thanksgiving")
