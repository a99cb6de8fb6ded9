"""The check of a model's sentence: every kind of lie is refused, and true sentences pass."""

from __future__ import annotations

import pytest
from assistant_samples import made_shop, product, variant
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering import check
from assistant.answering.evidence import Evidence, gather
from assistant.answering.sentences import fill
from assistant.service import act
from assistant.types import Act, Outcome, Request
from retrieval.catalogue import Money, Quantity
from retrieval.filters import parse_where

HEAVY = product(
    "a",
    "Northvale Skimmer Jacket",
    variant("a1", "79.00", colour="blue"),
    description="A sturdy shell for windy ridges. It is not padded and has no hood.",
    brand="Northvale",
    category=("Fashion", "rain jackets"),
    attributes={
        "material": ("nylon",),
        "waterproof": True,
        "vegan": False,
        "fragrance free": True,
        "contains": ("no allergens",),
        "weight": Quantity(value=480, unit="g"),
        "packed size": Quantity(value=20, unit="cm"),
    },
    rating=4.5,
    rating_count=12,
).model_copy(
    update={
        "variants": (
            variant("a1", "79.00", colour="blue").model_copy(
                update={"list_price": Money(amount=99, currency="USD")}
            ),
        )
    }
)
LIGHT = product(
    "b",
    "Treadwick Ledge Jacket",
    variant("b1", "65.50", colour="red"),
    description="Cotton inside, quick to dry.",
    brand="Treadwick",
    category=("Fashion", "rain jackets"),
    attributes={"material": ("cotton",), "waterproof": False, "packable": True},
    rating=3.5,
    rating_count=2,
)


def outcome() -> Outcome:
    conditions = parse_where("category=rain jackets,price<=100")
    shop = made_shop(HEAVY, LIGHT)
    found = act(Request(Act.SEARCH, "rain jackets", conditions), shop)
    by_id = sorted(zip(found.cards, found.products, strict=True), key=lambda pair: pair[1].id)
    cards, products = zip(*by_id, strict=True)
    return Outcome(found.request, cards, products, found.chips, found.match_count)


EVIDENCE: Evidence = gather(outcome(), locale="en_US")
FIRST = ("1.title", "1.price")

TRUE = [
    ("I found {count} rain jackets for you.", ("count",)),
    ("I found {count} {kind} ({wish}).", ("count",)),
    ("The {1.title} is a good place to start at {1.price}.", FIRST),
    ("The {1.title} is a good place to start at {1.price}, waterproof and made of nylon.", FIRST),
    ("Have a look at the {1.title} for {1.price}: it is sturdy.", FIRST),
    ("The {1.title} costs {1.price} and is {1.rated}.", FIRST),
    ("The {1.title} ({1.price}) is a jacket for windy ridges.", ()),
    ("The {1.title} is made of {1.material}.", ("1.title", "1.material")),
    ("The {1.title} is made by {1.brand}.", ("1.title", "1.brand")),
    ("The {1.title} weighs {1.weight}.", ("1.title", "1.weight")),
    ("The {1.title} at {1.price} stays {1.below}.", FIRST),
    ("The {1.title} is {1.was}, at {1.price}.", FIRST),
    ("You may also like the {2.title} at {2.price}, which is packable.", ("2.title", "2.price")),
]
LIES = {
    "a figure": "The {1.title} costs {1.price} and you save 20.",
    "a price": "The {1.title} costs $59 and not {1.price}.",
    "a euro price": "The {1.title} costs {1.price} or 60 €.",
    "a percentage": "The {1.title} at {1.price} is 20% off.",
    "another price in words": "The {1.title} at {1.price} is sixty dollars.",
    "a foreign name": "The {1.title} at {1.price} is like a Zorblax.",
    "a name that is lower case": "The {1.title} at {1.price} is like a zorblax.",
    "another product's name": "The {1.title} at {1.price} is a Treadwick.",
    "another product's name in lower case": "The {1.title} at {1.price} is a treadwick ledge.",
    "a superlative": "The {1.title} at {1.price} is the best jacket.",
    "a cheapest": "The {1.title} at {1.price} is the cheapest.",
    "a comparative": "The {1.title} at {1.price} is better.",
    "a negation": "The {1.title} at {1.price} is not waterproof.",
    "a contracted negation": "The {1.title} at {1.price} isn't waterproof.",
    "a negation of the listing's own": "The {1.title} at {1.price} has no nylon.",
    "a without": "The {1.title} at {1.price} comes without nylon.",
    "what the listing negates": "The {1.title} at {1.price} is padded.",
    "a hood it has not": "The {1.title} at {1.price} has a hood.",
    "a property that does not hold": "The {1.title} at {1.price} is vegan.",
    "a property of another": "The {1.title} at {1.price} is packable.",
    "a material of another": "The {1.title} at {1.price} is made of cotton.",
    "half of a negated property": "The {1.title} at {1.price} has a fragrance.",
    "a gift": "The {1.title} at {1.price} is free.",
    "a colour": "The {1.title} at {1.price} is blue.",
    "shipping": "The {1.title} at {1.price} ships today.",
    "a promise": "I have told the team about the {1.title} at {1.price}.",
    "a reservation": "I reserved the {1.title} at {1.price} for you.",
    "a guarantee": "The {1.title} at {1.price} has a warranty.",
    "a link": "The {1.title} at {1.price}: see https://example.org.",
    "a bare link": "The {1.title} at {1.price}: www.example.org.",
    "a markdown link": "The [{1.title}](javascript:alert) costs {1.price}.",
    "a picture": "![x](x) The {1.title} at {1.price}.",
    "html": "The <b>{1.title}</b> costs {1.price}<script>.",
    "an address": "Ask me@shop about the {1.title} at {1.price}.",
    "an unknown slot": "The {1.title} at {1.price} has {1.discount}.",
    "a card that is not there": "The {3.title} and the {1.title} at {1.price}.",
    "a doubled slot": "The {1.title} at {1.price} costs {1.price}.",
    "a doubled brace": "The {{1.title}} at {1.price} costs {{x}}.",
    "a stray brace": "The {1.title} at {1.price} is {nice.",
    "no price": "The {1.title} is a good place to start.",
    "no title": "It is a good place to start at {1.price}.",
    "no end": "The {1.title} is a good place to start at {1.price}",
    "nothing": "",
    "the price of another": "The {1.title} at {2.price} and {1.price}.",
    "a price off": "The {1.title} at {1.price} off.",
    "a price as a saving": "The {1.title} saves you {1.price}.",
    "a price of all": "I found {count} {kind} for {1.price} with the {1.title}.",
    "a price per day": "The {1.title} at {1.price} a day.",
    "a limit that is a price": "The {1.title} stays {1.price} within your limit.",
    "a price as a weight": "The {1.title} weighs {1.price}.",
    "a count of something else": "I found {count} days for the {1.title} at {1.price}.",
    "a former price as today's": "The {1.title} at {1.price} costs {1.list_price}.",
    "a size as a weight": "The {1.title} at {1.price} weighs {1.packed_size}.",
    "a rating count as a count": "I found {1.rating_count} of the {1.title} at {1.price}.",
    "the price of another, by its name": (
        "The {2.title} costs {2.price} for {1.price} with the {1.title}."
    ),
    "a price before its name": "For {1.price} there is the {1.title}.",
    "too long": "The {1.title} at {1.price} is good" + " and good" * 60 + ".",
    "stuck": "The {1.title} at {1.price} is sturdy and sturdy and sturdy.",
    "another language": "Die {1.title} kostet {1.price}.",
    "other figures": "The {1.title} at {1.price} is ٢٠.",
    "fancy figures": "The {1.title} at {1.price} is ②⁵.",
    "a roman word": "The {1.title} at {1.price} is Ⅳ.",
}


@pytest.mark.parametrize(("sentence", "needed"), TRUE)
def test_true_sentences_pass(sentence: str, needed: tuple[str, ...]) -> None:
    verdict = check(sentence, EVIDENCE, needed)
    assert verdict.passed, verdict.reason
    assert "{" not in fill(sentence, EVIDENCE.slots)


@pytest.mark.parametrize("lie", LIES)
def test_lies_are_refused_with_the_reason(lie: str) -> None:
    verdict = check(LIES[lie], EVIDENCE, FIRST)
    assert not verdict.passed, LIES[lie]
    assert verdict.reason


@pytest.mark.parametrize("sentence", [said for said, needed in TRUE if needed == FIRST])
@pytest.mark.parametrize(
    "addition",
    ["7", " $5", " now only", " Zorblax", " not", " never", " best", " {2.price}", " free", " ✓9"],
)
def test_one_more_word_makes_a_true_sentence_a_lie(sentence: str, addition: str) -> None:
    body = sentence[:-1]
    assert not check(f"{body}{addition}.", EVIDENCE, FIRST).passed


@given(st.text(max_size=80))
@settings(max_examples=300)
def test_any_text_gets_a_verdict_and_figures_never_pass(text: str) -> None:
    verdict = check(text, EVIDENCE, FIRST)
    assert not verdict.passed
    assert verdict.reason
    with_slots = f"The {{1.title}} at {{1.price}} {text}."
    if check(with_slots, EVIDENCE, FIRST).passed:
        assert not any(char.isdigit() or char in "$€£{}<>" for char in text)


def test_words_of_two_products_must_hold_for_both() -> None:
    both = "The {1.title} at {1.price} and the {2.title} at {2.price} are waterproof."
    assert not check(both, EVIDENCE).passed
    kind = "The {1.title} at {1.price} and the {2.title} at {2.price} are rain jackets."
    assert check(kind, EVIDENCE).passed


def test_the_evidence_is_the_catalogues() -> None:
    slots = EVIDENCE.slots
    assert slots["1.price"] == "$79.00"
    assert slots["1.was"] == "down from $99.00"
    assert slots["1.below"] == "$21 under your limit"
    assert slots["1.rated"] == "rated 4.5 out of 5"
    assert slots["1.packed_size"] == "20 cm"
    assert slots["count"] == "2"
    assert slots["wish"] == "under $100"
    assert "2.list_price" not in slots
    assert EVIDENCE.common == frozenset({"rain", "jacket"})
    assert "waterproof" in EVIDENCE.words[0]
    assert not {"waterproof", "padded", "hood", "vegan", "free", "no"} & EVIDENCE.words[1]
    assert not {"padded", "hood", "vegan", "free", "no", "fragrance"} & EVIDENCE.words[0]
