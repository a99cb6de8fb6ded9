"""Several acts in one message: where it is cut, and what comes of its parts in order."""

from __future__ import annotations

from decimal import Decimal

import pytest
from assistant_samples import assistant_over, demo_index, demo_shop, found, talk

from assistant.dialogue import State, advance
from assistant.types import Act
from assistant.understanding import parts

FRESH = State()
SHOWN = advance(FRESH, found("category=running shoes", "running shoes"))
WHOLE = [
    "black boots and sandals",
    "running shoes and tents under $60",
    "My nephew turns nine on Saturday. He and his sisters fight, so a board game would be good.",
    "I bought running shoes last week and want to return them",
    "hi there, and thanks! do you have tents?",
    "what is the first one made of and is it waterproof?",
    "no leather and no suede please",
    "a tent for two people, and it should be light",
    "start over and show me tents",
    "",
    "and",
    "and and and. ; ,",
]
CUT = [
    ("add the first one, and do you ship to Norway?", ["add the first one", "do you ship"]),
    ("shoes under $60 and any sweater", ["shoes under $60", "any sweater"]),
    ("a red dress and black sandals", ["a red dress", "black sandals"]),
    ("I need a tent. Where is my order o-50123?", ["I need a tent.", "Where is my order"]),
    ("add the first one, do you ship to Norway, and show me tents", ["add", "do you", "show"]),
    ("what is the second one made of, and put it in my cart", ["what is", "put it"]),
]


@pytest.mark.parametrize("message", WHOLE)
def test_what_is_one_wish_stays_together(message: str) -> None:
    assert parts(message, SHOWN, demo_index()) == (message,)


@pytest.mark.parametrize(("message", "begins"), CUT)
def test_what_are_several_is_cut_between_them(message: str, begins: list[str]) -> None:
    found = parts(message, SHOWN, demo_index())
    assert len(found) == len(begins)
    assert all(part.startswith(words) for part, words in zip(found, begins, strict=True))


def test_every_part_is_answered_in_order() -> None:
    _, reply = talk(
        assistant_over(demo_shop()), "tents", "how heavy is #1, and are mugs in blue there?"
    )
    assert (reply.act, reply.then) == (Act.DETAILS, (Act.SEARCH,))
    assert [card.category for card in reply.cards][:2] == ["tents", "mugs"]
    assert reply.text.index(reply.cards[0].title) < reply.text.index(reply.cards[1].title)


def test_a_limit_belongs_to_the_thing_it_was_said_of() -> None:
    assistant = assistant_over(demo_shop())
    first, blue, back = talk(assistant, "shoes under $60 and any sweater", "in blue", "undo that")
    for reply in (first, blue, back):
        kinds = {card.category for card in reply.cards}
        assert "sweaters" in kinds
        assert len(kinds) > 1
        for card in reply.cards:
            assert card.price is not None
            assert card.category == "sweaters" or card.price.amount <= Decimal(60)
    assert all(card.options["colour"] == "blue" for card in blue.cards)
    assert (
        {c.field for c in first.constraints} == {c.field for c in back.constraints} == {"category"}
    )
    assert sum(first.counts) == first.match_count


def test_something_else_ends_the_two_wishes() -> None:
    *_, last = talk(assistant_over(demo_shop()), "shoes under $60 and any sweater", "mugs", "blue")
    assert {card.category for card in last.cards} == {"mugs"}
    assert len(last.counts) == 1
