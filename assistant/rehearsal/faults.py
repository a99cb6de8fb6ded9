"""What pydantic found wrong with a script, in words that a shop's staff can act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel
from rapidfuzz import process

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
from assistant.rehearsal.properties import FIELDS

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["explain", "near"]

_LISTED = 20
_NEAR = 60

_ALIKE = {"all": "every", "each": "every", "any": "some", "none": "no"}
"""First words that people write for the ones of the format."""

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
    if error["type"] == "enum":
        expected = str(error.get("ctx", {}).get("expected", "")).replace("'", "")
        choices = expected.replace(" or ", ", ").split(", ")
        return (
            f"{error['input']!r} is no {_owner(error['loc'])}{near(str(error['input']), choices)}"
        )
    if error["type"] in _SHAPES:
        given = _short(error["input"])
        return f"{_owner(error['loc'])} takes {_SHAPES[error['type']]}; here is {given}"
    message = error["msg"].removeprefix("Value error, ")
    return f"{_owner(error['loc'])}: {message}"


def near(name: str, known: Sequence[str]) -> str:
    """Name what is spelled nearest, or everything where that is little; empty for nothing."""
    if not known:
        return ""
    first, _, rest = name.partition("_")
    spelled = f"{_ALIKE.get(first, first)}_{rest}" if rest else name
    found = process.extract(spelled, known, limit=3, score_cutoff=_NEAR)
    if found:
        return f"; near: {', '.join(choice for choice, _, _ in found)}"
    return f"; known: {', '.join(known)}" if len(known) <= _LISTED else ""


def _instead(name: str, place: Sequence[int | str]) -> str:
    """Say what the person may have meant by an unknown key."""
    if name in FIELDS and len(place) > 1 and place[-3:-2] == ("assertions",):
        return (
            "; a property stands below every_product, some_product or no_product, "
            f"further to the right than it, or on its line: every_product: {{{name}: …}}"
        )
    return near(name, _siblings(place))


def _short(value: object) -> str:
    if isinstance(value, Mapping):
        return f"a mapping of {', '.join(map(str, value))}"
    return "a list" if isinstance(value, list | tuple) else repr(value)


def _owner(place: Sequence[int | str]) -> str:
    """The innermost key that the person wrote."""
    own = [part for part in place if isinstance(part, str) and part.replace("_", "").isalpha()]
    return own[-1] if own else "the file"


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
