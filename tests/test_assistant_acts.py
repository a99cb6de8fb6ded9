"""A table: where the conversation is, what is said, and which acts it can then mean."""

from __future__ import annotations

import pytest
from assistant_samples import demo_index

from assistant.dialogue import State
from assistant.types import Act, Showing
from assistant.understanding.acts import ruled
from assistant.understanding.cues import Heard
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.reading import read
from retrieval.filters import Condition

FRESH = State()
SHOES = Condition("category", "in", ("running shoes",))
SEARCHING = State(query="running shoes", conditions=(SHOES,))
SHOWN = State(
    query="running shoes",
    conditions=(SHOES,),
    shown=tuple(
        Showing(1, place, product.id, product.variants[0].id)
        for place, product in enumerate(
            (p for p in demo_index().products if p.category[-1] == "running shoes"), start=1
        )
    )[:4],
    turns=1,
)
TABLE = [
    (FRESH, "running shoes under $100", Act.SEARCH),
    (FRESH, "under $100", Act.SEARCH),
    (FRESH, "something blue", Act.SEARCH),
    (FRESH, "hello", Act.SMALLTALK),
    (FRESH, "thank you", Act.SMALLTALK),
    (FRESH, "who are you?", Act.SMALLTALK),
    (FRESH, "ok", Act.SMALLTALK),
    (FRESH, "unicorn saddles", Act.SEARCH),
    (FRESH, "the second one", Act.DETAILS),
    (FRESH, "where is my order?", Act.ORDER_STATUS),
    (FRESH, "do you ship to Norway?", Act.POLICY),
    (FRESH, "I want to talk to a human", Act.HANDOFF),
    (FRESH, "I want to return this", Act.RETURN_REQUEST),
    (SEARCHING, "in blue", Act.REFINE),
    (SEARCHING, "not Treadwick", Act.REFINE),
    (SEARCHING, "size 42", Act.REFINE),
    (SEARCHING, "at least 4 stars", Act.REFINE),
    (SEARCHING, "the cheapest", Act.REFINE),
    (SEARCHING, "more", Act.REFINE),
    (SEARCHING, "cheaper", Act.REFINE),
    (SEARCHING, "forget the budget", Act.REFINE),
    (SEARCHING, 'remove "under $100"', Act.REFINE),
    (SEARCHING, "start over", Act.REFINE),
    (SEARCHING, "running shoes in blue", Act.REFINE),
    (SEARCHING, "tents", Act.SEARCH),
    (SEARCHING, "tents instead", Act.SEARCH),
    (SEARCHING, "mugs under $10", Act.SEARCH),
    (SHOWN, "what is it made of?", Act.DETAILS),
    (SHOWN, "tell me more about the first one", Act.DETAILS),
    (SHOWN, "the second one", Act.DETAILS),
    (SHOWN, "cheaper than the second one", Act.REFINE),
    (SHOWN, "more expensive than the second one", Act.REFINE),
    (SHOWN, "is the second one cheaper?", Act.DETAILS),
    (SHOWN, "is the last one waterproof?", Act.DETAILS),
    (SHOWN, "best rated first", Act.REFINE),
    (SHOWN, "add it to my cart", Act.CART_ADD),
    (SHOWN, "compare the first and the second one", Act.COMPARE),
    (SHOWN, "do you deliver to Norway?", Act.POLICY),
    (SHOWN, "thanks!", Act.SMALLTALK),
    (SHOWN, "only blue ones under $90", Act.REFINE),
    (SHOWN, "something bigger", Act.REFINE),
]


def acts(state: State, text: str) -> tuple[Act, ...]:
    index = demo_index()
    titles = [p.title for s in reversed(state.shown) if (p := index.product(s.product_id))]
    heard = Heard(titles)
    return ruled(read(text, index.vocabulary, load_lexicon(), heard), state, index)[0]


@pytest.mark.parametrize(("state", "text", "act"), TABLE, ids=lambda value: str(value)[:40])
def test_plain_messages_mean_one_act(state: State, text: str, act: Act) -> None:
    assert acts(state, text) == (act,)


def free_word(kind: str) -> str:
    """A word in a title of that kind which the catalogue has no name for."""
    index = demo_index()
    words = (w for p in index.products if p.category[-1] == kind for w in p.title.split())
    return next(
        word
        for word in words
        if len(word) > 4
        and not index.vocabulary.find_mentions(word)
        and index.search(word, (Condition("category", "in", (kind,)),), limit=1).match_count
    )


def test_words_that_the_search_has_may_go_on_with_it_or_begin_anew() -> None:
    assert set(acts(SEARCHING, free_word("running shoes"))) == {Act.REFINE, Act.SEARCH}


def test_words_that_only_other_products_have_begin_anew() -> None:
    elsewhere = State(query="vases", conditions=(Condition("category", "in", ("vases",)),))
    assert acts(elsewhere, free_word("running shoes")) == (Act.SEARCH,)


def test_a_question_that_has_nothing_to_do_with_the_shop_is_no_search() -> None:
    found = acts(FRESH, "what is the airspeed of an unladen swallow?")
    assert found[0] is Act.OUT_OF_SCOPE or Act.OUT_OF_SCOPE in found


@pytest.mark.parametrize(
    "text",
    [
        "I'd like them in red",
        "I'd like them all in red and breathable",
        "that are red and non-stick",
    ],
)
def test_how_the_things_shown_should_be_buys_none_of_them(text: str) -> None:
    assert acts(SHOWN, text)[0] is Act.REFINE


def test_what_is_liked_as_it_is_is_taken() -> None:
    assert acts(SHOWN, "I'd like them both") == (Act.CART_ADD,)


@pytest.mark.parametrize("state", [FRESH, SEARCHING, SHOWN], ids=["fresh", "searching", "shown"])
@pytest.mark.parametrize("text", ["", "?", "xyzzy", "1", "the", "not", "a b c", "or or or"])
def test_there_is_always_an_act(state: State, text: str) -> None:
    assert acts(state, text)


def test_a_clipped_contraction_is_no_word_of_the_catalogue() -> None:
    """ "Whats" is as near to wheat as a slip of the finger."""
    heard = read("whats in there so far", demo_index().vocabulary, load_lexicon())
    assert heard.wanted == ()
    assert "whats" not in heard.leftovers
