"""How good answers are, measured by judges that read the catalogue and not the checker."""

from __future__ import annotations

from assistant.evaluation.mutation import Mutation, judge_check

__all__ = ["Mutation", "judge_check"]
