"""The whole path on the bundled models: real words in, checked sentences out."""

from __future__ import annotations

import pytest
from assistant_samples import talk

from assistant.build import build_assistant
from assistant.dialogue import State
from assistant.reply import SentenceShown
from assistant.settings import Settings
from assistant.turn import Assistant
from assistant.types import Act, NotFoundKind
from assistant.understanding import Understood
from retrieval.catalogue import Product

pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]

STORIES = {
    "my sister has her birthday soon and loves gardening, maybe a watering can": "watering can",
    "we are moving house and I need a floor lamp for the living room": "floor lamp",
    "after a long day I like to relax with herbal tea, what do you have?": "herbal tea",
    "our cat destroyed the sofa so a scratching post would be good": "scratching post",
    "going camping in Norway in October, need a sleeping bag": "sleeping bag",
    "my old headphones broke yesterday. wireless ones would be great": "headphones",
    "I start a new job on monday and want a leather bag": "leather bag",
    "the kids are bored, some board games please": "board games",
    "something my grandmother can read with, like a desk lamp": "desk lamp",
    "I burnt my last frying pan, it must be non-stick": "frying pan",
    "can you recommend a moisturiser for dry skin": "moisturiser",
    "it rains all the time here so I want a waterproof jacket for cycling": "waterproof jacket",
}
IDLE = [
    "what's the weather like",
    "can you write my essay",
    "who is the president",
    "what is the meaning of life",
    "how many legs has a spider?",
    "do you believe in god?",
]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return build_assistant(Settings(home=tmp_path_factory.mktemp("shop")))


def understood(assistant: Assistant, message: str) -> Understood:
    """What a message means at the start of a conversation."""
    return assistant.understand(message, State(), assistant.shop())


def product_of(assistant: Assistant, product_id: str) -> Product:
    product = assistant.shop().index.product(product_id)
    assert product is not None
    return product


def test_the_first_conversation_of_the_readme(assistant: Assistant) -> None:
    shoes, blue, made_of = talk(
        assistant,
        "running shoes under $100",
        "only blue ones",
        "what is the second one made of?",
    )
    for reply in (shoes, blue):
        assert len(reply.cards) >= 3
        for card in reply.cards:
            assert card.category == "running shoes"
            assert card.price is not None
            assert card.price.amount <= 100
    assert all(card.options["colour"] == "blue" for card in blue.cards)
    assert made_of.act is Act.DETAILS
    assert made_of.cards[0].product_id == blue.cards[1].product_id
    material = product_of(assistant, made_of.cards[0].product_id).attributes["material"]
    assert isinstance(material, tuple)
    assert all(name in made_of.text for name in material)
    assert not any(reply.degraded for reply in (shoes, blue, made_of))


def test_the_model_finds_the_wish_in_the_story_around_it(assistant: Assistant) -> None:
    found = [
        phrase in understood(assistant, message).delta.query for message, phrase in STORIES.items()
    ]
    assert sum(found) >= 8


def test_the_model_tells_idle_questions_from_wishes(assistant: Assistant) -> None:
    acts = [understood(assistant, message).delta.act for message in IDLE]
    assert sum(act in {Act.OUT_OF_SCOPE, Act.SMALLTALK} for act in acts) >= 5


@pytest.mark.parametrize(
    ("message", "kind"),
    [("a laser printer", "not_carried"), ("red running shoes under $5", "no_match")],
)
def test_nothing_found_says_why(assistant: Assistant, message: str, kind: NotFoundKind) -> None:
    (reply,) = talk(assistant, message)
    assert reply.cards == ()
    assert reply.not_found is not None
    assert reply.not_found.kind == kind
    assert reply.text


def test_most_sentences_are_the_models_own(assistant: Assistant) -> None:
    conversation = assistant.start()
    sentences = [
        event
        for message in ("frying pans", "under $60", "yoga mats", "wireless headphones", "dog beds")
        for event in assistant.reply(conversation, message)
        if isinstance(event, SentenceShown)
    ]
    assert sum(not sentence.plain for sentence in sentences) >= 0.6 * len(sentences)
