"""Conversations written down as scripts, with the assertions that their state proposes.

What is proposed is a promise worth keeping (the act, the constraints, that every product meets
them), never the very products or words, which another day may change. People cut it down.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import yaml
from pydantic import JsonValue

from assistant.rehearsal.assertions import Assertions
from assistant.rehearsal.inforce import key_of
from assistant.reply import Reply, Turn
from assistant.types import Act
from retrieval.filters import Condition

__all__ = ["Recorded", "as_yaml", "proposed", "script_text"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """One conversation to be written down as a case."""

    name: str
    turns: Sequence[Turn]
    tags: tuple[str, ...] = ()
    expected_to_fail: str | None = None


def script_text(cases: Iterable[Recorded], *, shop: str = "demo") -> str:
    """Write conversations as a script; what it gives can be loaded."""
    document: dict[str, JsonValue] = {"shop": shop, "test_cases": [_case(case) for case in cases]}
    return as_yaml(document)


def as_yaml(document: JsonValue) -> str:
    """Write a script as people do: an assertion a line, no anchors, keys in their order."""
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)


def proposed(reply: Reply) -> list[JsonValue]:
    """Propose assertions from what a reply did, showed and left in force."""
    found: list[JsonValue] = [{"act": reply.act.value}]
    if reply.not_found:
        found.append({"not_found": {"kind": reply.not_found.kind}})
    if reply.cards:
        found.append({"products": {"min": 1}})
    searched = reply.act in {Act.SEARCH, Act.REFINE, Act.SIMILAR}
    properties = _properties(reply.constraints) if searched and reply.cards else {}
    if properties:
        found.append({"every_product": properties})
    if constraints := _constraints(reply.constraints):
        found.append({"constraints": constraints})
    if reply.match_count:
        found.append({"match_count": {"min": 1}})
    return found


def _case(case: Recorded) -> JsonValue:
    head: dict[str, JsonValue] = {"test_case": case.name}
    if case.tags:
        head["tags"] = list(case.tags)
    if case.expected_to_fail:
        head["expected_to_fail"] = case.expected_to_fail
    steps: list[JsonValue] = [
        {"user": turn.message, "assertions": proposed(turn.reply)} for turn in case.turns
    ]
    return {**head, "steps": steps}


def _constraints(conditions: Iterable[Condition]) -> dict[str, JsonValue]:
    """Conditions as `constraints` spells them."""
    said: dict[str, JsonValue] = {}
    refused: dict[str, JsonValue] = {}
    for condition in conditions:
        if condition.op == "not_in":
            refused[_spelled(condition.field)] = list(condition.values)
        else:
            said[key_of(condition)] = _value(condition)
    return {**said, "exclude": refused} if refused else said


def _properties(conditions: Iterable[Condition]) -> dict[str, JsonValue]:
    """Conditions as `every_product` spells them."""
    said: dict[str, dict[str, JsonValue]] = {}
    plain: dict[str, JsonValue] = {}
    for condition in conditions:
        name = _spelled(condition.field)
        if condition.op == "in":
            plain[name] = _value(condition)
        elif condition.op == "not_in":
            said.setdefault(name, {})["not"] = list(condition.values)
        elif not condition.strict:
            said.setdefault(name, {})[condition.op] = _value(condition)
    return {**{name: value for name, value in plain.items() if name not in said}, **said}


def _value(condition: Condition) -> JsonValue:
    if condition.bound is not None:
        number = condition.bound
        whole = int(number) if number == number.to_integral_value() else float(number)
        unitless = condition.field in {"price", "rating"} or not condition.unit
        return whole if unitless else f"{number.normalize():f} {condition.unit}"
    values = condition.values
    return values[0] if len(values) == 1 else list(values)


def _spelled(field: str) -> str:
    return field.replace(" ", "_")


_BLOCKS = {"test_case", "test_cases", "user", *Assertions.model_fields}
"""Keys that stand on lines of their own."""


class _Dumper(yaml.SafeDumper):
    """Writes assertions on one line each and indents lists, as people do."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        """Write a thing again where it stands twice, instead of pointing at it."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Indent the items of a list under its key."""
        super().increase_indent(flow, False)


def _mapping(dumper: yaml.SafeDumper, data: dict[str, JsonValue]) -> yaml.MappingNode:
    block = bool(_BLOCKS & set(data))
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=not block)


def _sequence(dumper: yaml.SafeDumper, data: list[JsonValue]) -> yaml.SequenceNode:
    flow = not any(isinstance(item, dict) for item in data)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=flow)


_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(list, _sequence)
