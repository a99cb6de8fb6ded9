"""How much is learnt and how fast, as values with names; knows nothing of models.

An adapter on the upper layers alone needs no backward pass through the lower ones. On the
bundled model a step with the upper 12 of 30 layers takes half the time of one with all, on two
processor cores as on one.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["PRESETS", "Plan", "Preset", "PresetName"]

PresetName = Literal["cpu", "gpu"]
_Count = Annotated[int, Field(ge=1)]


class Preset(BaseModel):
    """`layers` are the upper layers that get matrices of `rank`; `rate` is the learning rate at
    its highest, `examples` how many different ones there are at most, `held` those of each set
    kept back, judged every `judge_every` steps.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    device: Literal["cpu", "cuda"]
    rank: _Count
    layers: _Count
    batch: _Count
    steps: _Count
    rate: Annotated[float, Field(gt=0)]
    examples: _Count
    judge_every: _Count
    held: _Count

    @property
    def learnt(self) -> int:
        """How many different examples are made: no more than the steps can see."""
        return min(self.examples, self.steps * self.batch)


PRESETS: dict[PresetName, Preset] = {
    "cpu": Preset(
        device="cpu",
        rank=16,
        layers=12,
        batch=12,
        steps=400,
        rate=1e-3,
        examples=4_800,
        judge_every=50,
        held=72,
    ),
    # 9.8 MB in half precision: rank 16 in every layer of the bundled model.
    "gpu": Preset(
        device="cuda",
        rank=16,
        layers=30,
        batch=128,
        steps=2_000,
        rate=1e-3,
        examples=48_000,
        judge_every=200,
        held=1_024,
    ),
}


class Plan(BaseModel):
    """What a training is: the same plan gives the same adapter.

    `base` names the model's weights, `material` is the digest of the examples.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    base: str
    seed: int
    material: str
    preset: Preset

    def rate(self, step: int) -> float:
        """The learning rate of a step, the first being 0: up for a twentieth, then down to 0."""
        steps = self.preset.steps
        rising = max(1, steps // 20)
        share = (step + 1) / rising if step < rising else (steps - step) / (steps - rising)
        return self.preset.rate * share
