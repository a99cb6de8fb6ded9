"""Which language a message is in, and its English words: what is read is always English.

The language of the conversation stands in its state. Knows nothing of what is said.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue import State
from assistant.languages import detect, gloss

__all__ = ["hear", "in_english", "language_in"]


def hear(message: str, state: State) -> State:
    """Give the state with the language that the conversation goes on in."""
    return replace(state, language=detect(message, state.language))


def language_in(message: str, state: State) -> str:
    """The language of a message, or of a part of one that was put into English before.

    A message in Chinese script is Chinese, whatever the state says.
    """
    return "zh" if detect(message, state.language) == "zh" else state.language


def in_english(message: str, state: State) -> str:
    """The message in the words that are read; what is in English already stays so."""
    chinese = language_in(message, state) == "zh" and not message.isascii()
    return gloss(message) if chinese else message
