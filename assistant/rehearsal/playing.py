"""One case played: message by message, each step judged as soon as it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.rehearsal.assertions import Grounded
from assistant.rehearsal.judging import judge
from assistant.rehearsal.observed import Observed, Scene
from assistant.rehearsal.results import Mismatch, StepResult
from assistant.rehearsal.script import Asserted, Case, Leave, Reload, Retry, Step
from prompts import PromptError
from retrieval.errors import CatalogueError

if TYPE_CHECKING:
    from assistant.rehearsal.partner import Partner

__all__ = ["play"]


def play(
    case: Case, partner: Partner, seed: int, *, stop: bool
) -> tuple[tuple[StepResult, ...], tuple[str, ...]]:
    """Play a case; gives its steps and notes. With `stop`, a failing step is the last one.

    An error that the assistant raises is a failure of the step it is raised at.
    """
    played: list[StepResult] = []
    try:
        notes = partner.start(case.fixtures, seed)
    except (AssistantError, CatalogueError, PromptError) as error:
        return (StepResult(case.steps[0], None, (_broken(error, case.line),)),), ()
    for step in case.steps:
        before = [r.observed for r in played if r.observed and r.step.user is not None]
        result = _play(step, partner, before)
        played.append(result)
        if (result.mismatches and stop) or isinstance(step.event, Leave):
            break
    if not any(step.assertions for step in case.steps):
        notes = (*notes, "nothing is asserted: only whether every reply is grounded was judged")
    return tuple(played), notes


def _play(step: Step, partner: Partner, before: list[Observed]) -> StepResult:
    try:
        if step.user is not None:
            now = partner.say(step.user)
            return StepResult(step, now, _judged(step, Scene(now, before)))
        if isinstance(step.event, Retry):
            return _retried(step, partner, before)
        if isinstance(step.event, Reload):
            return StepResult(step, None, _reloaded(step, partner, before))
        if step.event is not None:
            partner.apply(step.event)
        return StepResult(step)
    except (AssistantError, CatalogueError, PromptError) as error:
        return StepResult(step, None, (_broken(error, step.line),))


def _judged(step: Step, scene: Scene) -> tuple[Mismatch, ...]:
    """Judge what the step asserts, and that the reply is grounded unless it says otherwise."""
    asserted = list(step.assertions)
    if not any(isinstance(item.assertion, Grounded) for item in asserted):
        asserted.append(Asserted("grounded", Grounded(True), step.line))
    return tuple(
        Mismatch(item.name, expected, got, item.line)
        for item in asserted
        for expected, got in judge(item.assertion, scene)
    )


def _retried(step: Step, partner: Partner, before: list[Observed]) -> StepResult:
    """The same message again gives the same reply, and adds nothing to the conversation."""
    if not before:
        return StepResult(step, None, (_broken(AssistantError("nothing to retry"), step.line),))
    turns = len(partner.reload())
    now, last = partner.retry(), before[-1]
    found = list(_judged(step, Scene(now, before[:-1])))
    if now.reply != last.reply:
        same = f"the same reply, {last.reply.text!r}"
        found.append(Mismatch("retry", same, repr(now.reply.text), step.line))
    if (after := len(partner.reload())) != turns:
        found.append(Mismatch("retry", f"{turns} turns as before", f"{after} turns", step.line))
    return StepResult(step, now, tuple(found))


def _reloaded(step: Step, partner: Partner, before: list[Observed]) -> tuple[Mismatch, ...]:
    """The conversation loaded again is what was said and answered."""
    said = [(item.message, item.reply.text) for item in before]
    loaded = list(partner.reload())
    if loaded == said:
        return ()
    return (Mismatch("reload", f"the conversation as it was, {said}", str(loaded), step.line),)


def _broken(error: Exception, line: int) -> Mismatch:
    return Mismatch("answered", "an answer", f"{type(error).__name__}: {error}", line)
