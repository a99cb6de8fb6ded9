"""The composition root: settings in, a ready assistant out. Nothing else builds its parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.model import ModelConfig, load_chat_model
from assistant.settings import Settings
from assistant.shop import Progress, Storefront, prepare
from assistant.store import ConversationStore, open_database
from assistant.turn import Assistant
from retrieval.embedding import load_embeddings
from retrieval.search import Index

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.language_models import BaseChatModel

__all__ = ["build_assistant", "build_embeddings", "build_model", "open_shop"]


def build_assistant(
    settings: Settings,
    *,
    progress: Progress = lambda _step, _done, _total: None,
    say: Callable[[str], None] | None = None,
) -> Assistant:
    """Build everything a conversation needs; makes the demo shop where there is no shop yet.

    `progress` is told how far long steps are, `say` one line for what takes a while.
    Raises AssistantError or CatalogueError, saying what to do.
    """
    embeddings = build_embeddings(settings)
    prepare(settings, embeddings, progress=progress)
    storefront = Storefront(settings, embeddings)
    model = build_model(settings, say=say)
    store = ConversationStore(open_database(settings.database))
    return Assistant(model, storefront, store, deadline=settings.deadline)


def build_model(settings: Settings, *, say: Callable[[str], None] | None = None) -> BaseChatModel:
    """Load or connect to the chat model in force."""
    config = ModelConfig(
        cache_dir=settings.cache_dir,
        name=settings.model,
        quantisation=settings.quantisation,
        device=settings.device,
        threads=settings.threads,
        remote_model=settings.remote_model,
        api_key=settings.api_key,
    )
    return load_chat_model(config, progress=say)


def build_embeddings(settings: Settings) -> Embeddings:
    """Give the embedder in force."""
    return load_embeddings(settings.embedder)


def open_shop(
    settings: Settings, *, progress: Progress = lambda _step, _done, _total: None
) -> Index:
    """Open the shop's index alone, for searching without a conversation."""
    embeddings = build_embeddings(settings)
    prepare(settings, embeddings, progress=progress)
    return Storefront(settings, embeddings)().index
