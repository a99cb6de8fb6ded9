"""How long and how fast a run fits, and what came of it. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TypeAlias

__all__ = ["History", "Keeping", "Plan"]

Point: TypeAlias = tuple[int, float]
"""A step (the first is 1; 0 is before any) and a value."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The schedule of a run. Steps are batches.

    The rate rises over the first `warmup` share of the steps and falls to 0 at the last. The
    task is scored at the end of each epoch and every `score_every` steps (0: only then); after
    `patience` scores without a gain the run stops. A checkpoint is written at each score and
    every `save_every` steps.
    """

    epochs: int
    learning_rate: float
    warmup: float = 0.1
    weight_decay: float = 0.01
    patience: int = 2
    score_every: int = 0
    save_every: int = 20
    clip: float = 1.0

    def rate(self, step: int, steps: int) -> float:
        """Return the learning rate of a step (the first is 0) out of `steps`."""
        rising = max(1.0, self.warmup * steps)
        if step < rising:
            return self.learning_rate * (step + 1) / rising
        return self.learning_rate * max(0.0, (steps - step) / max(1.0, steps - rising))


@dataclass(frozen=True, slots=True)
class Keeping:
    """How a run is kept: in which file, about what, and whether it goes on from there.

    A checkpoint `about` something else, such as other settings or data, is refused by `resume`.
    `stop_after` leaves the run after that many steps, as a kill would.
    """

    file: Path
    about: str = ""
    resume: bool = False
    stop_after: int | None = None

    def left(self, history: History) -> bool:
        """Whether the run was left before its end."""
        return self.stop_after is not None and history.step >= self.stop_after


@dataclass(frozen=True, slots=True)
class History:
    """A run step by step: the loss of each, the task's scores, and which score was best.

    `step` is how many steps were made, of `steps` planned; `stopped_early` says that scores
    had stopped rising.
    """

    steps: int
    losses: tuple[Point, ...] = ()
    scores: tuple[Point, ...] = ()
    stopped_early: bool = False

    @property
    def step(self) -> int:
        """How many steps were made."""
        return self.losses[-1][0] if self.losses else 0

    @property
    def best(self) -> Point:
        """The first of the highest scores, with its step; step 0 is the model before training."""
        return max(self.scores, key=lambda point: (point[1], -point[0]))

    @property
    def stale(self) -> int:
        """How many scores followed the best one."""
        return sum(step > self.best[0] for step, _ in self.scores)

    def with_loss(self, loss: float) -> History:
        """Add a step."""
        return replace(self, losses=(*self.losses, (self.step + 1, loss)))

    def with_score(self, score: float) -> History:
        """Add a score at the present step."""
        return replace(self, scores=(*self.scores, (self.step, score)))

    def plain(self) -> dict[str, object]:
        """Give it as JSON types."""
        return asdict(self)

    @classmethod
    def of(cls, plain: Mapping[str, object]) -> History:
        """Read what `plain` gave."""
        return cls(
            steps=int(str(plain["steps"])),
            losses=_points(plain["losses"]),
            scores=_points(plain["scores"]),
            stopped_early=bool(plain["stopped_early"]),
        )


def _points(value: object) -> tuple[Point, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r:.40} is no list of points")
    return tuple((int(step), float(number)) for step, number in value)
