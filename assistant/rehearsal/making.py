"""The assistant that rehearses: the real one, over a database of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.build import build_assistant, build_classifier, build_embeddings
from assistant.model import ModelError, ScriptedChatModel, describe
from assistant.shop import Progress, prepare
from assistant.store import ConversationStore, open_database
from assistant.storefront import Storefront
from assistant.turn import Assistant

if TYPE_CHECKING:
    from assistant.settings import Settings

__all__ = ["PLAIN", "make_assistant", "model_in_force"]

PLAIN = "plain"
"""The name for no language model at all: every reply is put together by code."""


def make_assistant(
    settings: Settings,
    folder: Path,
    *,
    model: str | None = None,
    progress: Progress = lambda _step, _done, _total: None,
    say: Callable[[str], None] | None = None,
) -> Assistant:
    """Build the shop's assistant with its conversations in `folder` instead of the shop's own.

    `model` is as in the settings, or `PLAIN`. Raises AssistantError or CatalogueError.
    """
    from pydantic import SecretStr

    database = SecretStr(f"sqlite:///{folder / 'rehearsal.db'}")
    update: dict[str, object] = {"database_url": database}
    if model not in {None, PLAIN}:
        update["model"] = model
    own = settings.model_copy(update=update)
    if model != PLAIN:
        return build_assistant(own, progress=progress, say=say)
    embeddings = build_embeddings(own)
    prepare(own, embeddings, progress=progress)
    storefront = Storefront(own, embeddings)
    storefront().index.warm()
    store = ConversationStore(open_database(own.database))
    silent = ScriptedChatModel(answers=(ModelError("no model takes part"),), repeat_last=True)
    classify = build_classifier(own, embeddings)
    return Assistant(silent, storefront, store, deadline=own.deadline, classify=classify)


def model_in_force(assistant: Assistant) -> str:
    """Name the model that an assistant talks with."""
    if isinstance(assistant.model, ScriptedChatModel):
        return PLAIN
    return describe(assistant.model).name
