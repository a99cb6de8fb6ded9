"""A running server as what scripts and shoppers talk with: reached by its URL, judged from here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from ui.opening import tell_opening

if TYPE_CHECKING:
    from assistant.rehearsal.over_http import Server
    from assistant.rehearsal.script import Case, Script
    from assistant.settings import Settings

__all__ = ["reached", "within_reach"]


@contextmanager
def reached(url: str, settings: Settings) -> Iterator[Server]:
    """Reach a server; the catalogue it is judged by is that of the shop's folder here.

    Raises AssistantError where nothing of ours answers there.
    """
    from assistant.build import open_shop
    from assistant.rehearsal.over_http import Server
    from ui.progress import progress_bar

    tell_opening(settings)
    with progress_bar() as progress:
        server = Server(url, open_shop(settings, progress=progress))
    try:
        yield server
    finally:
        server.close()


def within_reach(
    scripts: Sequence[Script], chosen: Callable[[Script], Sequence[Case]]
) -> tuple[list[Script], list[str]]:
    """Leave out what of the chosen cases no client can play; gives why, one line a reason."""
    from assistant.rehearsal.reach import out_of_reach

    kept, refused = [], []
    for script in scripts:
        reasons = {case.name: tuple(out_of_reach(case)) for case in chosen(script)}
        refused += [
            f"{script.path}:{line}: {name}: {why}"
            for name, found in reasons.items()
            for line, why in found
        ]
        cases = tuple(case for case in script.cases if not reasons.get(case.name))
        kept.append(replace(script, cases=cases))
    return kept, refused
