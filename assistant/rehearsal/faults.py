"""What pydantic found wrong with a script, in words that a shop's staff can act on."""

from __future__ import annotations

from collections.abc import Sequence
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

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["explain", "near"]

_LISTED = 12

_FORMS: Sequence[type[BaseModel]] = (
    ScriptForm, CaseForm, StepForm, EventForm, StockForm, PriceForm, FixturesForm, PageForm,
)  # fmt: skip


def explain(error: ErrorDetails) -> str:
    """Say one error: what is wrong where, and what was probably meant."""
    name = str(error["loc"][-1]) if error["loc"] else "the file"
    if error["type"] == "extra_forbidden":
        known = _siblings(error["loc"])
        return f"unknown key {name!r}{near(name, known)}"
    if error["type"] == "missing":
        return f"{name!r} is missing"
    if error["type"] == "enum":
        expected = str(error.get("ctx", {}).get("expected", "")).replace("'", "")
        choices = expected.replace(" or ", ", ").split(", ")
        return (
            f"{error['input']!r} is no {_owner(error['loc'])}{near(str(error['input']), choices)}"
        )
    message = error["msg"].removeprefix("Value error, ")
    return f"{_owner(error['loc'])}: {message}"


def near(name: str, known: Sequence[str]) -> str:
    """Name what is spelled nearest, or everything where that is little; empty for nothing."""
    if not known:
        return ""
    found = process.extract(name, known, limit=3, score_cutoff=60)
    if found:
        return f"; near: {', '.join(choice for choice, _, _ in found)}"
    return f"; known: {', '.join(known)}" if len(known) <= _LISTED else ""


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
