"""Parametrised cases: one written case becomes one case a row, `{name}` filled in everywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.rehearsal.nodes import Place

__all__ = ["Expanded", "expand"]

_SLOT = re.compile(r"\{(\w+)\}")

Expanded = tuple[int, object]
"""The position of the case as it was written, and its data with the slots filled."""

Fault = tuple[Place, str]


def expand(cases: Sequence[object]) -> tuple[list[Expanded], list[Fault]]:
    """Fill in every case's parameters; a case without them stays, braces and all."""
    expanded: list[Expanded] = []
    faults: list[Fault] = []
    for at, case in enumerate(cases):
        rows = case.get("parameters") if isinstance(case, Mapping) else None
        if not isinstance(case, Mapping) or not isinstance(rows, list):
            expanded.append((at, case))
            continue
        place = ("test_cases", at, "parameters")
        if not rows:
            faults.append((place, "no row of parameters: the case would never be played"))
        bare = {key: value for key, value in case.items() if key != "parameters"}
        for number, row in enumerate(rows):
            if not isinstance(row, Mapping):
                faults.append(((*place, number), f"{row!r} is not a mapping of names to values"))
                continue
            faults += [((*place, number), fault) for fault in _unfit(bare, row)]
            filled = _fill(bare, row)
            expanded.append((at, {**_mapping(filled), "test_case": _name(bare, row)}))
    return expanded, faults


def _unfit(case: Mapping[str, object], row: Mapping[str, object]) -> list[str]:
    used = set(_SLOT.findall(str(case)))
    missing = [f"no parameter {name!r} in this row" for name in sorted(used - set(row))]
    idle = [f"nothing uses the parameter {name!r}" for name in sorted(set(map(str, row)) - used)]
    return missing + idle


def _name(case: Mapping[str, object], row: Mapping[str, object]) -> str:
    written = str(case.get("test_case", ""))
    unsaid = {key: value for key, value in row.items() if key not in _SLOT.findall(written)}
    rest = ", ".join(f"{key}={value}" for key, value in unsaid.items())
    return f"{_fill(written, row)} [{rest}]" if rest else str(_fill(written, row))


def _fill(value: object, row: Mapping[str, object]) -> object:
    """Fill slots in; a text that is one slot and nothing else becomes the value itself."""
    if isinstance(value, str):
        whole = _SLOT.fullmatch(value)
        if whole and whole[1] in row:
            return row[whole[1]]
        return _SLOT.sub(lambda found: str(row.get(found[1], found[0])), value)
    if isinstance(value, list):
        return [_fill(item, row) for item in value]
    if isinstance(value, Mapping):
        return {_fill(key, row): _fill(item, row) for key, item in value.items()}
    return value


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
