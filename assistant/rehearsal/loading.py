"""Scripts from files: read, validated, parameters filled in. Every fault is told with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

import yaml
from pydantic import ValidationError
from yaml.nodes import Node

from assistant.errors import AssistantError
from assistant.rehearsal.cases import case_of, named_fixtures
from assistant.rehearsal.faults import explain
from assistant.rehearsal.format import FixturesForm, ScriptForm
from assistant.rehearsal.mending import Mended, mended
from assistant.rehearsal.nearness import near
from assistant.rehearsal.nodes import Place, line_of, read_yaml, repeated_keys
from assistant.rehearsal.parameters import Expanded, expand
from assistant.rehearsal.script import Case, Script
from assistant.rehearsal.sense import Fault, senseless

__all__ = ["SUFFIX", "find_scripts", "load_script"]

SUFFIX = ".chat.yaml"

_LOOK = (
    "here, or in the line above: is it indented by spaces as its neighbours are, "
    "and is text with `: `, `#` or quotes in it quoted?"
)

_LATER = "(names and values that the catalogue lacks are told once this is mended)"


def find_scripts(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Give the scripts among files and in folders, each once, in order.

    Raises AssistantError for a path that does not exist and where there is no script at all.
    """
    named = tuple(paths)
    if not named:
        raise AssistantError("name scripts, or folders of them; docs/rehearsal.md has the format")
    found: dict[Path, None] = {}
    for path in named:
        if not path.exists():
            raise AssistantError(f"there is no {path}: name a {SUFFIX} file or a folder of them")
        for script in sorted(path.rglob(f"*{SUFFIX}")) if path.is_dir() else (path,):
            found[script] = None
    if not found:
        raise AssistantError(f"no {SUFFIX} file in {', '.join(map(str, named))}")
    return tuple(found)


def load_script(path: Path) -> Script:
    """Read one script. Raises AssistantError that lists every fault as `file:line: what`."""
    try:
        data, node = read_yaml(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _refused(path, [(line, "this is not UTF-8: save the file as UTF-8")]) from error
    except OSError as error:
        raise AssistantError(f"{path} cannot be read: {error}") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise _refused(path, [(line, f"this is not YAML: {error.problem}; {_LOOK}")]) from error
    except (yaml.YAMLError, ValueError) as error:
        raise _refused(path, [(1, f"this is not YAML: {error}")]) from error
    twice = [(line, f"{key!r} is written twice") for line, key in repeated_keys(node)]
    if twice:
        raise _refused(path, twice)
    form, expanded, faults, left_out = _validated(path, data, node)
    cases, unknown = _cases(form, expanded, node, left_out)
    torn = set(_torn(node, expanded, left_out))
    odd = [fault for fault in senseless(cases) if fault[0] not in torn]
    if faults := [*faults, *unknown, *odd]:
        raise _refused(path, faults)
    return Script(path, form.shop, cases)


def _validated(
    path: Path, data: object, node: Node | None
) -> tuple[ScriptForm, list[Expanded], list[Fault], Mended]:
    """Give the form of what is right in a script, and the faults of the rest.

    Raises AssistantError where too little is right to go on.
    """
    if not isinstance(data, Mapping):
        raise _refused(
            path, [(1, "a script is a mapping with `test_cases`; see docs/rehearsal.md")]
        )
    written = data.get("test_cases")
    expanded, misfits = expand(written if isinstance(written, list) else [])
    faults = [(line_of(node, place), why) for place, why in misfits]
    if misfits and not expanded:
        raise _refused(path, faults)
    filled = {**data, "test_cases": [case for _, case in expanded]} if expanded else data
    whole = Mended(filled, frozenset(), frozenset())
    try:
        return ScriptForm.model_validate(filled), expanded, faults, whole
    except ValidationError as error:
        details = [
            detail
            for detail in error.errors(include_url=False)
            if not (detail["type"] == "too_short" and detail["input"])  # its items are told
        ]
    faults += [
        (line_of(node, _as_written(detail["loc"], expanded)), explain(detail)) for detail in details
    ]
    left = mended(filled, [detail["loc"] for detail in details])
    if left is None:
        raise _refused(path, faults)
    try:
        return ScriptForm.model_validate(left.data), expanded, faults, left
    except ValidationError as error:
        raise _refused(path, faults) from error


def _torn(node: Node | None, expanded: list[Expanded], left_out: Mended) -> Iterator[int]:
    """The lines of steps of which a part is missing: what they lack may stand there."""
    for place in left_out.steps:
        step = _as_written(place, expanded)
        yield line_of(node, step)
        for at in range(left_out.assertions_of(place)):
            yield line_of(node, (*step, "assertions", at))


def _as_written(place: Place, expanded: list[Expanded]) -> Place:
    """Undo the filling in of parameters, for lines."""
    if len(place) > 1 and place[0] == "test_cases" and isinstance(place[1], int):
        return ("test_cases", expanded[place[1]][0], *place[2:])
    return place


def _cases(
    form: ScriptForm, expanded: list[Expanded], node: Node | None, left_out: Mended
) -> tuple[tuple[Case, ...], list[Fault]]:
    """Give the cases of a form, and the faults of those whose fixtures it does not have."""
    known = named_fixtures(form)
    cases: list[Case] = []
    faults: list[Fault] = []
    for number, ((at, _), case) in enumerate(zip(expanded, form.test_cases, strict=True)):
        place = ("test_cases", at)
        missing = [name for name in case.fixtures if name not in known]
        faults += [(line_of(node, (*place, "fixtures")), _unnamed(name, known)) for name in missing]
        if number not in left_out.cases:
            named = {**{name: FixturesForm() for name in missing}, **known}
            cases.append(case_of(case, named, partial(_line, node, place)))
    return tuple(cases), faults


def _unnamed(name: str, known: Mapping[str, object]) -> str:
    hint = near(name, tuple(known)) if known else "; this file has no `fixtures` of its own yet"
    return f"there is no fixture {name!r}{hint}"


def _line(node: Node | None, above: Place, rest: Place) -> int:
    return line_of(node, (*above, *rest))


def _refused(path: Path, faults: Iterable[Fault]) -> AssistantError:
    lines = [f"{path}:{line}: {why}" for line, why in sorted(set(faults))]
    count = "a fault" if len(lines) == 1 else f"{len(lines)} faults"
    return AssistantError("\n".join([f"{path} has {count}:", *lines, _LATER]))
