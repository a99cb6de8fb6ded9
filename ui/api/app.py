"""The API put together: its routers, one after another, and problem documents for every error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI

from ui.api.chat import chat_routes
from ui.api.search import search_routes
from ui.problems import tell_problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from retrieval.search import Index
    from ui.handles import Handles
    from ui.replies import Conversing, Replies

__all__ = ["create_api"]


def create_api(
    assistant: Conversing,
    replies: Replies,
    handles: Handles,
    index: Callable[[], Index] | None = None,
) -> FastAPI:
    """Assemble the API, to be mounted; it describes itself at `openapi.json`.

    `index` gives the catalogue that is searched; without one there is no search.
    """
    api = FastAPI(title="Aisle", version="1", docs_url=None, redoc_url=None)
    tell_problems(api)
    api.include_router(chat_routes(assistant, replies, handles))
    if index is not None:
        api.include_router(search_routes(index))
    return api
