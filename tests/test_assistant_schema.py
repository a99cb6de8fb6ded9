"""The schema of a message's delta: what is certain is fixed, what is open is the model's."""

from __future__ import annotations

import json
from random import Random

import llguidance
import pytest
from assistant_samples import demo_index
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import AssistantError
from assistant.evaluation.lying import any_of
from assistant.types import Act, Delta
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.reading import Reading, read
from assistant.understanding.schema import certain_delta, is_open, parse_delta, schema_of

OPEN = (Act.REFINE, Act.SEARCH)
MESSAGES = [
    "running shoes under $100",
    "waterproof hiking boots, not leather, size 42, at least 4 stars",
    "something light for summer evenings. not pink, no frills",
    "between 20 and 30 euros",
    "hello",
    "",
    "cheaper than $40",
    'quotes " and \\ and {braces} and 🎈 in tents',
    "x" * 1999,
    "word " * 380,
]


def reading(text: str) -> Reading:
    return read(text, demo_index().vocabulary, load_lexicon())


def answers(text: str, times: int = 20) -> list[str]:
    schema = schema_of(reading(text), OPEN)
    return [json.dumps(any_of(schema, Random(seed))) for seed in range(times)]


@pytest.mark.parametrize("text", MESSAGES)
def test_every_answer_under_the_schema_parses_and_keeps_what_is_certain(text: str) -> None:
    found = reading(text)
    certain = certain_delta(found, OPEN)
    for answer in answers(text):
        delta = parse_delta(answer, found)
        assert delta.act in OPEN
        assert (dict(delta.set), dict(delta.exclude)) == (dict(certain.set), dict(certain.exclude))
        assert (delta.refs, delta.sort, delta.clear) == (certain.refs, certain.sort, certain.clear)
        assert all(word in text for word in delta.query.split())


@pytest.mark.parametrize("text", MESSAGES)
def test_the_schema_is_one_that_llguidance_takes(text: str) -> None:
    schema = json.dumps(schema_of(reading(text), OPEN))
    grammar = llguidance.LLMatcher.grammar_from_json_schema(schema)
    assert llguidance.LLMatcher.validate_grammar(grammar) == ""


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_message_has_a_schema_that_compiles(text: str) -> None:
    schema = json.dumps(schema_of(reading(text), OPEN))
    grammar = llguidance.LLMatcher.grammar_from_json_schema(schema)
    assert llguidance.LLMatcher.validate_grammar(grammar) == ""


def test_the_schema_is_closed() -> None:
    schema = schema_of(reading("blue running shoes under $100, not Treadwick"), (Act.SEARCH,))
    assert schema["additionalProperties"] is False
    properties = schema["properties"]
    assert isinstance(properties, dict)
    assert schema["required"] == list(properties)
    assert properties["act"] == {"enum": ["search"]}
    assert properties["set"]["properties"] == {
        "colour": {"const": ["blue"]},
        "category": {"const": ["running shoes"]},
        "price_max": {"const": ["100 USD"]},
    }
    assert properties["exclude"]["properties"] == {"brand": {"const": ["Treadwick"]}}


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "no",
        "null",
        "[]",
        "7",
        "{",
        "{}",
        '{"act":"buy it all"}',
        '{"act":["search"]}',
        '{"act":"search","set":[]}',
        '{"act":"search","set":{"colour":7}}',
        '{"act":"search","exclude":"red"}',
        '{"act":null}',
        '{"act":"search","query":"tents"',
        '"search"',
    ],
)
def test_a_broken_answer_is_one_clear_error(answer: str) -> None:
    with pytest.raises(AssistantError, match="no delta"):
        parse_delta(answer, reading("tents"))


def test_the_error_does_not_repeat_an_endless_answer() -> None:
    with pytest.raises(AssistantError) as error:
        parse_delta("x" * 10_000, reading("tents"))
    assert len(str(error.value)) < 300


@pytest.mark.parametrize(
    ("text", "acts", "is_it"),
    [
        ("running shoes", (Act.SEARCH,), False),
        ("running shoes", OPEN, True),
        ("blue shoes, for the trail", (Act.SEARCH,), True),
        ("blue shoes, for the trail", (Act.REFINE,), False),
        ("what is it made of?", (Act.DETAILS,), False),
    ],
)
def test_the_model_is_asked_only_where_something_is_open(
    text: str, acts: tuple[Act, ...], is_it: bool
) -> None:
    assert is_open(reading(text), acts) is is_it


def test_certain_delta_takes_the_first_act_and_the_whole_phrase() -> None:
    delta = certain_delta(reading("something light, for the trail"), OPEN)
    assert delta.act is Act.REFINE
    assert delta.query == "light trail"


def test_amounts_keep_currency_and_strictness() -> None:
    delta = certain_delta(reading("more than €20, less than 30 euros"), OPEN)
    assert dict(delta.set) == {"price_min": ("<20 EUR",), "price_max": ("<30 EUR",)}


def test_closed_words_need_no_model() -> None:
    delta = certain_delta(reading("the cheapest ones instead"), OPEN)
    assert (delta.sort, delta.instead) == ("price_asc", True)
    assert certain_delta(reading("show me more"), OPEN).more
    assert not certain_delta(reading("cheaper and more"), OPEN).more
    assert certain_delta(reading('remove "x"'), OPEN).removed == ("x",)
    assert Delta(Act.SEARCH).language == "en"


def test_without_a_model_the_words_around_a_kind_are_a_story() -> None:
    text = "We have just moved and the floor looks so empty. A rug would be nice, made of wool."
    found = reading(text)
    assert certain_delta(found, (Act.SEARCH,)).query == "rug wool"
    assert certain_delta(reading("something cosy for the evening"), (Act.SEARCH,)).query
