"""The composition root: settings in, a ready assistant out. Nothing else builds its parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.adapting import adapters_in_force, classifier_in_force
from assistant.answering import tuned as answers
from assistant.model import LocalChatModel, ModelConfig, describe, load_chat_model
from assistant.settings import Settings
from assistant.shop import Progress, prepare
from assistant.store import ConversationStore, open_database
from assistant.storefront import Storefront
from assistant.turn import Assistant
from assistant.understanding import ActClassifier, Classify
from assistant.understanding.tuned import ADAPTER, is_tuned
from prompts import load
from retrieval.embedding import embedder_name, load_embeddings
from retrieval.english import bundled_model_folder
from retrieval.inforce import embedder_in_force
from retrieval.search import Index
from retrieval.trained import Shelf

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.language_models import BaseChatModel

__all__ = [
    "build_assistant",
    "build_classifier",
    "build_embeddings",
    "build_model",
    "open_shop",
    "writes_guided",
]

_SMALL_MODEL = 1_000_000_000
"""Parameters below which a model is held to building blocks."""


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
    model = build_model(settings, say=say)  # one that cannot be had is told before the long part
    prepare(settings, embeddings, progress=progress)
    storefront = Storefront(settings, embeddings)
    classify = build_classifier(settings, embeddings)
    _warm(model, storefront().index, classify)
    store = ConversationStore(open_database(settings.database))
    guided = writes_guided(settings, model)
    return Assistant(
        model,
        storefront,
        store,
        deadline=settings.deadline,
        guided=guided,
        classify=classify,
    )


def build_classifier(settings: Settings, embeddings: Embeddings) -> Classify | None:
    """Give the classifier of acts in force, if any; it shares the shop's embedder where it can.

    Raises AssistantError where its file is damaged.
    """
    file = classifier_in_force(settings)
    if file is None or bundled_model_folder() is None:
        return None
    bundled = load_embeddings()
    shared = embedder_name(embeddings) == embedder_name(bundled)
    return ActClassifier(file, embeddings if shared else bundled)


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
        adapters=adapters_in_force(settings),
    )
    return load_chat_model(config, progress=say)


def _warm(model: BaseChatModel, index: Index, classify: Classify | None) -> None:
    """Read the fixed parts of the prompts, and embed something, before the first shopper waits."""
    from langchain_core.messages import convert_to_messages

    if isinstance(model, LocalChatModel):
        tuned = is_tuned(model)
        understand = ("understand_tuned", ADAPTER) if tuned else ("understand", None)
        answer = (answers.PROMPT, answers.ADAPTER) if answers.is_tuned(model) else ("answer", None)
        for prompt, adapter in (understand, answer):
            fixed = [(message.role, message.content) for message in load(prompt).fixed]
            model.warm(convert_to_messages(fixed), adapter)
    index.warm()
    if classify is not None:
        classify("hello", shown=False)


def writes_guided(settings: Settings, model: BaseChatModel) -> bool:
    """Whether the model puts sentences together from building blocks: small ones write better so.

    A remote model cannot be held to a grammar of ours, so it writes freely under the check.
    """
    if settings.prose != "auto":
        return settings.prose == "guided"
    parameters = describe(model).parameters
    return parameters is not None and parameters < _SMALL_MODEL


def build_embeddings(settings: Settings, *, previous: bool = False) -> Embeddings:
    """Give the embedder in force; `previous`, the one of the generation before the serving one."""
    shelf = Shelf(settings.models_folder)
    return embedder_in_force(settings.embedder, settings.index_folder, shelf, previous=previous)


def open_shop(
    settings: Settings, *, progress: Progress = lambda _step, _done, _total: None
) -> Index:
    """Open the shop's index alone, for searching without a conversation."""
    embeddings = build_embeddings(settings)
    prepare(settings, embeddings, progress=progress)
    return Storefront(settings, embeddings)().index
