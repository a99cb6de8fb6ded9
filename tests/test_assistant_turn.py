"""One turn: the order of its events, retries, stops, failures, and turns that wait for turns."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from assistant_samples import assistant_over, demo_shop, made_shop, product, say, silent_model, talk

from assistant.errors import AssistantError
from assistant.model import Delayed, ModelError, ScriptedChatModel
from assistant.queueing import OneAtATime
from assistant.reply import CardsShown, Done, ReplyEvent, SentenceShown
from assistant.service import Shop
from assistant.store import ConversationStore, open_database
from assistant.turn import Assistant
from assistant.types import Act

HONEST = (
    "I found {count} running shoes for you. The {1.title} is a good place to start at {1.price}. "
    "You may also like the {2.title} at {2.price}."
)


def honest_model() -> ScriptedChatModel:
    return ScriptedChatModel(answers=[HONEST], repeat_last=True)


def a_file(folder: Path) -> str:
    return f"sqlite:///{folder / 'aisle.db'}"


def test_cards_come_before_a_word_and_the_last_event_is_that_it_is_stored() -> None:
    model = honest_model()
    assistant = assistant_over(demo_shop(), model)
    conversation = assistant.start()
    events = assistant.reply(conversation, "running shoes under $100")
    first = next(events)
    assert isinstance(first, CardsShown)
    assert len(first.cards) == 4
    assert [chip.label for chip in first.chips] == ["running shoes", "under $100"]
    assert model.calls == (), "not a word was asked of the model before the cards were out"
    assert assistant.history(conversation) == ()
    rest = list(events)
    assert [type(event) for event in rest] == [SentenceShown] * 4 + [Done]
    done = rest[-1]
    assert isinstance(done, Done)
    assert done.reply.text == " ".join(e.text for e in rest if isinstance(e, SentenceShown))
    assert done.reply.cards == first.cards
    (turn,) = assistant.history(conversation)
    assert turn.reply == done.reply
    assert turn.message == "running shoes under $100"


def test_the_turn_is_stored_before_done_is_given() -> None:
    assistant = assistant_over(demo_shop(), honest_model())
    conversation = assistant.start()
    for event in assistant.reply(conversation, "running shoes"):
        assert len(assistant.history(conversation)) == int(isinstance(event, Done))


def test_the_milliseconds_are_in_order() -> None:
    (reply,) = talk(assistant_over(demo_shop(), honest_model()), "running shoes")
    times = [reply.ms[name] for name in ("understand", "search", "first_sentence", "total")]
    assert times == sorted(times)
    assert times[0] >= 0
    assert not reply.degraded


def test_a_message_id_that_was_answered_gets_the_same_reply_and_one_turn() -> None:
    model = honest_model()
    assistant = assistant_over(demo_shop(), model)
    conversation = assistant.start()
    first = say(assistant, conversation, "running shoes", "m-1")
    calls = len(model.calls)
    again = list(assistant.reply(conversation, "running shoes", message_id="m-1"))
    assert [type(event) for event in again] == [CardsShown, SentenceShown, Done]
    assert again[-1] == Done(first)
    assert again[0] == CardsShown(first.cards, first.chips, first.match_count)
    assert len(model.calls) == calls
    assert len(assistant.history(conversation)) == 1
    other = say(assistant, conversation, "only blue ones", "m-2")
    assert other != first
    assert say(assistant, conversation, "whatever", "m-1") == first


def test_one_message_id_in_two_conversations_is_two_messages() -> None:
    assistant = assistant_over(demo_shop())
    one, other = assistant.start(), assistant.start()
    assert say(assistant, one, "tents", "m").cards != say(assistant, other, "mugs", "m").cards


def test_messages_without_an_id_are_all_answered() -> None:
    assistant = assistant_over(demo_shop())
    conversation = assistant.start()
    for _ in range(2):
        say(assistant, conversation, "tents")
    assert len(assistant.history(conversation)) == 2


@pytest.mark.parametrize("seen", [1, 2, 3])
def test_closing_early_stores_what_was_shown(seen: int) -> None:
    assistant = assistant_over(demo_shop(), honest_model())
    conversation = assistant.start()
    events = assistant.reply(conversation, "running shoes")
    shown = [next(events) for _ in range(seen)]
    events.close()  # type: ignore[attr-defined]
    (turn,) = assistant.history(conversation)
    texts = [event.text for event in shown if isinstance(event, SentenceShown)]
    assert turn.reply.text == " ".join(texts)
    assert len(turn.reply.cards) == 4
    after = say(assistant, conversation, "what is the second one made of?")
    assert after.cards[0].product_id == turn.reply.cards[1].product_id


def test_closing_stops_the_model() -> None:
    stopped: list[bool] = []

    class Watched(ScriptedChatModel):
        def _stream(self, *args: object, **kwargs: object) -> Iterator:  # type: ignore[override,type-arg]
            try:
                yield from super()._stream(*args, **kwargs)  # type: ignore[arg-type]
            finally:
                stopped.append(True)

    assistant = assistant_over(demo_shop(), Watched(answers=[HONEST]))
    events = assistant.reply(assistant.start(), "running shoes")
    next(events)
    next(events)
    assert not stopped
    events.close()  # type: ignore[attr-defined]
    assert stopped


def test_nothing_happens_before_the_first_event_is_asked_for() -> None:
    model = honest_model()
    assistant = assistant_over(demo_shop(), model)
    conversation = assistant.start()
    assistant.reply(conversation, "running shoes")
    assert model.calls == ()
    assert assistant.history(conversation) == ()
    say(assistant, conversation, "tents")


@pytest.mark.parametrize(
    "model",
    [
        silent_model(),
        ScriptedChatModel(answers=[ModelError("no memory")], repeat_last=True),
        ScriptedChatModel(answers=[Delayed(60, HONEST)], repeat_last=True),
        ScriptedChatModel(answers=[""], repeat_last=True),
    ],
    ids=["silent", "failing", "slow", "empty"],
)
def test_a_model_that_fails_leaves_a_whole_but_degraded_reply(model: ScriptedChatModel) -> None:
    assistant = assistant_over(demo_shop(), model, deadline=0.2)
    began = time.perf_counter()
    first, second = talk(assistant, "running shoes under $100", "something light for the trail")
    assert time.perf_counter() - began < 5
    assert first.degraded
    assert first.act is Act.SEARCH
    assert all(card.title in first.text for card in first.cards)
    assert second.degraded
    assert second.text


def test_an_unexpected_error_of_the_model_stores_what_was_shown_and_is_not_hidden() -> None:
    model = ScriptedChatModel(answers=[ZeroDivisionError()])
    assistant = assistant_over(demo_shop(), model)
    conversation = assistant.start()
    with pytest.raises(ZeroDivisionError):
        list(assistant.reply(conversation, "running shoes"))
    (turn,) = assistant.history(conversation)
    assert len(turn.reply.cards) == 4
    assert say(assistant_like(assistant), conversation, "only blue ones").cards


def assistant_like(assistant: Assistant) -> Assistant:
    """The same store and shop with a model that is silent."""
    return Assistant(silent_model(), assistant.shop, assistant.store)


@pytest.mark.parametrize("unknown", ["", "nonsense", "x" * 1000])
def test_an_unknown_conversation_is_one_clear_error(unknown: str) -> None:
    assistant = assistant_over(demo_shop())
    with pytest.raises(AssistantError, match="no conversation"):
        list(assistant.reply(unknown, "tents"))
    with pytest.raises(AssistantError, match="no conversation"):
        assistant.history(unknown)


def test_two_threads_on_one_conversation_take_turns(tmp_path: Path) -> None:
    """Their events never mix, and each message sees the state after the one before."""
    model = ScriptedChatModel(answers=[Delayed(0.05, HONEST)], repeat_last=True)
    assistant = assistant_over(demo_shop(), model, url=a_file(tmp_path))
    conversation = assistant.start()
    say(assistant, conversation, "running shoes")
    log: list[tuple[str, ReplyEvent]] = []

    def run(message: str) -> None:
        for event in assistant.reply(conversation, message):
            log.append((message, event))
            time.sleep(0.005)

    messages = ["only blue ones", "under $100", "not Treadwick", "at least 3 stars"]
    threads = [threading.Thread(target=run, args=(message,)) for message in messages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    order = list(dict.fromkeys(message for message, _ in log))
    assert [message for message, _ in log] == [m for m in order for n, _ in log if n == m]
    turns = assistant.history(conversation)
    assert [turn.message for turn in turns[1:]] == order
    assert [len(turn.reply.constraints) for turn in turns] == [1, 2, 3, 4, 5]


def test_the_same_message_sent_twice_at_once_is_one_turn(tmp_path: Path) -> None:
    model = ScriptedChatModel(answers=[Delayed(0.05, HONEST)], repeat_last=True)
    assistant = assistant_over(demo_shop(), model, url=a_file(tmp_path))
    conversation = assistant.start()
    replies = []

    def run() -> None:
        replies.append(say(assistant, conversation, "running shoes", "m-1"))

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert replies[0] == replies[1] == replies[2]
    assert len(assistant.history(conversation)) == 1


def test_two_conversations_do_not_wait_for_each_other(tmp_path: Path) -> None:
    assistant = assistant_over(demo_shop(), honest_model(), url=a_file(tmp_path))
    one, other = assistant.start(), assistant.start()
    held = assistant.reply(one, "running shoes")
    next(held)
    assert say(assistant, other, "running shoes").cards
    assert list(held)


def test_a_message_that_waits_too_long_is_told_to_come_again() -> None:
    queue = OneAtATime(patience=0.05)
    told = pytest.raises(AssistantError, match="still being answered: try again soon")
    with queue.of("c"), queue.of("d"), told, queue.of("c"):
        pytest.fail("two messages at once")
    with queue.of("c"):
        pass


def test_the_queue_keeps_nothing_of_conversations_that_are_over() -> None:
    queue = OneAtATime(patience=1)
    for number in range(1000):
        with queue.of(f"c{number}"):
            pass
    assert len(queue._places) == 0


def test_a_turn_elsewhere_in_the_meantime_is_no_lost_turn(tmp_path: Path) -> None:
    """Two processes on one conversation: the later one to finish is told to send it again."""
    here = assistant_over(demo_shop(), honest_model(), url=a_file(tmp_path))
    there = assistant_over(demo_shop(), honest_model(), url=a_file(tmp_path))
    conversation = here.start()
    events = here.reply(conversation, "running shoes")
    next(events)
    say(there, conversation, "tents")
    with pytest.raises(AssistantError, match="send the message again"):
        list(events)
    assert [turn.message for turn in here.history(conversation)] == ["tents"]


def test_the_shop_is_the_one_of_the_moment() -> None:
    """An index swapped between turns: what is gone is said never to have been shown."""
    lamp = made_shop(product("a", "Oak Lamp"), product("b", "Brass Lamp"))
    vase = made_shop(product("c", "Clay Vase"))
    shops: list[Shop] = [lamp]
    store = ConversationStore(open_database("sqlite://"))
    assistant = Assistant(silent_model(), lambda: shops[-1], store)
    conversation = assistant.start()
    assert len(say(assistant, conversation, "lamp").cards) == 2
    shops.append(vase)
    gone = say(assistant, conversation, "tell me more about the first one")
    assert gone.not_found is not None
    assert gone.not_found.kind == "sold_out"
    assert "no longer" in gone.text
    assert [card.title for card in say(assistant, conversation, "vase").cards] == ["Clay Vase"]


def test_starters_come_from_the_shop() -> None:
    assert len(assistant_over(demo_shop()).starters()) == 4


def test_a_conversation_as_a_shopper_has_it() -> None:
    first, blue, made_of, exclude, cheaper, kinds = talk(
        assistant_over(demo_shop()),
        "running shoes under $100",
        "only blue ones",
        "what is the second one made of?",
        "anything but Treadwick",
        "something cheaper",
        "tents instead",
    )
    assert {card.category for card in (*first.cards, *blue.cards)} == {"running shoes"}
    assert {card.options["colour"] for card in blue.cards} == {"blue"}
    assert made_of.cards[0].product_id == blue.cards[1].product_id
    assert "is made of" in made_of.text
    assert "Treadwick" not in {card.brand for card in exclude.cards}
    below = min(card.price.amount for card in exclude.cards if card.price)
    assert all(card.price.amount < below for card in cheaper.cards if card.price)
    assert kinds.act is Act.SEARCH
    labels = [chip.label for chip in kinds.chips]
    assert "running shoes" not in labels
    assert "not Treadwick" in labels
