"""How good answers are, measured by judges that read the catalogue and not the checker."""

from __future__ import annotations

from assistant.evaluation.conversations import Told, hold_conversations
from assistant.evaluation.mutation import Mutation, judge_check
from assistant.evaluation.questions import Questioned, ask_questions

__all__ = [
    "Mutation",
    "Questioned",
    "Told",
    "ask_questions",
    "hold_conversations",
    "judge_check",
]
