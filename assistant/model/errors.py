"""The one error of the model room; knows nothing of what raises it."""

from __future__ import annotations

from assistant.errors import AssistantError

__all__ = ["ModelError"]


class ModelError(AssistantError):
    """The chat model cannot be loaded, cannot take the call or did not answer.

    The message names the bad value and says what to do next.
    """
