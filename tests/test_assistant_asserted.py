"""Yes, no, or "the listing does not say": measures in other units, prices, denials, options."""

from __future__ import annotations

from decimal import Decimal

import pytest
from assistant_samples import made_shop, product, variant

from assistant.answering import Setting, answer
from assistant.service import act
from assistant.showings import Showing
from assistant.types import Act, Request
from retrieval.catalogue import Quantity
from retrieval.conditions import Condition

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
        ([value("size", "42")], "Yes: Roam Bag comes in 42."),
        ([value("size", "43")], "exists in 43, but that is sold out"),
        ([value("size", "44")], "No, Roam Bag is not listed in 44. It comes in 42 and 43."),
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
