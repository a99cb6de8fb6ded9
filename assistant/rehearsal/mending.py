"""A faulty script with harmless things in place of its faults, so that the rest can be judged.

All of it stands where it stood, so that lines stay right. Knows places, not what is wrong there.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.rehearsal.nodes import Place

__all__ = ["Mended", "mended"]

_STEP, _ASSERTION = 4, 6
"""Parts of a place that lead to a step, and to one of its assertions."""
_HARMLESS: Mapping[str, object] = {"steps": [{"user": "."}]}


@dataclass(frozen=True, slots=True)
class Mended:
    """The data, the cases (by position) that are not the script's, and places of steps of which
    a part is missing.
    """

    data: Mapping[str, Any]
    cases: frozenset[int]
    steps: frozenset[tuple[int | str, ...]]

    def assertions_of(self, step: Place) -> int:
        """How many entries the list of a step's assertions has."""
        _, case, _, at = step
        return len(self.data["test_cases"][case]["steps"][at]["assertions"])


def mended(data: Mapping[str, Any], faults: Iterable[Place]) -> Mended | None:
    """Replace what is faulty in a script; None where its frame is."""
    whole: dict[str, Any] = copy.deepcopy(dict(data))
    cases: set[int] = set()
    steps: set[tuple[int | str, ...]] = set()
    for place in faults:
        group, at = (*place, None, None)[:2]
        if group == "fixtures" and isinstance(at, int) and isinstance(whole[group], list):
            whole[group][at] = {name: {} for name in _names(data[group][at])}
        elif group == "test_cases" and isinstance(at, int) and _is_assertion(place):
            entries: Any = whole[group][at]["steps"][place[3]]["assertions"]
            entries[place[5]] = {}
            steps.add(tuple(place[:_STEP]))
        elif group == "test_cases" and isinstance(at, int):
            cases.add(at)
        elif group in whole and len(place) == 1 and group != "test_cases":
            del whole[group]
        else:
            return None
    for at in cases:
        whole["test_cases"][at] = {"test_case": f"case {at}", **_HARMLESS}
    torn = frozenset(step for step in steps if step[1] not in cases)
    return Mended(whole, frozenset(cases), torn)


def _is_assertion(place: Place) -> bool:
    return len(place) >= _ASSERTION and place[4] == "assertions" and isinstance(place[5], int)


def _names(fixture: object) -> list[str]:
    return [str(name) for name in fixture] if isinstance(fixture, Mapping) else []
