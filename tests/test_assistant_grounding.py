"""The check of finished sentences: true ones pass with their evidence, every kind of lie fails."""

from __future__ import annotations

import pytest
from assistant_samples import demo_products, demo_shop, made_shop, product, variant
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.evaluation import judge_check
from assistant.evaluation.mutants import KINDS
from assistant.grounding import Terms, World, terms_of, verify, world_of
from assistant.service import act
from assistant.types import Act, Outcome, Request
from retrieval.catalogue import Money, Product, Quantity
from retrieval.filters import parse_where

A, B = "Northvale Skimmer Jacket", "Treadwick Ledge Jacket"
_FIRST = product(
    "a",
    A,
    variant("a1", "79.00", stock=3, colour="blue", size="M"),
    description="A sturdy shell for windy ridges. It is not padded and has no hood.",
    brand="Northvale",
    category=("Fashion", "rain jackets"),
    attributes={
        "material": ("recycled nylon",),
        "waterproof": True,
        "vegan": False,
        "fragrance free": True,
        "weight": Quantity(value=480, unit="g"),
        "packed size": Quantity(value=20, unit="cm"),
        "pieces": Quantity(value=2, unit=""),
    },
    rating=4.5,
    rating_count=12,
)
_PRICED = variant("a1", "79.00", stock=3, colour="blue", size="M").model_copy(
    update={"list_price": Money(amount=99, currency="USD")}
)
FIRST: Product = _FIRST.model_copy(update={"variants": (_PRICED,)})
SECOND = product(
    "b",
    B,
    variant("b1", "65.50", stock=1, colour="red"),
    variant("b2", "69.50", stock=0, colour="black"),
    description="Cotton inside, quick to dry.",
    brand="Treadwick",
    category=("Fashion", "rain jackets"),
    attributes={
        "material": ("cotton",),
        "waterproof": False,
        "packable": True,
        "weight": Quantity(value=0.5, unit="kg"),
    },
    rating=3.5,
    rating_count=2,
)


def world() -> World:
    conditions = parse_where("category=rain jackets,price<=100")
    shop = made_shop(FIRST, SECOND)
    found = act(Request(Act.SEARCH, "rain jackets", conditions), shop)
    pairs = sorted(zip(found.cards, found.products, strict=True), key=lambda pair: pair[1].id)
    cards, products = zip(*pairs, strict=True)
    outcome = Outcome(found.request, cards, products, found.chips, found.match_count)
    return world_of(outcome, terms_of(shop.index.vocabulary), locale="en_US")


WORLD = world()

TRUE = {
    f"The {A} costs $79.00.": "price",
    f"The {A} costs seventy-nine dollars.": "price",
    f"The {A} at $79.00 is down from $99.00.": "price",
    f"The {A} at $79.00 stays $21 under your limit.": "price",
    f"The {A} is twenty percent off.": "percentage",
    f"The {A} is on sale at $79.00.": "discount",
    f"The {A} is rated 4.5 out of 5 by 12 customers.": "rating",
    f"The {A} weighs 480 g.": "measure",
    f"The {A} weighs 0.48 kg.": "measure",
    f"The {A} has a packed size of 20 cm.": "measure",
    f"The {A} comes in size M.": "property",
    f"The {A} is made of recycled nylon.": "property",
    f"The {A} is waterproof and fragrance free.": "property",
    f"The {A} is not vegan.": "property",
    f"The {B} isn't waterproof.": "property",
    f"The {B} comes without recycled nylon, and it is packable.": "property",
    f"The {B} comes in red or black.": "property",
    f"The {B} is cheaper than the {A}.": "comparison",
    f"The {A} is better rated than the {B}.": "comparison",
    f"The {A} is lighter than the {B}.": "comparison",
    f"The {B} is the cheapest of these.": "comparison",
    f"The {B} is $13.50 cheaper than the {A}.": "price",
    f"The {A} is in stock.": "stock",
    f"You may also like the {A}.": "name",
    f"The {A} is sturdy, for windy ridges.": "name",
    f"The {A} and the {B} are rain jackets.": "property",
    f"“A sturdy shell for windy ridges” says the listing of the {A}.": "quote",
    "I found 2 rain jackets for you (under $100).": "count",
    f"Together the {A} and the {B} cost $144.50.": "price",
}
LIES = {
    f"The {A} costs $78.00.": "price",
    f"The {A} costs €79.00.": "price",
    f"The {A} costs sixty-five dollars.": "price",
    f"The {A} costs $65.50.": "price",
    f"The {A} at $79.00 is down from $120.00.": "price",
    f"The {A} at $79.00 stays $40 under your limit.": "price",
    f"The {A} at $79.00 a day.": "price",
    f"The {A} is 30% off.": "percentage",
    f"The {B} is 20% off.": "percentage",
    f"The {B} is on sale.": "discount",
    f"The {A} is rated 4.9 out of 5.": "rating",
    f"The {A} is rated 4.5 by 120 customers.": "rating",
    f"The {A} weighs 480 kg.": "number",
    f"The {A} weighs 20 cm.": "number",
    f"The {A} comes in size XL.": "property",
    f"The {A} is made of cotton.": "property",
    f"The {B} is made of recycled nylon.": "property",
    f"The {A} is not waterproof.": "property",
    f"The {A} is vegan.": "property",
    f"The {B} is waterproof.": "property",
    f"The {A} has a hood.": "word",
    f"The {A} has no windy ridges.": "property",
    f"The {A} is cheaper than the {B}.": "comparison",
    f"The {B} is better rated than the {A}.": "comparison",
    f"The {B} is lighter than the {A}.": "comparison",
    f"The {A} is the cheapest of these.": "comparison",
    f"The {A} is the best jacket.": "comparison",
    f"The {A} is sold out.": "stock",
    f"The {A} is in stock, 9 left.": "stock",
    f"The {A} is back soon.": "stock",
    f"The {A} ships tomorrow.": "delivery",
    f"The {A} has a lifetime guarantee.": "policy",
    f"The {A} comes with a voucher.": "discount",
    f"I have told the team about the {A}.": "act",
    f"We'll refund you for the {A}.": "act",
    f"The {A} has been added to your cart.": "act",
    f"The {A} is here until Friday.": "date",
    f"The {A} is here in May.": "name",
    f"The {A} is like a Zorblax.": "name",
    f"The {A} is a Treadwick.": "brand",
    f"The {A} is at www.example.org.": "link",
    f"The {A} is <b>good</b>.": "form",
    f"The {A} is g\u200bood.": "form",
    f"“Everybody loves it” says the listing of the {A}.": "quote",
    "I found 9 rain jackets for you.": "number",
    f"Together the {A} and the {B} cost $99.00.": "price",
    "": "form",
}


@pytest.mark.parametrize("sentence", TRUE)
def test_true_sentences_pass_and_each_claim_has_its_evidence(sentence: str) -> None:
    verdict = verify(sentence, WORLD)
    assert verdict.passed, verdict.reason
    assert TRUE[sentence] in {claim.kind for claim in verdict.claims}
    assert all(claim.grounds for claim in verdict.claims)


@pytest.mark.parametrize("sentence", LIES)
def test_lies_fail_by_their_kind_and_say_why(sentence: str) -> None:
    verdict = verify(sentence, WORLD)
    assert not verdict.passed
    failed = {claim.kind for claim in verdict.claims if not claim.holds}
    assert LIES[sentence] in failed, verdict.claims
    assert all(claim.reason for claim in verdict.claims if not claim.holds)


def test_a_claim_names_the_product_and_field_that_bear_it_out() -> None:
    (ground,) = verify(f"The {A} weighs 480 g.", WORLD).claims[-1].grounds
    assert (ground.source, ground.id, ground.field) == ("product", "a", "weight")
    assert ground.value == "480 g"


def test_what_may_be_done_is_only_what_was_done() -> None:
    said = f"I have added the {A} to your cart."
    shop = made_shop(FIRST)
    found = act(Request(Act.SEARCH, "", parse_where("category=rain jackets")), shop)
    done = world_of(found, Terms(), locale="en_US", done=(Act.CART_ADD,))
    acts = {c.kind: c.holds for c in verify(said, done).claims}
    assert acts["act"]
    assert not verify(said, world_of(found, Terms(), locale="en_US")).passed


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_text_gets_a_verdict_and_nothing_of_it_is_believed(text: str) -> None:
    verdict = verify(f"The {A} is {text}, for 7 dollars.", WORLD)
    assert not verdict.passed


def test_lies_of_every_kind_are_caught_and_truths_pass() -> None:
    """A part of `aisle eval answers`, on the demo shop; the whole takes minutes."""
    products = [product for product in demo_products() if product.status == "active"]
    terms = terms_of(demo_shop().index.vocabulary)
    judged = judge_check(products, terms, count=150, seed=3)
    assert set(judged.lies) == set(KINDS)
    for kind in KINDS:
        assert judged.share(kind) >= 0.99, (kind, judged.missed)
    assert judged.false_alarms <= 0.01, judged.alarms
