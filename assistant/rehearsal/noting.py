"""What a run says of a case beside its outcome: what of its circumstances has an effect.

Knows nothing of how cases are played.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.rehearsal.assertions import Degraded
from assistant.rehearsal.script import ModelFails, ModelRecovers, ModelSlow

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.rehearsal.script import Case, Fixtures, Script

__all__ = ["in_force", "shop_passed_over", "without_effect", "without_model"]

_SPOKEN = "en"
"""The language of the words of a reply, unless the shopper writes in another."""

_OF_THE_MODEL = (ModelFails, ModelSlow, ModelRecovers)


def in_force(fixtures: Fixtures) -> tuple[str, ...]:
    """Say which circumstances have taken effect, each as the script has it."""
    visit = fixtures.visit
    notes = []
    if fixtures.clock is not None:
        notes.append(f"clock {fixtures.clock:%Y-%m-%dT%H:%M} in force")
    if visit.locale:
        notes.append(f"locale {visit.locale} in force: figures are written so")
    if visit.currency:
        notes.append(f"currency {visit.currency} in force: the shop has it, nothing is converted")
    return (*notes, *without_effect(fixtures))


def without_effect(fixtures: Fixtures) -> tuple[str, ...]:
    """Say what of a visit is kept with the conversation and changes nothing yet."""
    visit = fixtures.visit
    notes = []
    if visit.customer:
        notes.append("the fixture 'customer' is kept, and nothing asks for it yet")
    if visit.language not in {None, _SPOKEN}:
        notes.append(
            f"the fixture 'language' is kept; figures follow it, words are {_SPOKEN!r} yet"
        )
    return tuple(notes)


def without_model(case: Case) -> tuple[str, ...]:
    """Say what of a case means nothing where no model takes part at all."""
    asserted = any(
        isinstance(item.assertion, Degraded) and not item.assertion.root
        for step in case.steps
        for item in step.assertions
    )
    happens = any(isinstance(step.event, _OF_THE_MODEL) for step in case.steps)
    if not (asserted or happens):
        return ()
    return (
        "plain has no model: `degraded` is always true there, and model_fails, model_slow and "
        "model_recovers change nothing",
    )


def shop_passed_over(script: Script, shop: Path | None) -> tuple[str, ...]:
    """Say that a script names a shop and is played in another, which was named for all."""
    if shop is None or script.shop == "demo":
        return ()
    return (f"{script.path}: its `shop: {script.shop}` is ignored, as --shop {shop} is given",)
