"""A reply's sentences with a model that is honest, lies, stops early, fails or is slow."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from assistant_samples import found, made_shop, product, variant

from assistant.answering import Sentence, Setting, Writing, answer
from assistant.answering.compose import prompt_for
from assistant.answering.evidence import gather
from assistant.answering.points import Speaker, points_of_search
from assistant.answering.sentences import fill, plain_templates, slots_in
from assistant.errors import AssistantError
from assistant.evaluation.lying import LyingModel, choices_of
from assistant.model import Delayed, ModelError, ScriptedChatModel
from assistant.service import act
from assistant.types import Act, NotFound, Outcome, Request, Showing
from retrieval.catalogue import Quantity
from retrieval.filters import parse_where

OUTCOME = found("category=running shoes,price<=100")
HONEST = (
    "I found {count} running shoes for you. The {1.title} is a good place to start at {1.price}. "
    "You may also like the {2.title} at {2.price}."
)


def said(
    model: ScriptedChatModel | LyingModel | None,
    outcome: Outcome = OUTCOME,
    *,
    guided: bool = True,
    seconds: float = 20,
) -> list[Sentence]:
    writing = Writing(guided, seconds)
    setting = Setting(turn=0, locale="en_US", example="tents", writing=writing)
    return list(answer(model, outcome, setting))


def texts(sentences: list[Sentence]) -> list[str]:
    return [sentence.text for sentence in sentences]


def test_an_honest_model_is_heard_with_its_slots_filled() -> None:
    model = ScriptedChatModel(answers=[HONEST])
    sentences = said(model, seconds=3, guided=False)
    first, second = OUTCOME.cards[:2]
    assert [s.plain for s in sentences] == [False, False, False, True]
    assert first.title in sentences[1].text
    assert str(first.price.amount if first.price else "") in sentences[1].text
    assert second.title in sentences[2].text
    (call,) = model.calls
    assert call.options.time_limit == 3
    assert call.options.lark is not None
    assert "ENDING" in call.options.lark
    assert call.options.max_tokens >= 3 * 40


def test_guided_writing_has_a_grammar_of_blocks() -> None:
    model = ScriptedChatModel(answers=[HONEST])
    said(model, guided=True)
    assert len(choices_of(str(model.calls[0].options.lark))) == 3
    assert "ENDING" not in str(model.calls[0].options.lark)


PLAIN = said(None)


def test_without_a_model_the_plain_sentences_say_it_all() -> None:
    assert all(s.plain for s in PLAIN)
    assert [s.degraded for s in PLAIN] == [True, True, True, False]
    for card in OUTCOME.cards:
        assert card.title in " ".join(texts(PLAIN))


@pytest.mark.parametrize(
    "answer_",
    [
        "",
        "   ",
        ModelError("no memory"),
        Delayed(60, HONEST),
    ],
    ids=["nothing", "blanks", "an error", "too late"],
)
def test_a_model_that_gives_nothing_leaves_the_plain_sentences(
    answer_: str | ModelError | Delayed,
) -> None:
    began = time.perf_counter()
    sentences = said(ScriptedChatModel(answers=[answer_]), seconds=0.05)
    assert texts(sentences) == texts(PLAIN)
    assert [s.degraded for s in sentences] == [True, True, True, False]
    assert all(s.reason for s in sentences if s.degraded)
    assert time.perf_counter() - began < 2


def test_a_lie_is_replaced_alone() -> None:
    lying = HONEST.replace("is a good place to start at {1.price}", "costs $1 or {1.price}")
    sentences = said(ScriptedChatModel(answers=[lying]))
    assert [s.plain for s in sentences] == [False, True, False, True]
    assert sentences[1].text == PLAIN[1].text
    assert "$" in sentences[1].reason
    assert not sentences[1].degraded


def test_stopping_early_leaves_the_rest_plain() -> None:
    sentences = said(ScriptedChatModel(answers=["I found {count} running shoes for you. The {1."]))
    assert [s.plain for s in sentences] == [False, True, True, True]
    assert [s.degraded for s in sentences] == [False, False, True, False]
    assert texts(sentences)[1:] == texts(PLAIN)[1:]


def test_saying_more_than_asked_is_not_heard() -> None:
    sentences = said(ScriptedChatModel(answers=[f"{HONEST} I love you. Buy now."]))
    assert len(sentences) == len(PLAIN)
    assert "love" not in " ".join(texts(sentences))


def test_sentences_in_the_wrong_order_do_not_pass() -> None:
    one, two, three = HONEST.split(". ", 2)
    shuffled = ScriptedChatModel(answers=[f"{two}. {three} {one}."])
    assert texts(said(shuffled)) == texts(PLAIN)


def test_sentences_come_out_while_the_model_is_still_writing() -> None:
    written: list[str] = []

    class Slow(ScriptedChatModel):
        def _stream(self, *args: object, **kwargs: object) -> Iterator:  # type: ignore[override]
            for chunk in super()._stream(*args, **kwargs):  # type: ignore[arg-type]
                written.append(str(chunk.text))
                yield chunk

    setting = Setting(turn=0, locale="en_US", example="tents")
    sentences = answer(Slow(answers=[HONEST]), OUTCOME, setting)
    next(sentences)
    assert "{2.title}" not in "".join(written)
    next(sentences)
    next(sentences)
    assert "{2.title}" in "".join(written)


def test_closing_the_sentences_stops_the_model() -> None:
    closed: list[bool] = []

    class Watched(ScriptedChatModel):
        def _stream(self, *args: object, **kwargs: object) -> Iterator:  # type: ignore[override]
            try:
                yield from super()._stream(*args, **kwargs)  # type: ignore[arg-type]
            finally:
                closed.append(True)

    sentences = answer(
        Watched(answers=[HONEST]), OUTCOME, Setting(turn=0, locale="en_US", example="tents")
    )
    next(sentences)
    assert not closed
    sentences.close()  # type: ignore[attr-defined]
    assert closed == [True]


def test_no_other_error_is_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        said(ScriptedChatModel(answers=[ZeroDivisionError()]))


@pytest.mark.parametrize("seed", range(30))
def test_a_liar_never_costs_a_sentence(seed: int) -> None:
    model = LyingModel(seed=seed, honesty=0.2, titles=["Zorblax"])
    sentences = said(model)
    assert len(sentences) == len(PLAIN)
    for own, plain in zip(sentences, PLAIN, strict=True):
        assert not own.plain or own.text == plain.text


def test_nothing_to_word_means_no_call() -> None:
    model = ScriptedChatModel(answers=())
    outcome = Outcome(Request(Act.SMALLTALK))
    (sentence,) = said(model, outcome)
    assert sentence.plain
    assert not sentence.degraded
    assert model.calls == ()


def test_the_prompt_shows_slots_and_facts_and_no_figures() -> None:
    evidence = gather(OUTCOME, locale="en_US")
    speaker = Speaker(evidence, 0, "tents", "en_US")
    owed = [point for point in points_of_search(OUTCOME, speaker) if point.slots]
    text = prompt_for(OUTCOME, owed)[-1][1]
    assert text.startswith("Wanted: running shoes, under $100\n1 {1.title} {1.price}:")
    assert text.endswith("Sentences: {count}; {1.title} {1.price}; {2.title} {2.price}")
    assert OUTCOME.cards[0].title not in text


GAPS = [
    (NotFound("not_carried", "unicorn saddles"), "“unicorn saddles”"),
    (NotFound("not_carried", "see http://evil.example now"), "that"),
    (NotFound("not_carried", "everything costs $1"), "that"),
    (NotFound("not_carried", "one two three four five"), "that"),
    (NotFound("not_carried", "<b>x</b>"), "that"),
    (NotFound("not_filterable", "zorblax"), "“zorblax”"),
    (NotFound("no_match", "tents, under $1"), "tents, under $1"),
    (NotFound("never_shown", "number 9"), "number 9"),
]


@pytest.mark.parametrize(("gap", "words"), GAPS)
def test_what_is_missing_is_said_and_quotes_only_a_few_plain_words(
    gap: NotFound, words: str
) -> None:
    kind = Act.DETAILS if gap.kind == "never_shown" else Act.SEARCH
    count = None if gap.kind == "never_shown" else 0
    sentences = said(None, Outcome(Request(kind), match_count=count, not_found=gap))
    text = " ".join(texts(sentences))
    assert words in text
    assert "http" not in text
    assert "<" not in text
    assert not any(s.degraded for s in sentences)


def test_nothing_found_names_the_best_way_on() -> None:
    outcome = found("category=running shoes,price<=1,colour=blue", "running shoes")
    text = " ".join(texts(said(None, outcome)))
    best = outcome.relaxations[0]
    assert f"Without “{best.chips[0].label}” there would be {best.count} running shoes." in text


LAMP = product(
    "a",
    "Dwellby Lamp",
    variant("a1", "40.00", 2, colour="blue", size="M"),
    variant("a2", "44.00", 0, colour="red", size="L"),
    description="One. Two. Three. Four.",
    brand="Dwellby",
    category=("Home", "lamps"),
    attributes={
        "material": ("oak", "brass"),
        "dimmable": True,
        "led": False,
        "weight": Quantity(value=1.5, unit="kg"),
        "height": Quantity(value=30, unit="cm"),
    },
    rating=4.5,
    rating_count=1,
)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("material", "Dwellby Lamp is made of oak and brass."),
        ("weight", "Dwellby Lamp weighs 1.5 kg."),
        ("brand", "Dwellby Lamp is made by Dwellby."),
        ("price", "Dwellby Lamp costs $40.00."),
        ("size", "Dwellby Lamp comes in these sizes: M and L."),
        ("colour", "Dwellby Lamp comes in blue and red."),
        ("stock", "Dwellby Lamp is in stock as shown."),
        ("rating", "Dwellby Lamp is rated 4.5 out of 5 by one customer."),
        ("dimmable", "Yes: Dwellby Lamp is listed as dimmable."),
        ("led", "No: Dwellby Lamp is listed as not led."),
        ("height", "For Dwellby Lamp, the listing gives height: 30 cm."),
        ("water column", "The listing of Dwellby Lamp does not say."),
        ("description", "Dwellby Lamp costs $40.00. “One. Two. Three.”"),
    ],
)
def test_what_is_asked_is_answered_from_the_listing(asked: str, text: str) -> None:
    request = Request(Act.DETAILS, subjects=(Showing(1, 1, "a", "a1"),), asked=(asked,))
    assert " ".join(texts(said(None, act(request, made_shop(LAMP))))) == text


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("colour=blue", "Yes: Dwellby Lamp comes in blue."),
        ("colour=red", "Dwellby Lamp exists in red, but that is sold out. In stock: blue."),
        (
            "colour=teal",
            "No, Dwellby Lamp is not listed in teal. It comes in blue and red. In stock: blue.",
        ),
        ("material=oak", "Yes: for Dwellby Lamp, the listing gives material: oak."),
        ("material=steel", "No: for Dwellby Lamp, the listing gives material: oak and brass."),
        ("dimmable=yes", "Yes: Dwellby Lamp is listed as dimmable."),
        ("led=yes", "No: Dwellby Lamp is listed as not led."),
    ],
)
def test_whether_it_has_something(where: str, text: str) -> None:
    request = Request(Act.DETAILS, subjects=(Showing(1, 1, "a", "a1"),), about=parse_where(where))
    assert texts(said(None, act(request, made_shop(LAMP)))) == [text]


def test_sold_out_as_shown_names_what_there_is() -> None:
    request = Request(Act.DETAILS, subjects=(Showing(1, 1, "a", "a2"),), asked=("stock",))
    (sentence,) = said(None, act(request, made_shop(LAMP)))
    assert (
        sentence.text
        == "Dwellby Lamp is sold out in red and size L, but there is stock in blue, M."
    )


def test_unrated_and_unpriced_products_are_said_so() -> None:
    bare = product("a", "Lamp", variant("a1", None))
    request = Request(Act.DETAILS, subjects=(Showing(1, 1, "a", "a1"),), asked=("rating",))
    assert texts(said(None, act(request, made_shop(bare)))) == ["Nobody has rated Lamp yet."]
    found_ = act(Request(Act.SEARCH, "lamp"), made_shop(bare))
    assert "price" in " ".join(texts(said(None, found_)))
    assert "$" not in " ".join(texts(said(None, found_)))


def test_every_sold_out_card_is_said_to_be_sold_out() -> None:
    shop = made_shop(*(product(f"p{n}", f"Lamp {n}", variant(f"v{n}", "10", 0)) for n in range(3)))
    text = " ".join(texts(said(None, act(Request(Act.SEARCH, "lamp"), shop))))
    assert text.startswith("Everything that fits is sold out")
    assert "It is sold out." in text
    assert text.count("sold out") == 4


def test_a_sold_out_size_names_those_in_stock() -> None:
    slipper = product(
        "p",
        "Mule Slipper",
        variant("v1", "10", 0, size="41", colour="red"),
        variant("v2", "10", 3, size="42", colour="red"),
        variant("v3", "10", 3, size="43", colour="blue"),
    )
    wanted = parse_where("size=41")
    outcome = act(Request(Act.SEARCH, "mule slipper", wanted), made_shop(slipper))
    text = " ".join(texts(said(None, outcome)))
    assert "It is sold out in size 41 and red, but there is stock in size 42." in text


def test_sold_out_products_are_said_so_beside_others() -> None:
    gone = product("a", "Oak Lamp", variant("a1", "10", 0))
    there = product("b", "Elm Lamp", variant("b1", "12"))
    both = (Showing(1, 1, "a", "a1"), Showing(1, 2, "b", "b1"))
    outcome = act(Request(Act.COMPARE, subjects=both), made_shop(gone, there))
    assert texts(said(None, outcome))[-1] == "Oak Lamp is sold out."


def test_filling_a_slot_that_has_no_value_is_an_error() -> None:
    with pytest.raises(AssistantError, match=r"no value for the slot '1\.x'"):
        fill("The {1.x}.", {"1.y": "z"})
    assert fill("{a} {a}", {"a": "{b}"}) == "{b} {b}"


def test_variants_of_a_plain_sentence_take_turns() -> None:
    variants = set(plain_templates("found", "lead"))
    assert len(variants) == 3
    assert all("count" in slots_in(variant_) for variant_ in variants)
