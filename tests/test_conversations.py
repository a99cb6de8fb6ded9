"""Five hundred generated conversations with a model that lies, judged by the catalogue alone."""

from __future__ import annotations

from random import Random

import pytest
from assistant_samples import assistant_over, demo_products, demo_shop
from catalogue_oracle import count, judge_cards, judge_comparison, judge_text, judge_way_on
from shoppers import Shopper

from assistant.evaluation.lying import INVENTED, LyingModel
from assistant.reply import CardsShown, Done, Reply, SentenceShown
from assistant.service import starters
from assistant.turn import Assistant
from assistant.types import Act

CONVERSATIONS = 500
BATCHES = 10
MOST_TURNS = 7


@pytest.mark.parametrize("batch", range(BATCHES))
def test_nothing_a_lying_model_says_reaches_the_shopper(batch: int) -> None:
    titles = [product.title for product in demo_products()]
    model = LyingModel(seed=batch, titles=titles)
    assistant = assistant_over(demo_shop(), model, guided=batch % 2 == 0)
    own = 0
    for number in range(CONVERSATIONS // BATCHES):
        own += converse(assistant, Random(f"{batch}/{number}"))
    assert model.calls > 100
    assert own > 100, "the model's true sentences must be shown, or nothing was tested"


def converse(assistant: Assistant, random: Random) -> int:
    """Hold one conversation; gives how many of the model's own sentences were shown."""
    shopper, conversation_id, own = Shopper(random), assistant.start(), 0
    starter = starters(demo_shop(), 1)[0]
    transcript: list[str] = []
    said = ""
    for _ in range(random.randint(2, MOST_TURNS)):
        message = shopper.next_message()
        transcript.append(f"> {message[:200]!r}")
        said += f" {message}"
        seen = set(shopper.seen)
        try:
            reply, sentences = turn(assistant, conversation_id, message)
            transcript.append(f"  {reply.act} {reply.match_count} {reply.text}")
            shopper.heard(reply)
            judge_text(reply, [s.text for s in sentences], said, starter)
            judge_search(reply, shopper, seen)
            for sentence in sentences:
                judge_comparison(sentence.text, reply)
                assert not [word for word in INVENTED if word.lower() in sentence.text.lower()]
        except AssertionError as error:
            pytest.fail("\n".join([*transcript, str(error)]))
        own += sum(not sentence.plain for sentence in sentences)
    return own


def turn(
    assistant: Assistant, conversation_id: str, message: str
) -> tuple[Reply, list[SentenceShown]]:
    cards, *sentences, done = assistant.reply(conversation_id, message)
    assert isinstance(cards, CardsShown)
    assert isinstance(done, Done)
    assert cards.cards == done.reply.cards
    assert done.reply.text
    shown = [event for event in sentences if isinstance(event, SentenceShown)]
    assert len(shown) == len(sentences)
    return done.reply, shown


def judge_search(reply: Reply, shopper: Shopper, seen: set[str]) -> None:
    searched = reply.act in {Act.SEARCH, Act.REFINE}
    judge_cards(reply, shopper.wishes if searched else None)
    if not searched:
        return
    if shopper.only_new:
        assert not seen & {card.product_id for card in reply.cards}
    if shopper.exact and shopper.wishes and shopper.wishes.kinds and not shopper.only_new:
        assert reply.match_count == count(shopper.wishes)
        assert bool(reply.cards) == bool(reply.match_count)
        judge_way_on(reply, shopper.wishes)
