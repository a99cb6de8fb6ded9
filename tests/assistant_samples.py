"""The demo shop in memory, and assistants over it: real parts, no weights."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from assistant.model import ScriptedChatModel
from assistant.reply import Done, Reply
from assistant.service import Shop, act
from assistant.store import ConversationStore, open_database
from assistant.turn import Assistant
from assistant.types import Act, Outcome, Request
from retrieval import demo
from retrieval.catalogue import Money, Product, Variant
from retrieval.documents import product_vectors
from retrieval.feeds import read_feed
from retrieval.filters import Condition, parse_where
from retrieval.search import Index
from retrieval.word_embeddings import WordEmbeddings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.language_models import BaseChatModel

__all__ = [
    "EMBEDDINGS",
    "assistant_over",
    "demo_index",
    "demo_products",
    "demo_shop",
    "found",
    "made_shop",
    "product",
    "say",
    "silent_model",
    "talk",
    "variant",
]

EMBEDDINGS = WordEmbeddings(64)


@cache
def demo_products() -> tuple[Product, ...]:
    return tuple(sorted(read_feed(demo.feed_path()).products, key=lambda item: item.id))


@cache
def demo_index() -> Index:
    products = demo_products()
    return Index(products, product_vectors(products, EMBEDDINGS), EMBEDDINGS)


@cache
def demo_shop() -> Shop:
    return Shop(demo_index())


def made_shop(*products: Product) -> Shop:
    ordered = sorted(products, key=lambda item: item.id)
    return Shop(Index(ordered, product_vectors(ordered, EMBEDDINGS), EMBEDDINGS))


def product(product_id: str, title: str, *variants: Variant, **more: object) -> Product:
    owned = variants or (variant(f"{product_id}-1", "10.00"),)
    return Product.model_validate({"id": product_id, "title": title, "variants": owned, **more})


def variant(own: str, price: str | None, stock: int = 1, **options: str) -> Variant:
    money = None if price is None else Money(amount=Decimal(price), currency="USD")
    return Variant(id=own, price=money, stock=stock, options=options)


def silent_model() -> ScriptedChatModel:
    """A model that fails every call: what is left is what code does alone."""
    return ScriptedChatModel(answers=())


def assistant_over(
    shop: Shop,
    model: BaseChatModel | None = None,
    *,
    url: str = "sqlite://",
    deadline: float = 20,
    guided: bool = True,
) -> Assistant:
    store = ConversationStore(open_database(url))
    known = model or silent_model()
    return Assistant(known, lambda: shop, store, deadline=deadline, guided=guided)


def say(
    assistant: Assistant, conversation_id: str, message: str, message_id: str | None = None
) -> Reply:
    """One turn, whole."""
    *_, last = assistant.reply(conversation_id, message, message_id=message_id)
    assert isinstance(last, Done)
    return last.reply


def talk(assistant: Assistant, *messages: str) -> list[Reply]:
    """A whole conversation."""
    conversation_id = assistant.start()
    return [say(assistant, conversation_id, message) for message in messages]


def found(where: str, query: str = "", *, skip: Sequence[str] = ()) -> Outcome:
    """The outcome of a search in the demo shop."""
    conditions: tuple[Condition, ...] = parse_where(where)
    return act(Request(Act.SEARCH, query, conditions, skip=tuple(skip)), demo_shop())
