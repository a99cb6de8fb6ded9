from __future__ import annotations

import time
from random import Random

import pytest
from retrieval_samples import BRANDS, make_products

from retrieval.catalogue import Product, Quantity
from retrieval.conditions import RESERVED_FIELDS
from retrieval.vocabulary import Vocabulary

PRODUCTS = make_products(120)
VOCABULARY = Vocabulary(PRODUCTS)


def _named(text: str) -> list[tuple[str, str]]:
    return [(mention.field, mention.value) for mention in VOCABULARY.find_mentions(text)]


def test_it_counts_active_products_only() -> None:
    active = [product for product in PRODUCTS if product.status == "active"]
    for category in VOCABULARY.categories:
        depth = len(category.path)
        assert category.count == sum(p.category[:depth] == category.path for p in active)
    assert {c.name for c in VOCABULARY.departments} == {"Shoes", "Electronics", "Fashion"}
    assert VOCABULARY.brands["Solmara"] == sum(p.brand == "Solmara" for p in active)
    leather = sum("leather" in p.attributes.get("material", ()) for p in active)  # type: ignore[operator]
    assert VOCABULARY.facets["material"].values["leather"] == leather


def test_facets_know_their_kind_and_range() -> None:
    facets = VOCABULARY.facets
    assert (facets["colour"].kind, facets["colour"].is_option) == ("words", True)
    assert (facets["waterproof"].kind, facets["waterproof"].is_option) == ("yes_no", False)
    weight = facets["weight"]
    assert weight.kind == "number"
    scale = 1 if weight.unit == "g" else 1000
    grams = [
        value.value * (1000 if value.unit == "kg" else 1)
        for product in PRODUCTS
        if product.status == "active" and (value := product.attributes.get("weight"))
        if isinstance(value, Quantity)
    ]
    assert weight.low * scale == pytest.approx(min(grams))
    assert weight.high * scale == pytest.approx(max(grams))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("running shoes under $100", [("category", "running shoes")]),
        ("a Running Shoe", [("category", "running shoes")]),
        ("shoes", [("category", "Shoes")]),
        ("jogging shoes in gray", [("category", "running shoes"), ("colour", "grey")]),
        ("waterproof hikng boots", [("waterproof", "yes"), ("category", "hiking boots")]),
        ("wireless headfones", [("category", "headphones")]),
        ("portable charger", [("category", "power banks")]),
        ("a tshirt by oat & ash", [("category", "t-shirts"), ("brand", "Oat & Ash")]),
        ("a tee, size m", [("category", "t-shirts"), ("size", "M")]),
        ("size 42", [("size", "42")]),
        ("under 42 dollars", []),
        ("I'm after something nice", []),
        ("a couch", []),
        ("shoes for cold weather", [("category", "Shoes")]),
        ("", []),
    ],
)
def test_mentions(text: str, expected: list[tuple[str, str]]) -> None:
    assert _named(text) == expected


def test_a_mention_knows_its_place_and_whether_it_was_mended() -> None:
    text = "the blue runing shoes"
    colour, kind = VOCABULARY.find_mentions(text)
    assert (text[colour.start : colour.end], colour.exact) == ("blue", True)
    assert (text[kind.start : kind.end], kind.exact) == ("runing shoes", False)


def test_a_head_noun_means_every_kind_of_it() -> None:
    (mention,) = VOCABULARY.find_mentions("a dress for the evening")
    assert {mention.value, *mention.others} == {"evening dresses", "summer dresses"}


def test_match_in_one_field_or_in_any() -> None:
    assert VOCABULARY.match("colour", "Blue") is not None
    assert VOCABULARY.match("colour", "leather") is None
    assert VOCABULARY.match("no such field", "blue") is None
    anywhere = VOCABULARY.match(None, "leather")
    assert anywhere is not None
    assert (anywhere.field, anywhere.value, anywhere.exact) == ("material", "leather", True)
    flag = VOCABULARY.match("waterproof", "No")
    assert flag is not None
    assert flag.value == "no"
    assert VOCABULARY.match(None, "xylophone") is None


def test_fields_are_found_by_free_words() -> None:
    assert VOCABULARY.field("color") == "colour"
    assert VOCABULARY.field("Materials") == "material"
    assert VOCABULARY.field("waterprof") == "waterproof"
    assert VOCABULARY.field("nationality") is None


def _typed_badly(word: str, random: Random) -> str:
    at = random.randrange(1, len(word) - 1)
    return random.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + random.choice("aeioubcdlmnprst") + word[at + 1 :],
        )
    )


def test_most_typing_errors_are_mended_and_hardly_any_to_the_wrong_value() -> None:
    """Where the cut-offs come from: one error in one word of five letters or more."""
    random = Random(11)
    values = ["running shoes", "headphones", "power banks", "leather", "canvas", "hiking boots"]
    right = wrong = 0
    for _ in range(300):
        value = random.choice([*values, *BRANDS[:3]])
        words = value.split()
        at = max(range(len(words)), key=lambda n: len(words[n]))
        words[at] = _typed_badly(words[at], random)
        found = VOCABULARY.match(None, " ".join(words))
        right += found is not None and found.value == value
        wrong += found is not None and found.value not in {value, "Shoes"}
    assert right >= 280
    assert wrong <= 3


def test_english_words_are_not_taken_for_misspelt_values() -> None:
    for text in ("weather", "feather", "read", "head", "bad", "brain", "runner up"):
        assert not [m for m in VOCABULARY.find_mentions(text) if not m.exact], text


def test_mentions_are_found_in_under_five_milliseconds() -> None:
    big = Vocabulary(make_products(1_500))
    text = "waterprof blue hikng boots in lether for my sister, size 42, not too hevy " * 3
    big.find_mentions(text)
    started = time.perf_counter()
    for _ in range(10):
        big.find_mentions(text)
    assert (time.perf_counter() - started) / 10 < 0.005


def test_an_empty_catalogue_has_an_empty_vocabulary() -> None:
    empty = Vocabulary([])
    assert empty.find_mentions("blue running shoes") == ()
    assert empty.match(None, "blue") is None


def test_hostile_text_is_no_trouble() -> None:
    for text in ("\ud800", "a" * 100_000, "\x00", "靴 " * 5_000, "size", "size size 42"):
        VOCABULARY.find_mentions(text)
        VOCABULARY.match(None, text[:500])


def test_products_may_lack_everything() -> None:
    bare = Product.model_validate({"id": "1", "title": "Thing", "variants": [{"id": "1"}]})
    vocabulary = Vocabulary([bare])
    assert vocabulary.categories == ()
    assert vocabulary.fields == RESERVED_FIELDS


def test_title_nouns_name_their_kinds_and_scattered_ones_none() -> None:
    def product(number: int, title: str, kind: str) -> Product:
        raw = {"id": f"n-{number}", "title": title, "category": ("Things", kind)}
        return Product.model_validate(raw | {"variants": [{"id": f"n-{number}-1", "stock": 1}]})

    cardigans = [product(n, f"Model {n} Cardigan", "sweaters") for n in range(4)]
    sets = [product(10 + n, f"Model {n} Set", f"kind {n}") for n in range(12)]
    vocabulary = Vocabulary([*cardigans, *sets])
    assert [m.value for m in vocabulary.find_mentions("a warm cardigan")] == ["sweaters"]
    assert vocabulary.find_mentions("a set") == ()


def test_a_value_does_not_reach_over_a_comma() -> None:
    raw = {
        "id": "s-1",
        "title": "Shoe",
        "attributes": {"material": ("suede",), "sole": ("suede sole",)},
    }
    vocabulary = Vocabulary([Product.model_validate(raw | {"variants": [{"id": "s-1-1"}]})])
    (one,) = vocabulary.find_mentions("with a suede sole")
    assert (one.field, one.value) == ("sole", "suede sole")
    assert [m.value for m in vocabulary.find_mentions("it must be suede, sole of any kind")] == [
        "suede"
    ]
