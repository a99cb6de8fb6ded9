"""Words that point at what was shown: over turns, described, of a pair, and never shown."""

from __future__ import annotations

import pytest
from assistant_samples import assistant_over, demo_index, demo_shop, say, talk

from assistant.reply import Reply
from assistant.types import Act

HEADPHONES = "the cheapest headphones"
TENTS = "tents"


def ids(reply: Reply) -> list[str]:
    return [card.product_id for card in reply.cards]


def shown_by(*messages: str) -> list[list[str]]:
    return [ids(reply) for reply in talk(assistant_over(demo_shop()), *messages)]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("is the first tent waterproof?", 0),
        ("how heavy is the second of the tents?", 1),
        ("what is the last tent made of?", -1),
        ("is the third one you showed me before the mugs waterproof?", 2),
        ("tell me more about the second tent", 1),
    ],
)
def test_what_was_shown_three_searches_ago_is_still_there(words: str, place: int) -> None:
    tents, _, _, last = shown_by(TENTS, "mugs", "rugs", words)
    assert last == [tents[place]]


def test_the_first_of_all() -> None:
    tents, _, last = shown_by(
        TENTS, "rugs", "what is the first one you showed me at the beginning?"
    )
    assert last == [tents[0]]


def test_the_newest_showing_comes_first() -> None:
    _, rugs, last = shown_by(TENTS, "rugs", "what is the second one made of?")
    assert last == [rugs[1]]


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("is the cheaper of the two wireless?", lambda p: p.variants[0].price.amount),
        ("how heavy is the lighter one?", lambda p: p.attributes["weight"].value),
    ],
)
def test_of_two_that_were_compared_the_lesser_is_meant(words: str, by: object) -> None:
    seen, _, last = shown_by(HEADPHONES, "compare the first and the third", words)
    pair = [demo_index().product(seen[0]), demo_index().product(seen[2])]
    assert last == [min(pair, key=by).id]  # type: ignore[arg-type, union-attr, type-var]


@pytest.mark.parametrize(
    ("words", "place"),
    [("the former", 1), ("the latter", 2), ("not the former", 2), ("not the latter", 1)],
)
def test_each_of_a_pair(words: str, place: int) -> None:
    seen, _, last = shown_by(HEADPHONES, "compare the second and the third", f"{words} please")
    assert last == [seen[place]]


def test_the_other_one_is_not_the_one_in_focus() -> None:
    seen, _, _, last = shown_by(
        HEADPHONES, "compare 2 and 4", "how heavy is the former?", "and the other one?"
    )
    assert last == [seen[3]]


@pytest.mark.parametrize("words", ["tell me about the Mosaik", "is the mosiac wireless?"])
def test_a_name_may_be_partial_and_misspelt(words: str) -> None:
    seen, last = shown_by(HEADPHONES, words)
    assert last == [seen[1]]


def test_what_only_one_thing_shown_is_points_at_it() -> None:
    seen, last = shown_by(HEADPHONES, "tell me more about the beige one")
    assert last == [seen[0]]


def test_an_ambiguous_word_is_asked_about_and_the_answer_does_what_was_wanted() -> None:
    assistant = assistant_over(demo_shop())
    conversation = assistant.start()
    seen = ids(say(assistant, conversation, HEADPHONES))
    asked = say(assistant, conversation, "is the silver one wireless?")
    assert asked.asks is not None
    assert asked.asks in asked.text
    assert set(ids(asked)) < set(seen)
    assert list(asked.suggestions) == [card.title for card in asked.cards]
    chosen = say(assistant, conversation, asked.suggestions[1])
    assert (chosen.act, ids(chosen), chosen.asks) == (Act.DETAILS, [ids(asked)[1]], None)
    assert "wireless" in chosen.text


@pytest.mark.parametrize("answer", ["the second one", "2", "#2"])
def test_a_place_answers_the_question(answer: str) -> None:
    *_, asked, last = shown_by(HEADPHONES, "is the silver one wireless?", answer)
    assert last == [asked[1]]


def test_another_question_is_no_answer() -> None:
    *_, last = shown_by(HEADPHONES, "is the silver one wireless?", "what is #1 made of?")
    assert len(last) == 1


@pytest.mark.parametrize(
    "words",
    [
        "what is the ninth one made of?",
        "is the purple one wireless?",
        "add the sofa cushion to my cart",
        "put the 12th one in my basket",
    ],
)
def test_what_was_never_shown_is_told_so(words: str) -> None:
    _, reply = talk(assistant_over(demo_shop()), HEADPHONES, words)
    assert reply.not_found is not None
    assert reply.not_found.kind == "never_shown"
    assert reply.cards == ()
