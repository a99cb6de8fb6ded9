"""The small values that assertions are written with: amounts, ranges, and what a property must be.

Each is read from the short forms that people write in YAML. Knows nothing of products.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from assistant.rehearsal.nearness import near

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

__all__ = ["Amount", "AmountText", "Count", "OneOrMany", "Strict", "Wanted", "word"]

_AMOUNT = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*([^\d\s].*?)?\s*")


class Strict(BaseModel):
    """A frozen value that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit: "300 g", "100", "79.50 EUR"."""

    value: Decimal
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.value:f} {self.unit}".strip()


def word(value: object) -> str:
    """Spell a YAML scalar as the catalogue does: true is "yes", 42 is "42"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | str):
        return str(value)
    raise ValueError(f"{value!r} is not a word or a number")


def _amount(value: object) -> Amount:
    if isinstance(value, Amount):
        return value
    found = None if isinstance(value, bool) else _AMOUNT.fullmatch(str(value))
    if found is None:
        raise ValueError(f"{value!r} is not a number, with its unit if it has one")
    return Amount(Decimal(found[1]), found[2] or "")


AmountText = Annotated[
    Amount, BeforeValidator(_amount), WithJsonSchema({"type": ["number", "string"]})
]


class OneOrMany:
    """Marks a tuple that may be written as its single member."""

    def __get_pydantic_core_schema__(
        self, source: type, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        from pydantic_core import core_schema

        def listed(value: object) -> object:
            return list(value) if isinstance(value, list | tuple) else [value]

        return core_schema.no_info_before_validator_function(listed, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        many = handler(schema)
        return {"anyOf": [many["items"], many]}


class Count(Strict):
    """How many: at least `min`, at most `max`."""

    min: Annotated[int, Field(ge=0)] | None = None
    max: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min {self.min} is above max {self.max}")
        return self

    def holds(self, number: int) -> bool:
        """Whether a number lies in the range."""
        return (self.min is None or number >= self.min) and (self.max is None or number <= self.max)

    def __str__(self) -> str:
        if self.min == self.max:
            return str(self.min)
        bounds = (("at least", self.min), ("at most", self.max))
        return " and ".join(f"{words} {bound}" for words, bound in bounds if bound is not None)


class Wanted(Strict):
    """What one property must be: any of some words, none of some, or a number within bounds.

    Written as a word, a list of words, or a mapping of `min`, `max` and `not`.
    """

    any: tuple[str, ...] = ()
    none: Annotated[tuple[str, ...], Field(alias="not")] = ()
    min: AmountText | None = None
    max: AmountText | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_short_forms(cls, value: object) -> object:
        if isinstance(value, list | tuple):
            return {"any": tuple(map(word, value))}
        if not isinstance(value, Mapping):
            return {"any": (word(value),)}
        unknown = set(value) - {"any", "not", "min", "max"}
        if unknown or not value:
            hint = near(str(next(iter(unknown))), ("min", "max", "not")) if unknown else ""
            raise ValueError(f"{dict(value)!r} takes min, max and not{hint}")
        lists = {key: value[key] for key in ("any", "not") if key in value}
        return {
            **value,
            **{
                key: tuple(map(word, given if isinstance(given, list | tuple) else (given,)))
                for key, given in lists.items()
            },
        }

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        low, high = self.min, self.max
        if low and high and low.unit == high.unit and low.value > high.value:
            raise ValueError(f"min {low} is above max {high}")
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        del schema, handler
        scalar = {"type": ["string", "number", "boolean"]}
        words = {"anyOf": [scalar, {"type": "array", "items": scalar, "minItems": 1}]}
        number = {"type": ["number", "string"]}
        bounds = {
            "type": "object",
            "properties": {"min": number, "max": number, "not": words},
            "additionalProperties": False,
            "minProperties": 1,
        }
        return {"anyOf": [*words["anyOf"], bounds]}

    def __str__(self) -> str:
        parts = [" or ".join(self.any)] if self.any else []
        parts += [f"not {' or '.join(self.none)}"] if self.none else []
        parts += [f"at least {self.min}"] if self.min else []
        parts += [f"at most {self.max}"] if self.max else []
        return ", ".join(parts)
