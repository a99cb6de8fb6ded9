"""The oracle of true words: silent about honest replies, loud about each kind of lie."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from assistant_samples import demo_products
from rehearsal_samples import observed, seen_as

from assistant.rehearsal.figures import amounts, numbers
from assistant.rehearsal.grounding import ungrounded
from assistant.rehearsal.observed import Observed, Scene
from retrieval.catalogue import Money
from retrieval.filters import Condition

HONEST = [
    ("running shoes under $100",),
    ("running shoes under $100", "only blue ones"),
    ("running shoes", "what is the second one made of?"),
    ("running shoes", "how much is the first one?"),
    ("running shoes under $5",),
    ("a helicopter",),
    ("boots but no leather", "the cheapest"),
    ("hello",),
    ("how heavy is number 9?",),
    ("coffee rated at least 4",),
    ("sofas", "tell me more about the first one"),
]


@pytest.mark.parametrize("messages", HONEST, ids=" / ".join)
def test_an_honest_reply_is_grounded(messages: tuple[str, ...]) -> None:
    seen = observed(*messages)
    hints = ("running shoes under $90",)
    assert list(ungrounded(Scene(replace(seen, hints=hints)))) == []


@pytest.fixture(scope="module")
def seen() -> Observed:
    return observed("running shoes under $100", "only blue ones")


def lies(seen: Observed, **changes: object) -> list[tuple[str, str]]:
    return list(ungrounded(seen_as(seen, **changes)))


def test_a_wrong_price_in_words(seen: Observed) -> None:
    first = seen.reply.cards[0]
    assert first.price
    wrong = seen.reply.text.replace(str(first.price.amount), "12.34")
    assert any("$12.34" in got for _, got in lies(seen, text=wrong))


def test_the_price_of_another_product(seen: Observed) -> None:
    first, second = seen.reply.cards[:2]
    assert second.price
    text = f"{first.title} costs ${second.price.amount}."
    assert any(first.title in expected for expected, _ in lies(seen, text=text))


def test_a_wrong_difference_to_the_budget(seen: Observed) -> None:
    title = seen.reply.cards[0].title
    assert lies(seen, text=f"{title} is $1.11 under your limit.")


def test_a_wrong_count(seen: Observed) -> None:
    count = seen.reply.match_count
    assert lies(seen, text=seen.reply.text.replace(f"{count} running", "4711 running"))
    assert lies(seen, match_count=4711)
    assert lies(seen, match_count=1)


def test_a_product_that_is_not_shown(seen: Observed) -> None:
    shown = {card.title for card in seen.reply.cards}
    other = next(p.title for p in demo_products() if p.title not in shown)
    assert any(other in got for _, got in lies(seen, text=f"I suggest the {other}."))


def test_names_in_another_order(seen: Observed) -> None:
    first, second = seen.reply.cards[:2]
    assert lies(seen, text=f"I suggest the {second.title} and the {first.title}.")
    assert lies(seen, text=f"I suggest the {second.title}.")


def test_a_foreign_brand_and_a_wrong_material(seen: Observed) -> None:
    brands = {card.brand for card in seen.reply.cards}
    other = next(p.brand for p in demo_products() if p.brand and p.brand not in brands)
    assert any(other in got for _, got in lies(seen, text=f"It is as good as {other}."))
    title = seen.reply.cards[0].title
    assert any(got == "pure gold" for _, got in lies(seen, text=f"{title} is made of pure gold."))


def test_an_invented_figure(seen: Observed) -> None:
    title = seen.reply.cards[0].title
    assert any("9999" in got for _, got in lies(seen, text=f"{title} weighs 9999 g."))
    assert any("37" in got for _, got in lies(seen, text=f"{title} is 37 percent off."))


def test_silence(seen: Observed) -> None:
    assert lies(seen, text=" ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("price", Money(amount=Decimal(1), currency="USD")),
        ("list_price", Money(amount=Decimal(999), currency="USD")),
        ("title", "Another Shoe"),
        ("brand", "Another Maker"),
        ("rating", 1.1),
        ("in_stock", False),
        ("options", {"colour": "gold"}),
        ("product_id", "p-9999"),
        ("variant_id", "p-9999-1"),
    ],
)
def test_a_card_that_is_not_the_catalogues(seen: Observed, name: str, value: object) -> None:
    card = replace(seen.reply.cards[0], **{name: value})  # type: ignore[arg-type]
    assert lies(seen, cards=(card, *seen.reply.cards[1:]))


@pytest.mark.parametrize(
    "condition",
    [
        Condition("price", "max", bound=Decimal(10), unit="USD"),
        Condition("colour", "in", ("gold",)),
        Condition("category", "not_in", ("running shoes",)),
        Condition("rating", "min", bound=Decimal(5), strict=True),
        Condition("weight", "max", bound=Decimal(1), unit="g"),
    ],
)
def test_a_constraint_in_force_that_a_card_breaks(seen: Observed, condition: Condition) -> None:
    assert lies(seen, constraints=(*seen.reply.constraints, condition))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$66.50", "66.50"),
        ("66,50 €", "66.50"),
        ("1.204,50 EUR", "1204.50"),
        ("$1,204", "1204"),
        ("$1,204.5", "1204.5"),
        ("CHF 1'204.50", "1204.50"),
        ("US$7", "7"),
    ],
)
def test_amounts_are_read_in_any_usual_spelling(text: str, value: str) -> None:
    assert [amount for _, amount in amounts(f"It costs {text}.")] == [Decimal(value)]


def test_numbers_are_read_beside_amounts_and_units() -> None:
    found = list(numbers("4 of 1,204 weigh 240g, cost $5 and the X-200 is 20 h."))
    assert found == [Decimal(4), Decimal(1204), Decimal(240), Decimal(20)]
