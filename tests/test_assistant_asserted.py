"""Yes, no, or "the listing does not say": measures in other units, prices, denials, options."""

from __future__ import annotations

from decimal import Decimal

import pytest
from assistant_samples import made_shop, product, variant

from assistant.answering import Setting, answer
from assistant.service import act
from assistant.showings import Showing
from assistant.types import Act, Outcome, Request
from retrieval.catalogue import Product, Quantity
from retrieval.conditions import Condition
from retrieval.filters import parse_where

BAG = product(
    "p1",
    "Roam Bag",
    variant("v1", "40.00", 2, size="42", colour="blue"),
    variant("v2", "40.00", 0, size="43", colour="blue"),
    attributes={
        "weight": Quantity(value=0.3, unit="kg"),
        "material": ("nylon",),
        "waterproof": True,
        "vegan": False,
    },
    rating=4.2,
    rating_count=9,
)


def bound(field: str, op: str, figure: str, unit: str = "", *, strict: bool = False) -> Condition:
    return Condition(field, op, (), Decimal(figure), unit, strict)  # type: ignore[arg-type]


def value(field: str, said: str, op: str = "in") -> Condition:
    return Condition(field, op, (said,))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ([bound("weight", "max", "400", "g")], "Yes: for Roam Bag, the listing gives weight: 0.3"),
        ([bound("weight", "max", "200", "g")], "No: for Roam Bag, the listing gives weight: 0.3"),
        ([bound("weight", "max", "300", "g")], "Yes:"),
        ([bound("weight", "max", "300", "g", strict=True)], "No:"),
        ([bound("weight", "min", "1", "lb")], "No:"),
        ([bound("weight", "min", "280", "g"), bound("weight", "max", "320", "g")], "Yes:"),
        ([bound("weight", "min", "310", "g"), bound("weight", "max", "320", "g")], "No:"),
        ([bound("weight", "max", "30", "cm")], "does not say"),
        ([bound("volume", "min", "20", "l")], "does not say"),
        ([bound("price", "max", "50", "USD")], "Yes: Roam Bag costs $40.00."),
        ([bound("price", "max", "40", "USD", strict=True)], "No: Roam Bag costs $40.00."),
        ([bound("price", "max", "50", "EUR")], "does not say"),
        ([bound("rating", "min", "4")], "Yes: Roam Bag is rated 4.2"),
        ([bound("rating", "min", "4.5")], "No: Roam Bag is rated 4.2"),
        ([value("waterproof", "yes")], "Yes: Roam Bag is listed as waterproof."),
        ([value("waterproof", "yes", "not_in")], "It is: Roam Bag is listed as waterproof."),
        ([value("vegan", "yes")], "No: Roam Bag is listed as not vegan."),
        ([value("vegan", "yes", "not_in")], "Right: Roam Bag is listed as not vegan."),
        ([value("washable", "yes")], "does not say"),
        ([value("material", "leather")], "No: for Roam Bag, the listing gives material: nylon."),
        ([value("material", "leather", "not_in")], "Yes: for Roam Bag, the listing gives material"),
        ([value("material", "nylon", "not_in")], "No: for Roam Bag, the listing gives material"),
        ([value("size", "42")], "Yes: Roam Bag comes in size 42. In stock: size 42."),
        ([value("size", "43")], "exists in size 43, but that is sold out. In stock: size 42."),
        (
            [value("size", "44")],
            "not listed in that size. It comes in 42 and 43. In stock: size 42.",
        ),
    ],
)
def test_what_is_asked_of_a_product_is_answered_by_its_listing(
    asked: list[Condition], words: str
) -> None:
    request = Request(Act.DETAILS, subjects=(Showing(1, 1, "p1", "v1"),), about=tuple(asked))
    outcome = act(request, made_shop(BAG))
    said = " ".join(s.text for s in answer(None, outcome, Setting(0, "en_US", "a bag")))
    assert words in said
    assert said.count("Roam Bag") == 1


SHOE = product(
    "p1",
    "Roam Shoe",
    variant("v1", "40.00", 2, size="41", colour="blue"),
    variant("v2", "40.00", 0, size="42", colour="blue"),
    variant("v3", "45.00", 1, size="42", colour="red"),
    variant("v4", "45.00", 1, size="43", colour="red"),
    variant("v5", "45.00", 1, size="43", colour="blue"),
)


def asked_of(shoe: Product, *about: Condition, within: tuple[Condition, ...] = ()) -> Outcome:
    subjects = (Showing(1, 1, "p1", "v1"),)
    request = Request(Act.DETAILS, conditions=within, subjects=subjects, about=about)
    return act(request, made_shop(shoe))


def told(outcome: Outcome) -> str:
    return " ".join(s.text for s in answer(None, outcome, Setting(0, "en_US", "a bag")))


@pytest.mark.parametrize(
    ("about", "within", "words"),
    [
        (["size=43"], [], "Yes: Roam Shoe comes in size 43. In stock: size 41, 42 and 43."),
        (["size=42"], [], "Yes: Roam Shoe comes in size 42. In stock: size 41, 42 and 43."),
        (
            ["size=42"],
            ["colour=blue"],
            "in size 42, but that is sold out. In stock: size 41 and 43",
        ),
        (
            ["size=44"],
            ["colour=blue"],
            "in that size. It comes in 41, 42 and 43. In stock: size 41 a",
        ),
        (["colour=red", "size=42"], ["colour=blue"], "Yes: Roam Shoe comes in red and size 42."),
        (
            ["colour=blue", "size=42"],
            [],
            "in blue and size 42, but that is sold out. In stock: siz",
        ),
        (
            ["colour=red", "size=41"],
            [],
            "not listed in size 41 together with red. In red there is ",
        ),
        (
            ["size=41"],
            ["colour=red"],
            "comes in size 41, but not in red: in size 41 there is blue.",
        ),
        (["colour=pink"], [], "not listed in pink. It comes in blue and red. All of these are in"),
    ],
)
def test_options_are_answered_together_with_what_is_in_stock(
    about: list[str], within: list[str], words: str
) -> None:
    conditions = [c for where in about for c in plain(where)]
    kept = [c for where in within for c in plain(where)]
    assert words in told(asked_of(SHOE, *conditions, within=tuple(kept)))


def plain(where: str) -> list[Condition]:
    return [c for c in parse_where(where) if isinstance(c, Condition)]


def test_the_card_is_of_the_variant_that_is_asked_about() -> None:
    (card,) = asked_of(SHOE, value("size", "43")).cards
    assert (card.variant_id, card.in_stock) == ("v5", True)  # still blue
    (card,) = asked_of(SHOE, value("size", "51")).cards
    assert card.variant_id == "v1"


def test_a_product_without_stock_is_said_to_be_sold_out_whatever_is_asked() -> None:
    gone = product("p1", "Roam Shoe", variant("v1", "40", 0, size="41"), attributes={"vegan": True})
    assert "exists in size 41, but that is sold out. All of it is sold out." in told(
        asked_of(gone, value("size", "41"))
    )
    assert told(asked_of(gone, value("vegan", "yes"))).endswith("as vegan. It is sold out.")
