"""The training itself: step after step, judged and kept now and then, until done or out of time."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from assistant.training.learning.batches import Encoded, encode, endless, passes
from assistant.training.learning.checkpoint import Checkpoint
from assistant.training.learning.progress import Judgement, Progress
from assistant.training.material import Material
from assistant.training.presets import Plan

if TYPE_CHECKING:
    from assistant.training.learning.learner import Learner

__all__ = ["Tell", "train"]

Tell = Callable[[Progress], None]
"""Told after every step."""

_KEEP_EVERY = 150.0
"""Seconds after which a checkpoint is written even if nothing was judged."""


def train(
    learner: Learner,
    plan: Plan,
    material: Material,
    checkpoint: Checkpoint,
    *,
    minutes: float | None = None,
    tell: Tell = lambda _progress: None,
) -> Progress:
    """Train from where the checkpoint stands to the plan's end, or for so many minutes.

    Whenever it ends it has been judged, and the checkpoint holds the best adapter so far.
    Raises AssistantError where the checkpoint is of another plan.
    """
    began = time.monotonic()
    progress = checkpoint.resume(learner, plan)
    held = {name: encode(examples, learner.tokenizer) for name, examples in material.held.items()}
    stream = endless(encode(material.learnt, learner.tokenizer), plan.preset.batch, plan.seed)
    kept = last = began
    for batch in islice(stream, progress.step, plan.preset.steps):
        loss = learner.learn(batch, plan.rate(progress.step))
        now = time.monotonic()
        over = minutes is not None and now - began >= 60 * minutes
        progress = _after(progress, loss, now - last)
        last = now
        if over or progress.done or progress.step % plan.preset.judge_every == 0:
            progress = _judged(progress, learner, held)
        if over or progress.done or progress.best_is_now or now - kept >= _KEEP_EVERY:
            checkpoint.save(learner, progress)
            kept = time.monotonic()
        tell(progress)
        if over:
            break
    return progress


def _after(progress: Progress, loss: float, seconds: float) -> Progress:
    return progress.model_copy(
        update={
            "step": progress.step + 1,
            "seconds": progress.seconds + seconds,
            "losses": (*progress.losses, round(loss, 5)),
        }
    )


def _judged(
    progress: Progress, learner: Learner, held: Mapping[str, Sequence[Encoded]]
) -> Progress:
    size = progress.plan.preset.batch
    scores = {name: learner.judge(passes(encoded, size, 0)) for name, encoded in held.items()}
    judgement = Judgement(step=progress.step, scores=scores)
    return progress.model_copy(update={"judgements": (*progress.judgements, judgement)})
