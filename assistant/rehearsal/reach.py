"""What of a case a running server can be asked for: a client changes no shop, model or clock.

Such steps are refused with their reason, never passed over in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from assistant.rehearsal.script import (
    Case,
    Event,
    Fixtures,
    Leave,
    ModelFails,
    ModelRecovers,
    ModelSlow,
    OpenPage,
    Reload,
    Retry,
    SetPrice,
    SetStock,
)

__all__ = ["out_of_reach", "unmet", "unreachable"]


def out_of_reach(case: Case) -> Iterator[tuple[int, str]]:
    """Give each thing that a case needs and no client can do, with its line."""
    yield from ((case.line, why) for why in unmet(case.fixtures))
    for step in case.steps:
        if step.event is not None and (why := unreachable(step.event)):
            yield step.line, why


def unmet(fixtures: Fixtures) -> tuple[str, ...]:
    """Say which fixtures no client can set."""
    named = {"clock": fixtures.clock, "seed": fixtures.seed}
    return tuple(
        f"a running server lets no client set the {name}"
        for name, value in named.items()
        if value is not None
    )


def unreachable(event: Event) -> str:
    """Say why no client can make an event happen; empty where one can."""
    match event:
        case SetStock() | SetPrice():
            return "a running server lets no client change its stock or prices"
        case ModelFails() | ModelSlow() | ModelRecovers():
            return "a running server lets no client break its model"
        case OpenPage() | Reload() | Retry() | Leave():
            return ""
        case _:
            assert_never(event)
