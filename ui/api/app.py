"""The API put together: its routers, one after another, and problem documents for every error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI

from ui.api.chat import chat_routes
from ui.problems import tell_problems

if TYPE_CHECKING:
    from ui.handles import Handles
    from ui.replies import Conversing, Replies

__all__ = ["create_api"]


def create_api(assistant: Conversing, replies: Replies, handles: Handles) -> FastAPI:
    """Assemble the API, to be mounted; it describes itself at `openapi.json`."""
    api = FastAPI(title="Aisle", version="1", docs_url=None, redoc_url=None)
    tell_problems(api)
    api.include_router(chat_routes(assistant, replies, handles))
    return api
