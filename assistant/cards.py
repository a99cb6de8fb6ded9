"""What an outcome is shown as: cards, chips, comparisons, and ways on where nothing fits.

Frozen values; knows nothing of how they are found. `types` offers all of them too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from retrieval.catalogue import Money
from retrieval.filters import Condition

__all__ = ["Card", "Chip", "Comparison", "Difference", "Instead", "Relaxation", "Weighed"]


@dataclass(frozen=True, slots=True)
class Chip:
    """One constraint as the shopper sees it, and the message that removes it.

    `label` is for people ("under $100", "not leather").
    """

    label: str
    removal: str


@dataclass(frozen=True, slots=True)
class Instead:
    """What a constraint would have to be for `count` products, and the `message` that asks so.

    `figure` is the nearest product's own, in the condition's unit; of `values` that there are,
    the nearest comes first.
    """

    condition: Condition
    count: int
    message: str
    figure: Decimal | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A way on where nothing fits: without `chips`, `count` products would.

    `removal` is the message that drops them, "" where nothing would be left to look for;
    `instead` only moves a single one, where that is enough.
    """

    chips: tuple[Chip, ...]
    count: int
    removal: str = ""
    instead: Instead | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One product as it is shown: the variant that fits best, and the reasons it fits.

    Every figure is the catalogue's. `image` is a path on our own origin or None.
    `options` are the shown variant's ("size": "42"); `reasons` are facts, for people.
    """

    product_id: str
    variant_id: str
    title: str
    brand: str
    category: str
    price: Money | None
    list_price: Money | None
    in_stock: bool
    rating: float | None
    rating_count: int
    image: str | None
    options: Mapping[str, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One property in which products differ: what each has, "" where it says nothing."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Which of some products has the `most` (or the least) of a property that all of them list.

    `place`, from 1, is None where they are level; `values` are those of all, in their order, none
    where not all of the listings have the property.
    """

    name: str
    most: bool
    place: int | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between the products of the cards, in their order.

    `cheapest` and `best_rated` are places, from 1; None where no single product is. `weighed` is
    what was asked of them, where something was.
    """

    rows: tuple[Difference, ...]
    cheapest: int | None = None
    best_rated: int | None = None
    weighed: Weighed | None = None
