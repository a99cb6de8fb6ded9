"""Constraints in force against those a script names: "price_max: 100", "exclude: {brand: Acme}"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from pydantic import JsonValue

from assistant.rehearsal.values import AmountText, word
from retrieval.filters import Condition, field_key
from retrieval.text import stem_phrase
from retrieval.units import dimension, to_base

__all__ = ["absent", "described", "key_of", "lifted"]


def key_of(condition: Condition) -> str:
    """Give the key that a condition stands under: "price_max", "colour", "exclude"."""
    if condition.op == "not_in":
        return "exclude"
    name = condition.field.replace(" ", "_")
    return name if condition.op == "in" else f"{name}_{condition.op}"


def described(conditions: Iterable[Condition]) -> str:
    """Write conditions as a script would."""
    return ", ".join(_written(condition) for condition in conditions) or "no constraint"


def absent(expected: Mapping[str, JsonValue], conditions: Sequence[Condition]) -> Iterator[str]:
    """Give what is expected and not in force; values beside the expected ones are no harm."""
    for key, value in expected.items():
        if key == "exclude" and isinstance(value, Mapping):
            for name, values in value.items():
                if not _names(conditions, name, "not_in", values):
                    yield f"exclude {name}: {_values(values)}"
        elif not _in_force(key, value, conditions):
            yield f"{key}: {_values(value)}"


def lifted(name: str, conditions: Iterable[Condition]) -> bool:
    """Whether nothing is in force under a key, nor on a field of that name."""
    return not any(
        name == key_of(condition)
        or (field_key(name) == condition.field and condition.op != "not_in")
        for condition in conditions
    )


def _in_force(key: str, value: JsonValue, conditions: Sequence[Condition]) -> bool:
    for end in ("min", "max"):
        if key.endswith(f"_{end}"):
            name = field_key(key.removesuffix(f"_{end}"))
            return any(
                _equal(value, condition)
                for condition in conditions
                if (condition.field, condition.op) == (name, end)
            )
    return _names(conditions, key, "in", value)


def _names(conditions: Sequence[Condition], name: str, op: str, values: JsonValue) -> bool:
    held = {
        stem_phrase(own)
        for condition in conditions
        if (condition.field, condition.op) == (field_key(name), op)
        for own in condition.values
    }
    wanted = {stem_phrase(text) for text in _listed(values)}
    return bool(held) and wanted <= held


def _equal(value: JsonValue, condition: Condition) -> bool:
    from pydantic import TypeAdapter, ValidationError

    try:
        amount = TypeAdapter(AmountText).validate_python(value)
    except ValidationError:
        return False
    if condition.bound is None:
        return False
    unit = amount.unit or condition.unit
    if dimension(unit) != dimension(condition.unit):
        return False
    own, other = (
        to_base(float(number), given)
        for number, given in ((condition.bound, condition.unit), (amount.value, unit))
    )
    return abs(own - other) <= 1e-6 * max(abs(own), abs(other))


def _listed(values: JsonValue) -> list[str]:
    return [word(value) for value in (values if isinstance(values, list) else [values])]


def _values(values: JsonValue) -> str:
    return " and ".join(_listed(values))


def _written(condition: Condition) -> str:
    values = "|".join(condition.values)
    if condition.op == "not_in":
        return f"exclude {condition.field}: {values}"
    bound = condition.bound or Decimal(0)
    text = values if condition.op == "in" else f"{bound.normalize():f} {condition.unit}".strip()
    return f"{key_of(condition)}: {text}"
