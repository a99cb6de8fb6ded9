"""What pydantic found wrong with a script, in words that a shop's staff can act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel

from assistant.rehearsal.assertions import Assertions
from assistant.rehearsal.format import (
    CaseForm,
    EventForm,
    FixturesForm,
    PageForm,
    PriceForm,
    ScriptForm,
    StepForm,
    StockForm,
)
from assistant.rehearsal.nearness import near
from assistant.rehearsal.properties import FIELDS

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["explain"]

_SHAPES = {
    "tuple_type": "a list: a line for each, which begins with `- `",
    "dict_type": "a mapping: `key: value`",
    "model_type": "a mapping: `key: value`",
    "string_type": "a text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "datetime_type": "a moment, as 2026-12-24T09:00",
    "datetime_parsing": "a moment, as 2026-12-24T09:00",
    "datetime_from_date_parsing": "a moment, as 2026-12-24T09:00",
}
"""What must stand where pydantic found something of another type."""

_KINDS, _EITHER = {"bool", "str"}, "true, false or a text"
"""Parts of a place that only name one of two kinds of value which may stand there."""

_EMPTY = " is empty: write at least one thing there"

_WRITTEN = {"locale": "de_DE", "language": "de", "currency": "EUR"}

_HOMES: Mapping[str, str] = {
    **dict.fromkeys(StepForm.model_fields, "a step: write it below `- user:`, as far right"),
    **dict.fromkeys(("steps", "tags", "parameters", "expected_to_fail"), "a test case"),
}
"""What keys belong to that are often written too far left."""

_FORMS: Sequence[type[BaseModel]] = (
    ScriptForm, CaseForm, StepForm, EventForm, StockForm, PriceForm, FixturesForm, PageForm,
)  # fmt: skip


def explain(error: ErrorDetails) -> str:
    """Say one error: what is wrong where, and what was probably meant."""
    name = str(error["loc"][-1]) if error["loc"] else "the file"
    if error["type"] == "extra_forbidden":
        return f"unknown key {name!r}{_instead(name, error['loc'])}"
    if error["type"] == "missing":
        return f"{name!r} is missing"
    if error["type"] in {"enum", "literal_error"}:
        expected = str(error.get("ctx", {}).get("expected", "")).replace("'", "")
        choices = expected.replace(" or ", ", ").split(", ")
        return (
            f"{error['input']!r} is no {_owner(error['loc'])}{near(str(error['input']), choices)}"
        )
    if error["type"] in _SHAPES:
        shape = _EITHER if name in _KINDS else _SHAPES[error["type"]]
        quotes = ": put it in quotes" if "a text" in shape and _is_number(error["input"]) else ""
        return f"{_owner(error['loc'])} takes {shape}; here is {_short(error['input'])}{quotes}"
    if error["type"] == "string_pattern_mismatch" and name in _WRITTEN:
        return f"{error['input']!r} is no {name}; one is written as {_WRITTEN[name]}"
    message = error["msg"].removeprefix("Value error, ")
    empty = error["type"] in {"too_short", "string_too_short"}
    return f"{_owner(error['loc'])}{_EMPTY if empty else f': {message}'}"


def _instead(name: str, place: Sequence[int | str]) -> str:
    """Say what the person may have meant by an unknown key."""
    if name in FIELDS and len(place) > 1 and place[-3:-2] == ("assertions",):
        return (
            "; a property stands below every_product, some_product or no_product, "
            f"further to the right than it, or on its line: every_product: {{{name}: …}}"
        )
    known = _siblings(place)
    if name in _HOMES and name not in known and place[-2:-1] != ("event",):
        return f": it belongs to {_HOMES[name]}"
    return near(name, known)


def _is_number(value: object) -> bool:
    return isinstance(value, bool | int | float)


def _short(value: object) -> str:
    if isinstance(value, Mapping):
        return f"a mapping of {', '.join(map(str, value))}"
    return "a list" if isinstance(value, list | tuple) else "nothing" if not value else repr(value)


def _owner(place: Sequence[int | str]) -> str:
    """The innermost key that the person wrote."""
    own = [part for part in place if isinstance(part, str) and _is_key(part)]
    return own[-1] if own else "the file"


def _is_key(part: str) -> bool:
    return part.replace("_", "").isalpha() and part not in _KINDS


def _siblings(place: Sequence[int | str]) -> Sequence[str]:
    """The keys that may stand where an unknown one does."""
    above = [part for part in place[:-1] if isinstance(part, str)]
    parent = above[-1] if above else ""
    if parent == "assertions":
        return tuple(Assertions.model_fields)
    if "assertions" in above and parent in Assertions.model_fields:
        field = Assertions.model_fields[parent].annotation
        kinds = [kind for kind in getattr(field, "__args__", ()) if isinstance(kind, type)]
        owners: list[type[BaseModel]] = [kind for kind in kinds if issubclass(kind, BaseModel)]
        return [name for owner in owners for name in owner.model_fields]
    forms: dict[str, type[BaseModel]] = {
        "": ScriptForm,
        "test_cases": CaseForm,
        "steps": StepForm,
        "event": EventForm,
        "set_stock": StockForm,
        "set_price": PriceForm,
        "page": PageForm,
    }
    known = forms.get(parent, FixturesForm if "fixtures" in above else None)
    return tuple(known.model_fields) if known else ()
