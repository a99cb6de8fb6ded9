"""One turn of a conversation: the steps of DESIGN in their order.

Knows nothing of HTTP, of terminals, or of how its parts were built.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from assistant.answering import Sentence, Setting, Writing, answer
from assistant.dialogue import State, arrive
from assistant.draft import Draft
from assistant.grounding import terms_of
from assistant.queueing import OneAtATime
from assistant.reply import CardsShown, Done, Reply, ReplyEvent, SentenceShown, Turn
from assistant.service import Shop, starters
from assistant.steps import Step, carry_out
from assistant.store import ConversationStore
from assistant.understanding import Classify, Listener, Understood, hear, understand
from assistant.visit import Page, Visit

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["Assistant"]

_UNDERSTANDING_SHARE = 0.3
"""Of the deadline, what understanding may take; answering has the rest."""

_MARKUP = re.compile(r"[<>{}\[\]\\/@|`#]")
_SHORT_MESSAGE = 6
"""Words up to which a reply may repeat parts of a message."""


class Assistant:
    """Answers messages of conversations; safe to share between threads.

    `shop` gives the shop as it is now (the index may be swapped between turns); `deadline`
    is seconds for the model's part of a turn, after which the plain sentences stand in.
    `guided` has the model put sentences together from building blocks instead of writing freely;
    `classify` tells how likely each act is, where there is a classifier.
    """

    def __init__(
        self,
        model: BaseChatModel,
        shop: Callable[[], Shop],
        store: ConversationStore,
        *,
        deadline: float = 20.0,
        guided: bool = True,
        classify: Classify | None = None,
    ) -> None:
        self.model = model
        self.store = store
        self.shop = shop
        self._deadline = deadline
        self._guided = guided
        self._classify = classify
        self._turns = OneAtATime(patience=4 * deadline)

    def reply(
        self,
        conversation_id: str,
        message: str,
        *,
        message_id: str | None = None,
        page: Page | None = None,
    ) -> Iterator[ReplyEvent]:
        """Answer one message: the cards, then checked sentences, then that the turn is stored.

        Closing the iterator stops the model and stores what was shown. A `message_id` that
        was answered before gets the same reply again. `page` is the page of the shop that is
        open now, where it is another than before. Raises AssistantError for an unknown
        conversation, or when the turn cannot be stored.
        """
        with self._turns.of(conversation_id):
            message_id = message_id or secrets.token_urlsafe(16)
            if earlier := self.store.reply_to(conversation_id, message_id):
                yield from _replay(earlier)
                return
            state, shop = self._enter(conversation_id, message, page)
            draft = Draft(conversation_id, message_id, message, state, shop.manner)
            steps = carry_out(message, state, shop, self.understand)
            draft.carried_out(steps)
            try:
                yield CardsShown(draft.cards, draft.chips, draft.match_count)
                for step in steps:
                    for sentence in self._answer(step, state, shop):
                        draft.say(sentence)
                        yield sentence.shown()
            finally:
                self.store.record(conversation_id, draft.finish())
            yield Done(draft.reply)

    def understand(self, message: str, state: State, shop: Shop) -> Understood:
        """Understand one message in its conversation: delta and request."""
        seconds = self._deadline * _UNDERSTANDING_SHARE
        listener = Listener(self.model, seconds, self._classify)
        return understand(listener, message, state, shop.index, shop.manner)

    def start(self, visit: Visit | None = None) -> str:
        """Begin a conversation and give its id."""
        state = State(visit=visit or Visit())
        return self.store.start(arrive(state, state.visit.page, self.shop().index))

    def history(self, conversation_id: str) -> tuple[Turn, ...]:
        """Give every turn of a conversation, oldest first."""
        return self.store.turns(conversation_id)

    def starters(self) -> tuple[str, ...]:
        """Suggest first messages, from what the shop has."""
        return starters(self.shop())

    def _enter(self, conversation_id: str, message: str, page: Page | None) -> tuple[State, Shop]:
        """Give the state as a message finds it, and the shop as its shopper sees it."""
        state, shop = self.store.state(conversation_id), self.shop()
        if page is not None and page != state.visit.page:
            state = arrive(state, page, shop.index)
        state = hear(message, state)
        return state, shop.written_in(state.figures)

    def _answer(self, step: Step, state: State, shop: Shop) -> Iterator[Sentence]:
        understood, outcome = step.understood, step.outcome
        setting = Setting(
            turn=state.turns,
            locale=shop.manner.locale,
            example=next(iter(starters(shop, 1)), "a gift"),
            heard=understood.reading.acts,
            quotes=_is_plain(understood.reading.text),
            writing=Writing(self._guided, self._deadline * (1 - _UNDERSTANDING_SHARE)),
            terms=terms_of(shop.index.vocabulary),
            tone=shop.tone,
        )
        return answer(None if understood.degraded else self.model, outcome, setting)


def _is_plain(text: str) -> bool:
    """Whether a message is a few words without markup or links, fit to be repeated."""
    return len(text.split()) <= _SHORT_MESSAGE and _MARKUP.search(text) is None


def _replay(reply: Reply) -> Iterator[ReplyEvent]:
    """The events of a reply that was given before."""
    yield CardsShown(reply.cards, reply.chips, reply.match_count)
    yield SentenceShown(reply.text, plain=True)
    yield Done(reply)
