"""How a model with our adapter for answers is asked: the form that the adapter was trained on.

It writes freely around its slots, in one of a few manners that take turns, and every sentence is
checked as any other. Knows nothing of how the adapter was trained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["ADAPTER", "MANNERS", "PROMPT", "is_tuned", "manner_of"]

ADAPTER = "answers"
"""The adapter's name, and its folder's."""
PROMPT = "answer_tuned"
"""The prompt's file."""
MANNERS = 6
"""Manners of putting things, so that no reply is put like the one before."""


def is_tuned(model: BaseChatModel) -> bool:
    """Whether the model has the adapter; one that was brought by others has none."""
    return ADAPTER in getattr(model, "adapters", ())


def manner_of(turn: int) -> str:
    """The number of the manner of a turn, as the prompt has it."""
    return str(turn % MANNERS + 1)
