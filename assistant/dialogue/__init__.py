"""The state of a conversation, and how constraints and showings change it."""

from __future__ import annotations

from assistant.dialogue.arriving import arrive
from assistant.dialogue.chips import chip, chips, label, label_of_likeness
from assistant.dialogue.constraints import (
    allowed,
    also_wanted,
    below_limit,
    cleared,
    kept_for_other_kind,
    merged,
)
from assistant.dialogue.search import Search, search_of
from assistant.dialogue.showings import groups_of
from assistant.dialogue.state import State, advance
from assistant.dialogue.wishes import together

__all__ = [
    "Search",
    "State",
    "advance",
    "allowed",
    "also_wanted",
    "arrive",
    "below_limit",
    "chip",
    "chips",
    "cleared",
    "groups_of",
    "kept_for_other_kind",
    "label",
    "label_of_likeness",
    "merged",
    "search_of",
    "together",
]
