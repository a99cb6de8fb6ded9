"""Aisle's assistant: one conversation at a time, from words to a checked reply.

Names are imported at first use, so that `import assistant` loads none of the heavy libraries.
"""

from __future__ import annotations

from importlib import import_module

_HOMES = {
    "Act": "types",
    "Assistant": "turn",
    "AssistantError": "errors",
    "Reply": "reply",
    "ReplyEvent": "reply",
    "Settings": "settings",
    "build_assistant": "build",
    "load_settings": "settings",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'assistant' has no attribute {name!r}")
    return getattr(import_module(f"assistant.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
