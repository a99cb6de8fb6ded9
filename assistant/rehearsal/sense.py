"""What a well-formed script must not say: ceilings without a floor, steps never reached.

Knows nothing of any catalogue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from assistant.rehearsal.assertions import (
    ActIs,
    Asks,
    Assertion,
    EveryProduct,
    Handoff,
    MatchCount,
    Milliseconds,
    NoProduct,
    NotFoundIs,
    Products,
    Proposal,
    SomeProduct,
)
from assistant.rehearsal.script import Case, Leave, Retry, Step

__all__ = ["Fault", "senseless"]

Fault = tuple[int, str]
"""The line and what is wrong there."""

_SAYS_WHAT_INSTEAD = (ActIs, NotFoundIs, Asks, Handoff, Proposal)


def senseless(cases: tuple[Case, ...]) -> Iterator[Fault]:
    """Give every fault of a script's cases."""
    for name, times in Counter(case.name for case in cases).items():
        if times > 1:
            last = [case.line for case in cases if case.name == name][-1]
            yield last, f"there is a case {name!r} already: its name must be its own"
    for case in cases:
        yield from _order(case)
        for step in case.steps:
            yield from _step(step)


def _order(case: Case) -> Iterator[Fault]:
    for before, step in zip(case.steps, case.steps[1:], strict=False):
        if isinstance(before.event, Leave):
            yield step.line, "this step is never reached: the shopper has left"
    said = False
    for step in case.steps:
        if isinstance(step.event, Retry) and not said:
            yield step.line, "nothing was said yet that could be sent again"
        said = said or step.user is not None
    if not said:
        yield case.line, f"nobody says anything in {case.name!r}: add a step with `user:`"


def _step(step: Step) -> Iterator[Fault]:
    if step.assertions and step.user is None and step.event is None:
        yield step.line, "these assertions have no message: write no dash before `assertions:`"
        return
    if (step.user is None) == (step.event is None):
        yield step.line, "a step is either `user:` or `event:`"
        return
    if step.event is not None and step.assertions and not isinstance(step.event, Retry):
        yield step.line, "nothing is answered to this event: put the assertions on a message"
    bodies = [(asserted.line, asserted.assertion) for asserted in step.assertions]
    floor = any(_is_floor(body) for _, body in bodies)
    instead = any(isinstance(body, _SAYS_WHAT_INSTEAD) for _, body in bodies)
    for line, body in bodies:
        yield from ((line, why) for why in _ceiling(body, floor=floor, instead=instead))


def _is_floor(body: Assertion) -> bool:
    """Whether an assertion fails where no product is shown."""
    if isinstance(body, Products):
        return bool(body.min or body.ids or body.includes)
    return isinstance(body, EveryProduct | SomeProduct)


def _ceiling(body: Assertion, *, floor: bool, instead: bool) -> Iterator[str]:
    if isinstance(body, MatchCount) and body.max is not None and body.min is None:
        yield "a ceiling without a floor: match_count has `max` but no `min`"
    if isinstance(body, MatchCount | Products | Milliseconds) and not body.model_fields_set:
        yield "this asserts nothing: give it a min or a max"
    if isinstance(body, NoProduct) and not (floor or instead):
        yield (
            "a ceiling without a floor: no_product also holds where nothing is shown; add "
            "`products: {min: 1}`, or say what happens instead (`not_found`, `act`)"
        )
    if isinstance(body, Products) and _only_ceiling(body) and not floor:
        if body.max == 0 and instead:
            return
        yield (
            "a ceiling without a floor: products needs `min`; for showing nothing, write "
            "`max: 0` and say what happens instead (`not_found`, `act`)"
        )


def _only_ceiling(body: Products) -> bool:
    return (body.max is not None and not body.min) or body.excludes is not None
