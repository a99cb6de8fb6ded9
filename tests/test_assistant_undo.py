"""Taking things back: undo, back to an earlier search, corrections within and between messages."""

from __future__ import annotations

import pytest
from assistant_samples import assistant_over, demo_shop, talk

from assistant.reply import Reply


def values(reply: Reply, field: str) -> set[str]:
    return {v for c in reply.constraints if (c.field, c.op) == (field, "in") for v in c.values}


@pytest.mark.parametrize("words", ["undo", "undo that", "go back", "no, go back please", "Back!"])
def test_the_change_before_is_taken_back(words: str) -> None:
    *_, before, _, after = talk(assistant_over(demo_shop()), "mugs", "in blue", "in red", words)
    assert after.constraints == before.constraints
    assert [card.product_id for card in after.cards] == [card.product_id for card in before.cards]


def test_undoing_goes_on_to_the_beginning_and_no_further() -> None:
    first, _, _, *undone = talk(
        assistant_over(demo_shop()), "mugs", "in blue", "start over", "undo", "undo", "undo", "undo"
    )
    assert values(undone[0], "colour") == {"blue"}
    assert undone[1].constraints == first.constraints
    assert undone[2].constraints == undone[3].constraints == ()


@pytest.mark.parametrize(
    "words",
    [
        "leather is fine after all",
        "I don't mind leather any more",
        "let leather back in please",
        "I have nothing against leather",
        "leather can be among them",
        "ok, include leather again",
    ],
)
def test_a_refused_value_is_let_in_again(words: str) -> None:
    *_, last = talk(assistant_over(demo_shop()), "handbags, no leather, no nylon", words)
    assert [chip.label for chip in last.chips] == ["handbags", "not nylon"]
    assert last.not_found is None
    assert "cannot" not in last.text


def test_only_what_is_refused_can_be_let_in_again() -> None:
    *_, last = talk(assistant_over(demo_shop()), "handbags, no nylon", "I don't mind leather")
    assert values(last, "material") == {"leather"}
    *_, last = talk(
        assistant_over(demo_shop()), "sweaters, no wool", "wool is fine", "no wool again"
    )
    assert [(c.field, c.op) for c in last.constraints] == [
        ("category", "in"),
        ("material", "not_in"),
    ]


def test_a_digression_and_back() -> None:
    first, *_, last = talk(
        assistant_over(demo_shop()),
        "blue mugs under $40",
        "do you ship to Canada?",
        "rugs",
        "in red",
        "back to the mugs",
    )
    assert last.constraints == first.constraints


@pytest.mark.parametrize(
    ("message", "colour"),
    [
        ("no, I meant red", "red"),
        ("no wait, red", "red"),
        ("no, red", "red"),
        ("sorry, red I mean", "red"),
        ("white, no wait, red", "red"),
        ("white... no, black, sorry, I mean red", "red"),
        ("actually make it red", "red"),
        ("not blue, red", "red"),
    ],
)
def test_a_correction_corrects(message: str, colour: str) -> None:
    *_, last = talk(assistant_over(demo_shop()), "mugs", "in blue", message)
    assert values(last, "colour") == {colour}


def test_a_refusal_is_no_correction() -> None:
    *_, last = talk(assistant_over(demo_shop()), "mugs", "no red")
    assert [(c.field, c.op) for c in last.constraints][1:] == [("colour", "not_in")]
