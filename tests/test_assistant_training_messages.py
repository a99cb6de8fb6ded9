"""Messages made from word lists: they mean what they say, and nothing kept back is learnt."""

from __future__ import annotations

import json
from itertools import islice
from random import Random

import pytest
from retrieval_samples import make_products

from assistant.errors import AssistantError
from assistant.training.catalogues import cut
from assistant.training.material import make_material
from assistant.training.messages import Message, catalogue_lists, make_messages
from assistant.training.patterns import expand
from assistant.training.registers import retyped
from assistant.training.wordlists import Words, load_words, split_frames, split_lists
from assistant.types import Act
from retrieval.catalogue import Product
from retrieval.vocabulary import Vocabulary

WORDS = load_words()
PRODUCTS = make_products()


def messages(count: int, seed: int = 1) -> list[Message]:
    vocabulary = Vocabulary(PRODUCTS)
    own = catalogue_lists(vocabulary, [product.title for product in PRODUCTS])
    return list(islice(make_messages(WORDS, own, WORDS.frames, seed), count))


@pytest.mark.parametrize("act", Act)
def test_every_act_has_many_ways_to_be_put(act: Act) -> None:
    lines = {frame.line for frame in WORDS.frames if frame.act is act}
    assert len(lines) >= 50


def test_every_line_can_be_expanded_whatever_is_chosen() -> None:
    random = Random(4)
    for frame in WORDS.frames:
        for _ in range(5):
            text = expand(frame.line, lambda name: random.choice(WORDS.lists[name]), random)
            assert not set(text) & set("(){}[]|"), text
            assert text.count("<") == text.count(">"), text
            assert ("<" in text) == (frame.act is Act.SEARCH), text


def test_choices_options_and_names_are_expanded() -> None:
    texts = {
        expand("(a|b (c|d))[ e]{x}", lambda name: f" {name}", Random(seed)) for seed in range(60)
    }
    assert texts == {f"{start}{end} x" for start in ("a", "b c", "b d") for end in ("", " e")}


@pytest.mark.parametrize(
    ("line", "said"), [("a (b", "'(' is not closed"), ("{again}", "lead in circles")]
)
def test_a_malformed_line_is_named(line: str, said: str) -> None:
    with pytest.raises(AssistantError, match=said.replace("(", r"\(")):
        expand(line, lambda _name: "{again}", Random(0))


def test_the_same_seed_makes_the_same_messages_and_another_others() -> None:
    assert messages(40) == messages(40) != messages(40, seed=2)


def test_a_search_names_its_phrase_and_other_acts_have_none() -> None:
    made = messages(400)
    assert {message.act for message in made} == set(Act)
    for message in made:
        assert bool(message.phrase) == (message.act is Act.SEARCH), message
        assert message.phrase in message.text
        assert not {"\x02", "\x03"} & set(message.text)


def test_what_needs_a_search_before_it_has_one() -> None:
    made = messages(400)
    assert all(m.now for m in made if m.act in {Act.REFINE, Act.DETAILS, Act.CART_ADD})
    assert {bool(message.now) for message in made if message.act is Act.POLICY} == {True, False}


def test_people_write_in_many_ways_and_figures_stay_right() -> None:
    text = "Could you please show me waterproof sandals for 1.50 dollars?"
    written = {retyped(text, Random(seed)) for seed in range(400)}
    assert text in written
    assert text.upper() in written
    assert any("pls" in way for way in written)
    assert any(" um " in f" {way} " for way in written)
    assert len(written) > 10
    assert all("1.50" in way for way in written)


def test_lines_and_words_that_are_kept_back_are_not_learnt() -> None:
    learnt, kept = split_frames(WORDS.frames, 3)
    assert not set(learnt) & set(kept)
    assert {frame.act for frame in kept} == set(Act)
    assert split_frames(WORDS.frames, 3) == (learnt, kept)
    lists, new = split_lists(WORDS.lists, 3)
    assert not set(lists["kind"]) & set(new["kind"])
    assert lists["limit"] == new["limit"] == WORDS.lists["limit"]


def test_departments_that_are_kept_back_are_in_no_catalogue_to_learn_on() -> None:
    learnt, held = cut(PRODUCTS, 5)
    kept = {category.name for category in held.vocabulary.categories}
    assert kept
    assert len(learnt) > 1
    for catalogue in learnt:
        assert not kept & {category.name for category in catalogue.vocabulary.categories}


def test_a_shop_of_one_department_can_learn_and_one_without_products_cannot() -> None:
    shoes = [product for product in PRODUCTS if product.category[0] == "Shoes"]
    learnt, held = cut(shoes, 0)
    assert held.lists["kind"] == learnt[0].lists["kind"]
    with pytest.raises(AssistantError, match="import a feed"):
        cut([], 0)


def test_material_is_the_same_for_a_seed_and_its_answers_are_the_messages_words() -> None:
    material = make_material(WORDS, PRODUCTS, seed=1, learnt=80, held=20)
    assert material == make_material(WORDS, PRODUCTS, seed=1, learnt=80, held=20)
    assert material.digest != make_material(WORDS, PRODUCTS, seed=2, learnt=80, held=20).digest
    assert {name: len(held) for name, held in material.held.items()} == {
        "wordings": 20,
        "catalogue": 20,
    }
    for example in material.learnt:
        answer = json.loads(example.answer)
        assert answer["act"] == example.act
        assert bool(answer.get("query")) == example.whole


class OfOneProcess(list[Product]):
    """Products as a feed's: no other process can be given them."""

    def __reduce__(self) -> str:
        raise TypeError("these stay in their process")


def test_material_made_by_several_processes_is_what_one_makes() -> None:
    of_feed = OfOneProcess(PRODUCTS)
    made = make_material(WORDS, of_feed, seed=1, learnt=50, held=5, part=20)
    assert len(made.learnt) == 50
    assert made == make_material(WORDS, PRODUCTS, seed=1, learnt=50, held=5, part=20)
    alone = make_material(WORDS, PRODUCTS, seed=1, learnt=20, held=5)
    assert made.learnt[:20] == alone.learnt, "the first part has the seed's own beginning"


def test_word_lists_that_are_malformed_are_named() -> None:
    with pytest.raises(AssistantError, match=r"finding\.xx\.toml cannot be read"):
        load_words("xx")
    assert isinstance(WORDS, Words)
