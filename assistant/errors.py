"""The errors of the assistant.

    AssistantError            the base: a message for people that says what to do next
    └── ModelError            the chat model cannot be loaded or did not answer

`retrieval.CatalogueError` and `prompts.PromptError` stand beside it: those packages know
nothing of this one.
"""

from __future__ import annotations

__all__ = ["AssistantError"]


class AssistantError(Exception):
    """Something the user can mend; the message names the bad value and the next action."""
