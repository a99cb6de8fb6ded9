"""The chat model: one seam, LangChain's `BaseChatModel`, and everything behind it.

Nothing heavy is imported before the first use of a name. Knows nothing of shops.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.model.bench import Pace, time_model
    from assistant.model.chat import LocalChatModel
    from assistant.model.config import ModelConfig
    from assistant.model.errors import ModelError
    from assistant.model.load import describe, load_chat_model
    from assistant.model.report import ModelReport
    from assistant.model.scripted import Delayed, ScriptedChatModel

__all__ = [
    "Delayed",
    "LocalChatModel",
    "ModelConfig",
    "ModelError",
    "ModelReport",
    "Pace",
    "ScriptedChatModel",
    "describe",
    "load_chat_model",
    "time_model",
]

_HOMES = {
    "Delayed": "scripted",
    "LocalChatModel": "chat",
    "ModelConfig": "config",
    "ModelError": "errors",
    "ModelReport": "report",
    "Pace": "bench",
    "ScriptedChatModel": "scripted",
    "describe": "load",
    "load_chat_model": "load",
    "time_model": "bench",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
