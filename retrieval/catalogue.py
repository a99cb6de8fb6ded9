"""The catalogue's nouns: Money, Quantity, Variant and Product, validated when they are made.

Knows nothing of feeds (how a product was written down), of vectors or of conversations.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

__all__ = ["AttributeValue", "Money", "Product", "Quantity", "Variant"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Money(_Frozen):
    """An exact amount in one currency."""

    amount: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=4)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217 code")]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class Quantity(_Frozen):
    """A measured number, such as 240 g; `unit` is empty for a plain count."""

    value: float
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.value:g} {self.unit}".strip()


AttributeValue = bool | Quantity | tuple[str, ...]
"""A typed attribute: yes or no, a measured number, or one or more words of an enumeration."""


class Variant(_Frozen):
    """One thing that can be bought: a product in one size and colour.

    `options` maps an option's name ("size", "colour") to its value. `price` is what is
    asked today, None meaning "price on request"; `list_price` is the former, higher one.
    """

    id: Annotated[str, Field(min_length=1, max_length=200)]
    options: Mapping[str, str] = Field(default_factory=dict)
    price: Money | None = None
    list_price: Money | None = None
    stock: Annotated[int, Field(ge=0)] = 0
    image: str | None = None

    @model_validator(mode="after")
    def _list_price_is_higher(self) -> Variant:
        price, before = self.price, self.list_price
        if before is None:
            return self
        if price is None or price.currency != before.currency or before.amount <= price.amount:
            raise ValueError(f"list price {before} must be above the price {price}, same currency")
        return self


class Product(_Frozen):
    """One product family with its variants (at least one).

    `category` is a path from the department down, `rating` is 0 to 5 stars.
    """

    id: Annotated[str, Field(min_length=1, max_length=200)]
    title: Annotated[str, Field(min_length=1, max_length=500)]
    description: Annotated[str, Field(max_length=50_000)] = ""
    brand: str = ""
    category: tuple[str, ...] = ()
    attributes: Mapping[str, AttributeValue] = Field(default_factory=dict)
    variants: Annotated[tuple[Variant, ...], Field(min_length=1)]
    rating: Annotated[float, Field(ge=0, le=5)] | None = None
    rating_count: Annotated[int, Field(ge=0)] = 0
    status: Literal["active", "discontinued"] = "active"
    listed_on: date | None = None
    image: str | None = None
    link: str | None = None

    @field_validator("variants")
    @classmethod
    def _variant_ids_differ(cls, variants: tuple[Variant, ...]) -> tuple[Variant, ...]:
        ids = [variant.id for variant in variants]
        if len(set(ids)) != len(ids):
            raise ValueError(f"variant ids repeat: {sorted(ids)}")
        return variants

    @property
    def in_stock(self) -> bool:
        """Whether any variant can be bought now."""
        return self.status == "active" and any(variant.stock > 0 for variant in self.variants)
