"""What is changed around an assistant while it rehearses: the shop, the model, and who watches.

Nothing of the assistant itself is changed: it is given another shop, model and store to use.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from copy import copy
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from assistant.dialogue import State
from assistant.errors import AssistantError
from assistant.model import ModelError
from assistant.rehearsal.script import SetPrice, SetStock
from assistant.reply import Reply, Turn
from assistant.store import Clock, ConversationStore, Said, TraceStep
from retrieval.catalogue import Money, Product, Variant
from retrieval.columns import Columns
from retrieval.search import Index

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForLLMRun
    from langchain_core.messages import BaseMessage

__all__ = ["StagedModel", "WatchedStore", "changed_index"]


class StagedModel(BaseChatModel):
    """A model whose calls have a seed, fail, or take `slower` seconds longer than they would."""

    inner: Any
    slower: float = 0.0
    fails: bool = False
    seed: int | None = None

    @property
    def _llm_type(self) -> str:
        return "aisle-staged"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: object,
    ) -> ChatResult:
        result: ChatResult = self.inner._generate(
            messages, stop, run_manager, **self._prepare(kwargs)
        )
        return result

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: object,
    ) -> Iterator[ChatGenerationChunk]:
        yield from self.inner._stream(messages, stop, run_manager, **self._prepare(kwargs))

    def _prepare(self, kwargs: dict[str, object]) -> dict[str, object]:
        """Wait, and give the arguments with the seed and what is left of the time limit."""
        if self.fails:
            raise ModelError("the model is down, as the script says")
        if self.seed is not None:
            kwargs = {"seed": self.seed, **kwargs}
        limit = kwargs.get("time_limit")
        if not self.slower:
            return kwargs
        if not isinstance(limit, int | float):
            time.sleep(self.slower)
            return kwargs
        time.sleep(min(self.slower, limit))
        if self.slower >= limit:
            raise ModelError(f"the model was given {limit:.1f} s and needs {self.slower:g} s more")
        return {**kwargs, "time_limit": limit - self.slower}


class WatchedStore(ConversationStore):
    """A store that passes everything on to another, and keeps how each last turn came about."""

    def __init__(self, inner: ConversationStore) -> None:
        self._inner = inner
        self._traces: dict[str, tuple[TraceStep, ...]] = {}

    def trace(self, conversation_id: str) -> tuple[TraceStep, ...]:
        """Give the trace of a conversation's last turn."""
        return self._traces.get(conversation_id, ())

    def at(self, clock: Clock) -> ConversationStore:
        """Give the same store by another clock, watched too."""
        return WatchedStore(self._inner.at(clock))

    def start(self, state: State | None = None) -> str:
        """Begin a conversation."""
        return self._inner.start(state)

    def state(self, conversation_id: str) -> State:
        """Give the state after the last turn."""
        return self._inner.state(conversation_id)

    def turns(self, conversation_id: str) -> tuple[Turn, ...]:
        """Give every turn, oldest first."""
        return self._inner.turns(conversation_id)

    def reply_to(self, conversation_id: str, message_id: str) -> Reply | None:
        """Give the reply that a message with this id has had, or None."""
        return self._inner.reply_to(conversation_id, message_id)

    def record(self, conversation_id: str, said: Said) -> None:
        """Store a turn, and keep its trace."""
        self._inner.record(conversation_id, said)
        self._traces[conversation_id] = tuple(said.trace)


def changed_index(index: Index, change: SetStock | SetPrice) -> Index:
    """Give an index in which one product has another stock or price; nothing is ranked anew.

    Raises AssistantError for a product or variant that the catalogue does not have.
    """
    product = index.product(change.product)
    if product is None:
        raise AssistantError(f"there is no product {change.product!r} to change")
    if change.variant and change.variant not in {variant.id for variant in product.variants}:
        raise AssistantError(f"{change.product!r} has no variant {change.variant!r} to change")
    new = product.model_copy(
        update={"variants": tuple(_changed(variant, change) for variant in product.variants)}
    )
    return _with_product(index, new)


def _changed(variant: Variant, change: SetStock | SetPrice) -> Variant:
    if change.variant not in {None, variant.id}:
        return variant
    if isinstance(change, SetStock):
        return variant.model_copy(update={"stock": change.stock})
    if variant.price is None:
        raise AssistantError(f"{variant.id!r} has no price, so no currency to change it in")
    price = Money(amount=change.price, currency=variant.price.currency)
    before = variant.list_price
    kept = before if before and before.amount > price.amount else None
    return variant.model_copy(update={"price": price, "list_price": kept})


def _with_product(index: Index, new: Product) -> Index:
    """Copy an index with one product exchanged; its words and vectors stay what they are."""
    changed = copy(index)
    changed.products = tuple(new if p.id == new.id else p for p in index.products)
    changed._columns = Columns(changed.products)
    return changed
