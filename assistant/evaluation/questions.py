"""Questions about a shop's own documents: answered with the right passage, or rightly declined."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantError
from assistant.policies import Policies

__all__ = ["Questioned", "ask_questions"]


@dataclass(frozen=True, slots=True)
class Questioned:
    """How many questions there were and how they went; `mistakes` with the passage given."""

    answerable: int
    right: int
    unanswerable: int
    declined: int
    mistakes: tuple[tuple[str, str], ...]

    def figures(self) -> dict[str, float | int]:
        """Sum up in plain figures."""
        return {
            "answerable questions": self.answerable,
            "answered with the right passage": round(self.right / max(self.answerable, 1), 4),
            "unanswerable questions": self.unanswerable,
            "declined": round(self.declined / max(self.unanswerable, 1), 4),
        }


def ask_questions(policies: Policies, file: Path) -> Questioned:
    """Ask the questions of a file: JSON lines with `question` and `passages`, empty for none.

    Raises AssistantError for a file that cannot be read.
    """
    try:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        asked = [(str(row["question"]), list(row["passages"])) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AssistantError(f"the questions {file} cannot be read: {error!r}") from error
    right = declined = 0
    mistakes = []
    for question, passages in asked:
        found = policies.answer(question)
        good = found is not None and found.id in passages if passages else found is None
        right += good and bool(passages)
        declined += good and not passages
        if not good:
            mistakes.append((question, found.id if found else "declined"))
    answerable = sum(bool(passages) for _, passages in asked)
    return Questioned(answerable, right, len(asked) - answerable, declined, tuple(mistakes))
