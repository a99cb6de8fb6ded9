"""The web application: our routes, the page, and what stands before them.

Knows nothing of how replies are made; `create_app` is given an assistant that is ready.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from ui.api import create_api
from ui.handles import Handles, read_secret
from ui.middleware import PICTURE_POLICY, BodyLimit, ClosedPaths, SecurityHeaders
from ui.replies import Conversing, Replies

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from starlette.responses import Response
    from starlette.types import Scope

    from retrieval.search import Index

__all__ = ["create_app"]

_BODY_LIMIT = 1 << 20
"""Room for a message of 100,000 characters, however it is escaped."""

_UNUSED = ("/gradio_api/upload", "/gradio_api/component_server", "/gradio_api/runs", "/monitoring")

STACK = [
    Middleware(SecurityHeaders),
    Middleware(CORSMiddleware, allow_origins=[]),  # no foreign page may read an answer
    Middleware(ClosedPaths, paths=_UNUSED),
    Middleware(BodyLimit, limit=_BODY_LIMIT),
]


class _Pictures(StaticFiles):
    """The shop's picture folder; a picture opened on its own can run nothing."""

    async def check_config(self) -> None:
        """Take the folder as it is: a shop without pictures has none."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Content-Security-Policy"] = PICTURE_POLICY
        response.headers["Cache-Control"] = "public, max-age=3600"
        return response


def create_app(
    assistant: Conversing,
    *,
    home: Path,
    shop: str,
    locale: str,
    missing: Callable[[], list[str]] = list,
    index: Callable[[], Index] | None = None,
) -> FastAPI:
    """Assemble the application over an assistant; `home` is the shop's folder.

    `missing` is asked at each `/readyz` what cannot be used just now, in words; `index` gives
    the catalogue for searches without a conversation.
    """
    from ui.chat import Chat, build_page, mount_page  # Gradio takes seconds

    replies = Replies(assistant)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        replies.close()

    app = FastAPI(title=shop, middleware=STACK, lifespan=lifespan, openapi_url=None)
    app.add_api_route("/healthz", lambda: {"status": "alive"})
    app.add_api_route("/readyz", lambda: _readiness(missing()))
    app.mount("/pictures", _Pictures(directory=home / "pictures", check_dir=False))
    handles = Handles(read_secret(home / "secret"))
    app.mount("/v1", create_api(assistant, replies, handles, index))
    mount_page(app, build_page(Chat(assistant, replies, handles, locale), shop))
    return app


def _readiness(missing: list[str]) -> JSONResponse:
    state = "not ready" if missing else "ready"
    return JSONResponse({"status": state, "missing": missing}, 503 if missing else 200)
