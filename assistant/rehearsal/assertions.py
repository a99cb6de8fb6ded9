"""What a step may assert: one frozen class a kind, read straight from YAML.

Each class is one key of the format; `Assertions` is one entry of a step's list. Knows nothing
of how an assertion is judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, RootModel

from assistant.rehearsal.values import Count, OneOrMany, Strict, Wanted
from assistant.types import Act

__all__ = [
    "ActIs",
    "Asks",
    "Assertion",
    "Assertions",
    "CartIs",
    "CartLineIs",
    "ConstraintsAre",
    "Degraded",
    "EveryProduct",
    "Grounded",
    "Handoff",
    "HandoffReason",
    "MatchCount",
    "Milliseconds",
    "NoConstraint",
    "NoProduct",
    "NotFoundIs",
    "Products",
    "Proposal",
    "ReplyText",
    "SomeProduct",
    "SourceIs",
    "Sources",
    "Unchanged",
]


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression: {error}") from error
    return value


Words = Annotated[tuple[str, ...], OneOrMany(), Field(min_length=1)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Properties = Annotated[dict[str, Wanted], Field(min_length=1)]
Bound = Annotated[float, Field(gt=0)]


class ActIs(RootModel[Annotated[tuple[Act, ...], OneOrMany(), Field(min_length=1)]]):
    """The act is this, or one of these."""

    model_config = ConfigDict(frozen=True)


class Products(Count):
    """How many cards are shown; exactly these `ids` in this order; some ids; none of some ids."""

    ids: tuple[str, ...] | None = None
    includes: Words | None = None
    excludes: Words | None = None


class EveryProduct(RootModel[Properties]):
    """Every shown product, in its shown variant, has all of these; at least one is shown."""

    model_config = ConfigDict(frozen=True)


class SomeProduct(RootModel[Properties]):
    """At least one shown product has all of these."""

    model_config = ConfigDict(frozen=True)


class NoProduct(RootModel[Properties]):
    """No shown product has all of these."""

    model_config = ConfigDict(frozen=True)


class ConstraintsAre(RootModel[dict[str, JsonValue]]):
    """These are in force, whatever else is; an empty mapping: nothing at all is."""

    model_config = ConfigDict(frozen=True)


class NoConstraint(RootModel[Words]):
    """Nothing is in force on these fields ("colour", "price_max", "exclude")."""

    model_config = ConfigDict(frozen=True)


class MatchCount(Count):
    """How many products of the whole catalogue fit."""


class NotFoundIs(Strict):
    """Which of the five kinds of nothing it is; `none` where everything was found."""

    kind: Literal["not_filterable", "not_carried", "no_match", "sold_out", "never_shown", "none"]
    subject: str | None = None


class Asks(RootModel[bool | str]):
    """The assistant asks something back: anything (true), nothing (false), or about this."""

    model_config = ConfigDict(frozen=True)


class CartLineIs(Strict):
    """One line of the cart; a product by id, or as card `shown` of `position_of` turns before."""

    product: str | None = None
    variant: str | None = None
    position_of: Annotated[int, Field(ge=1)] | None = None
    shown: Annotated[int, Field(ge=1)] | None = None
    quantity: Annotated[int, Field(ge=1)] | None = None
    price: str | float | None = None


class CartIs(RootModel[tuple[CartLineIs, ...]]):
    """The cart holds exactly these lines, in any order."""

    model_config = ConfigDict(frozen=True)


class Unchanged(
    RootModel[
        Annotated[
            tuple[Literal["cart", "constraints", "orders"], ...], OneOrMany(), Field(min_length=1)
        ]
    ]
):
    """This is as it was before the step."""

    model_config = ConfigDict(frozen=True)


class Proposal(RootModel[bool | str]):
    """The assistant proposes an act to be confirmed: any, none, or one that says this."""

    model_config = ConfigDict(frozen=True)


class HandoffReason(Strict):
    """Why people take over."""

    reason: str


class Handoff(RootModel[bool | HandoffReason]):
    """People take over: for any reason, not at all, or for this reason."""

    model_config = ConfigDict(frozen=True)


class SourceIs(Strict):
    """Where a statement comes from."""

    kind: Literal["product", "policy"]
    id: str | None = None


class Sources(RootModel[Annotated[tuple[SourceIs, ...], OneOrMany(), Field(min_length=1)]]):
    """The reply names these sources, among others."""

    model_config = ConfigDict(frozen=True)


class ReplyText(Strict):
    """What the words are; upper and lower case are the same. `matches` is searched for."""

    contains: Words | None = None
    contains_any: Words | None = None
    not_contains: Words | None = None
    matches: Pattern | None = None
    language: str | None = None


class Grounded(RootModel[bool]):
    """Cards and words are the catalogue's; judged for every step unless this says false."""

    model_config = ConfigDict(frozen=True)


class Degraded(RootModel[bool]):
    """The reply came about without the model, or not."""

    model_config = ConfigDict(frozen=True)


class Milliseconds(Strict):
    """The most that a reply may take from the message's arrival."""

    first_sentence: Bound | None = None
    total: Bound | None = None


Assertion = BaseModel
"""Any one of the classes above."""


class Assertions(Strict):
    """One entry of a step's list of assertions: one or more of these keys."""

    act: ActIs | None = None
    products: Products | None = None
    every_product: EveryProduct | None = None
    some_product: SomeProduct | None = None
    no_product: NoProduct | None = None
    constraints: ConstraintsAre | None = None
    no_constraint: NoConstraint | None = None
    match_count: MatchCount | None = None
    not_found: NotFoundIs | None = None
    asks: Asks | None = None
    cart: CartIs | None = None
    unchanged: Unchanged | None = None
    proposal: Proposal | None = None
    handoff: Handoff | None = None
    sources: Sources | None = None
    reply: ReplyText | None = None
    grounded: Grounded | None = None
    degraded: Degraded | None = None
    ms: Milliseconds | None = None

    def named(self) -> Iterator[tuple[str, Assertion]]:
        """Give what is asserted, each under its key."""
        for name in type(self).model_fields:
            value: Assertion | None = getattr(self, name)
            if value is not None:
                yield name, value
