"""Where the rules only guess a tuned model may choose among more acts; what is sure stays."""

from __future__ import annotations

import pytest
from assistant_samples import demo_index, demo_shop

from assistant.dialogue import State
from assistant.model import ScriptedChatModel
from assistant.types import Act
from assistant.understanding import Listener, understand
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.reading import read
from assistant.understanding.tuned import ADAPTER
from assistant.understanding.widening import widened


class TunedModel(ScriptedChatModel):
    """A scripted model that has the adapter."""

    adapters: frozenset[str] = frozenset({ADAPTER})


def acts_after(act: Act, text: str, *, shown: bool = False) -> set[Act]:
    reading = read(text, demo_index().vocabulary, load_lexicon())
    acts = widened((act,), reading, shown=shown)
    assert acts[0] is act, "the rules' own act stays the likeliest"
    return set(acts)


def test_a_guess_may_be_anything_that_needs_no_products() -> None:
    acts = acts_after(Act.SEARCH, "one side makes no sound at all")
    assert {Act.RETURN_REQUEST, Act.ORDER_STATUS, Act.POLICY, Act.HANDOFF} < acts
    assert not {Act.REFINE, Act.DETAILS, Act.COMPARE, Act.CART_ADD} & acts


def test_what_points_at_products_needs_some() -> None:
    acts = acts_after(Act.SEARCH, "one side makes no sound at all", shown=True)
    assert {Act.REFINE, Act.DETAILS, Act.COMPARE, Act.CART_ADD} < acts


@pytest.mark.parametrize("shown", [True, False])
def test_a_kind_with_other_words_may_have_been_bought_but_is_no_chat(*, shown: bool) -> None:
    acts = acts_after(Act.SEARCH, "the kettle leaks everywhere", shown=shown)
    assert {Act.RETURN_REQUEST, Act.ORDER_STATUS} < acts
    assert not {Act.SMALLTALK, Act.OUT_OF_SCOPE, Act.POLICY, Act.HANDOFF} & acts
    assert (Act.COMPARE in acts) == shown


@pytest.mark.parametrize(
    ("act", "text"),
    [
        (Act.SEARCH, "tents under $90"),
        (Act.SEARCH, "anything under $90"),
        (Act.SMALLTALK, "hello"),
        (Act.POLICY, "do you ship to Norway?"),
        (Act.CART_ADD, "add it to my cart"),
        (Act.REFINE, "undo that"),
        (Act.SEARCH, "'; DROP TABLE conversations; --"),
        (Act.REFINE, "no milk either"),
        (Act.REFINE, "cheaper than the third one"),
        (Act.DETAILS, "how heavy are the first and the third one?"),
        (Act.DETAILS, "number 3"),
    ],
)
def test_what_the_rules_know_for_sure_stays(act: Act, text: str) -> None:
    assert acts_after(act, text, shown=True) == {act}


def test_one_unknown_word_is_a_thing_or_an_errand_but_no_chat() -> None:
    acts = acts_after(Act.SEARCH, "a violin")
    assert Act.CART_VIEW in acts
    assert not {Act.SMALLTALK, Act.OUT_OF_SCOPE} & acts


def test_only_a_tuned_model_may_choose_among_more() -> None:
    text, shop = "one side makes no sound at all", demo_shop()
    answer = {"act": "return_request"}
    tuned = TunedModel(answers=[answer])
    heard = understand(Listener(tuned, 5), text, State(), shop.index, shop.manner)
    assert heard.request.act is Act.RETURN_REQUEST
    plain = ScriptedChatModel(answers=[answer], repeat_last=True)
    heard = understand(Listener(plain, 5), text, State(), shop.index, shop.manner)
    assert heard.request.act is Act.SEARCH


@pytest.mark.parametrize(
    ("act", "text"),
    [
        (Act.RETURN_REQUEST, "the mug arrived broken"),
        (Act.POLICY, "can you assemble it at my home?"),
        (Act.DETAILS, "does it hold more than 3 litres?"),
    ],
)
def test_what_the_rules_are_sure_of_is_not_put_to_the_model(act: Act, text: str) -> None:
    reading = read(text, demo_index().vocabulary, load_lexicon())
    assert widened((act,), reading, shown=True) == (act,)
