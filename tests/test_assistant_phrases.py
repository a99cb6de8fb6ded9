"""Building blocks: whatever a model puts together from them is true and passes the check."""

from __future__ import annotations

import re
from itertools import islice, product
from random import Random

import llguidance
import pytest
from assistant_samples import demo_products, demo_shop, found
from catalogue_oracle import judge_comparison, judge_sentences

from assistant.answering import check
from assistant.answering.details import points_of_details
from assistant.answering.evidence import gather
from assistant.answering.grammar import grammar_of
from assistant.answering.phrases import Blocks, is_built
from assistant.answering.points import Point, Speaker, points_of_search
from assistant.answering.sentences import fill, slots_in
from assistant.reply import Reply
from assistant.service import act
from assistant.types import Act, Outcome, Request, Showing
from retrieval.filters import Condition

KINDS = sorted({item.category[-1] for item in demo_products()})
COMPARING = re.compile(r"If you would|For less money|With a better|Customers rate|\bfree\b|non-")
"""Blocks that only code may offer: the check refuses comparatives and negations as such."""
COLOURS = ("black", "blue", "red", "white")


def some_outcome(seed: int) -> Outcome:
    """A random search: a kind, often with a limit, a colour, a rating or an exclusion."""
    random = Random(seed)
    where = [f"category={random.choice(KINDS)}"]
    extras = [
        f"price<={random.choice((20, 60, 150, 500))}",
        f"colour={random.choice(COLOURS)}",
        f"colour!={random.choice(COLOURS)}",
        f"rating>={random.choice((3, 4))}",
        f"brand!={random.choice(demo_products()).brand}",
    ]
    where += random.sample(extras, random.randint(0, 2))
    return found(",".join(where))


def speaker_of(outcome: Outcome, turn: int) -> Speaker:
    return Speaker(gather(outcome, locale="en_US"), turn, "tents", "en_US")


def details(asked: str, seed: int) -> Outcome:
    items = [item for item in demo_products() if asked in item.attributes or asked == "brand"]
    item = Random(seed).choice(items)
    subject = Showing(1, 1, item.id, item.variants[0].id)
    return act(Request(Act.DETAILS, subjects=(subject,), asked=(asked,)), demo_shop())


def sentences(blocks: Blocks, most: int = 400) -> list[str]:
    return ["".join(parts) for parts in islice(product(*blocks), most)]


def owed(outcome: Outcome, turn: int) -> list[Point]:
    speaker = speaker_of(outcome, turn)
    plan = points_of_details if outcome.request.act is Act.DETAILS else points_of_search
    return [point for point in plan(outcome, speaker) if point.slots]


def as_reply(outcome: Outcome, text: str) -> Reply:
    return Reply(
        "c",
        outcome.request.act,
        text,
        "en",
        cards=outcome.cards,
        constraints=outcome.request.conditions,
        chips=outcome.chips,
        match_count=outcome.match_count,
    )


OUTCOMES = [
    *(some_outcome(seed) for seed in range(40)),
    *(details(name, seed) for name in ("material", "weight", "brand") for seed in range(4)),
]


@pytest.mark.parametrize("number", range(len(OUTCOMES)))
def test_every_sentence_from_blocks_passes_and_is_true(number: int) -> None:
    outcome = OUTCOMES[number]
    for point in owed(outcome, turn=number):
        evidence = gather(outcome, locale="en_US")
        for sentence in sentences(point.blocks):
            assert set(point.slots) <= set(slots_in(sentence))
            assert is_built(sentence, point.blocks)
            if not COMPARING.search(sentence):
                verdict = check(sentence, evidence, point.slots)
                assert verdict.passed, (sentence, verdict.reason)
            said = fill(sentence, evidence.slots)
            judge_sentences(as_reply(outcome, said), [said], "tents")


def test_a_sentence_that_is_nearly_built_is_not() -> None:
    (point, *_) = owed(OUTCOMES[0], 0)
    whole = sentences(point.blocks)[0]
    assert is_built(whole, point.blocks)
    for forged in ("", whole[:-1], f"{whole} ", f"x{whole}", whole * 2, whole.upper()):
        assert not is_built(forged, point.blocks)
    assert not is_built("", ())


@pytest.mark.parametrize("number", range(len(OUTCOMES)))
def test_comparisons_are_offered_only_where_they_hold(number: int) -> None:
    outcome = OUTCOMES[number]
    evidence = gather(outcome, locale="en_US")
    for point in owed(outcome, turn=number):
        for sentence in sentences(point.blocks):
            judge_comparison(fill(sentence, evidence.slots), as_reply(outcome, ""))


@pytest.mark.parametrize("guided", [True, False])
@pytest.mark.parametrize("number", range(len(OUTCOMES)))
def test_the_grammar_of_every_reply_compiles(number: int, guided: bool) -> None:
    points = owed(OUTCOMES[number], turn=number)
    if points:
        grammar = llguidance.LLMatcher.grammar_from_lark(grammar_of(points, guided=guided))
        assert llguidance.LLMatcher.validate_grammar(grammar) == ""


def test_openings_take_turns() -> None:
    outcome = found("category=tents")
    first = {owed(outcome, turn)[1].blocks[0] for turn in range(3)}
    assert len(first) == 3


def test_a_limit_and_a_wish_come_before_other_traits() -> None:
    outcome = found("category=running shoes,price<=100,waterproof=yes")
    (_, point, *_) = owed(outcome, 0)
    said = " ".join(sentences(point.blocks))
    assert "waterproof" in said
    assert "{1.below}" in said


def test_conditions_without_words_make_no_blocks() -> None:
    outcome = act(Request(Act.SEARCH, "", (Condition("category", "in", ("tents",)),)), demo_shop())
    assert all(point.blocks for point in owed(outcome, 0))
