"""One constraint of a shopper; whether a product meets it is read from the catalogue alone.

Knows nothing of how the assistant reads words, filters or searches; it is the judge of that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.rehearsal.properties import meets
from retrieval.catalogue import Product, Variant
from retrieval.filters import Condition

__all__ = ["Wish", "broken", "holds"]

_OPS: dict[str, Literal["in", "not_in", "min", "max"]] = {
    "is": "in",
    "not": "not_in",
    "least": "min",
    "most": "max",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a product must be ("is"), must not be ("not"), or a bound ("most", "least").

    `field` is "category", "price", "rating", "brand" or the name of an option or attribute.
    A yes-or-no attribute is wished for with the value "yes". A price is in the catalogue's
    currency, a measure in `unit`; the bound itself is allowed.
    """

    field: str
    op: Literal["is", "not", "most", "least"]
    value: str = ""
    bound: Decimal | None = None
    unit: str = ""

    @property
    def condition(self) -> Condition:
        """The same as a condition on products."""
        values = (self.value,) if self.value else ()
        return Condition(self.field, _OPS[self.op], values, self.bound, self.unit)

    @property
    def name(self) -> str:
        """The word that stands for it: a value, or the name of a yes-or-no attribute."""
        return self.field if self.value == "yes" else self.value

    def __str__(self) -> str:
        if self.bound is not None:
            side = "at most" if self.op == "most" else "at least"
            return f"{self.field} {side} {self.bound.normalize():f} {self.unit}".strip()
        said = self.name if self.value == "yes" else f"{self.field} {self.value}"
        return f"not {said}" if self.op == "not" else said


def broken(wishes: Iterable[Wish], product: Product, variant: Variant) -> tuple[Wish, ...]:
    """Give the wishes that one variant of a product does not meet."""
    return tuple(wish for wish in wishes if not holds(wish, product, variant))


def holds(wish: Wish, product: Product, variant: Variant) -> bool:
    """Say whether one variant of a product is what was wished for; what is not stated is not."""
    return meets(product, variant, wish.condition)
