"""The state of a conversation, and how constraints and showings change it."""

from __future__ import annotations

from assistant.dialogue.chips import chip, chips, label
from assistant.dialogue.constraints import cleared, kept_for_other_kind, merged
from assistant.dialogue.state import State, advance

__all__ = [
    "State",
    "advance",
    "chip",
    "chips",
    "cleared",
    "kept_for_other_kind",
    "label",
    "merged",
]
