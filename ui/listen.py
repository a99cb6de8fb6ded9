"""Listening: a port taken before the models load, an address told once it answers, a clean end.

Knows nothing of what is served.
"""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING

import uvicorn

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from fastapi import FastAPI

__all__ = ["listen", "run"]

_PATIENCE = 5  # seconds that open streams may take to end


def listen(host: str, port: int) -> socket.socket:
    """Bind `host` and `port`, so that a taken port is told before anything slow begins.

    Raises AssistantError, naming the option to change.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise AssistantError(f"no such address {host!r} ({error}). Give another --host.") from error
    listening = socket.socket(family, kind, protocol)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise AssistantError(
            f"cannot listen on {host}:{port}: {error.strerror}. "
            "Choose another with --port (0 takes a free one) or --host."
        ) from error
    return listening


def run(app: FastAPI, listening: socket.socket, announce: Callable[[str], None]) -> None:
    """Serve until SIGTERM or Ctrl-C, then let open answers end; `announce` gets the address."""
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=_PATIENCE)
    server = _Server(config, lambda: announce(_address(listening)))
    # uvicorn sends itself again the signal that ended it; by then it has nothing left to do.
    before = {number: signal.signal(number, _ignore) for number in _ENDING}
    try:
        server.run(sockets=[listening])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


_ENDING = (signal.SIGTERM, signal.SIGINT)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._tell()


def _ignore(_: int, __: FrameType | None) -> None:
    """Do nothing more about a signal that has been heeded."""


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104
    return f"http://{f'[{shown}]' if ':' in shown and '[' not in shown else shown}:{port}/"
