"""How far a training has come: its plan, losses and judgements, kept as one JSON file."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from assistant.training.presets import Plan

__all__ = ["Judgement", "Progress", "Score"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Score(_Frozen):
    """Over one set: mean loss of a token, share of acts right, share of searches all right.

    Where answers are learnt, the acts are first sentences and the searches are whole answers.
    """

    loss: float
    act: float
    wish: float


class Judgement(_Frozen):
    """The scores of every set kept back, after so many steps."""

    step: int
    scores: Mapping[str, Score]

    @property
    def loss(self) -> float:
        """Mean over the sets, the less the better."""
        return sum(score.loss for score in self.scores.values()) / len(self.scores)


class Progress(_Frozen):
    """A training after `step` steps that took `seconds` in all; `losses` has one a step."""

    plan: Plan
    step: int = 0
    seconds: float = 0.0
    losses: tuple[float, ...] = ()
    judgements: tuple[Judgement, ...] = ()

    @property
    def best(self) -> Judgement | None:
        """The judgement with the least loss, the first among equals; None before any."""
        return min(self.judgements, key=lambda judgement: judgement.loss, default=None)

    @property
    def best_is_now(self) -> bool:
        """Whether it has been judged after this very step, better than ever."""
        return self.best is not None and self.best.step == self.step

    @property
    def done(self) -> bool:
        """Whether every step of the plan is taken."""
        return self.step >= self.plan.preset.steps
