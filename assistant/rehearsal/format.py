"""The file format `*.chat.yaml`, as it is written: the models that read it and make its schema.

What may stand where is said here alone; what is sensible is checked in `sense`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from assistant.locales import CurrencyCode, LanguageCode, LocaleName
from assistant.rehearsal.assertions import Assertions
from assistant.rehearsal.nearness import near
from assistant.rehearsal.values import AmountText, OneOrMany, Strict

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

__all__ = ["CaseForm", "EventForm", "FixturesForm", "PageForm", "ScriptForm", "StepForm", "Timed"]

_Text = Annotated[str, Field(min_length=1)]
_Texts = Annotated[tuple[_Text, ...], OneOrMany()]


def _moment(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _with_zone(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Timed = Annotated[
    datetime,
    BeforeValidator(_moment),
    AfterValidator(_with_zone),
    WithJsonSchema({"type": "string"}),
]
"""An ISO date, or date and time; UTC where it names no zone."""


class PageForm(Strict):
    """The page of the shop that is open beside the chat."""

    product: _Text | None = None
    category: _Text | None = None


class FixturesForm(Strict):
    """The circumstances of a case."""

    customer: _Text | None = None
    locale: LocaleName | None = None
    language: LanguageCode | None = None
    currency: CurrencyCode | None = None
    page: PageForm = Field(default_factory=PageForm)
    clock: Timed | None = None
    seed: int | None = None


class StockForm(Strict):
    """Stock that changes."""

    product: _Text
    variant: _Text | None = None
    stock: Annotated[int, Field(ge=0)]


class PriceForm(Strict):
    """A price that changes."""

    product: _Text
    variant: _Text | None = None
    price: AmountText


_PLAIN = ("model_fails", "model_recovers", "reload", "retry", "leave")
_WITH_MORE = ("set_stock", "set_price", "page", "model_slow")


class EventForm(Strict):
    """What happens between two turns; a word alone where there is nothing more to say of it."""

    set_stock: StockForm | None = None
    set_price: PriceForm | None = None
    page: PageForm | None = None
    model_slow: Annotated[float, Field(gt=0, le=600)] | None = None
    model_fails: Literal[True] | None = None
    model_recovers: Literal[True] | None = None
    reload: Literal[True] | None = None
    retry: Literal[True] | None = None
    leave: Literal[True] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_a_word(cls, value: object) -> object:
        if isinstance(value, str) and value not in _PLAIN:
            if value in _WITH_MORE:
                raise ValueError(f"{value!r} needs more words: {{{value}: …}}")
            raise ValueError(f"{value!r} is no event{near(value, _PLAIN + _WITH_MORE)}")
        return {value: True} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("an event is exactly one thing that happens")
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"enum": list(_PLAIN)}, handler(schema)]}


class StepForm(Strict):
    """A message or an event, and what must be so after it."""

    user: str | None = None
    event: EventForm | None = None
    assertions: tuple[Assertions, ...] = ()


class CaseForm(Strict):
    """One conversation."""

    test_case: _Text
    tags: _Texts = ()
    fixtures: _Texts = ()
    parameters: tuple[dict[str, str | int | float | bool], ...] | None = None
    expected_to_fail: _Text | None = None
    steps: Annotated[tuple[StepForm, ...], Field(min_length=1)]


class ScriptForm(Strict):
    """One file."""

    shop: _Text = "demo"
    fixtures: tuple[dict[str, FixturesForm], ...] = ()
    test_cases: Annotated[tuple[CaseForm, ...], Field(min_length=1)]
