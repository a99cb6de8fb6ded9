"""The frozen values that travel between the steps of one turn.

Knows nothing of how they are made: words become a `Delta`, a `Delta` becomes a `Request`,
a `Request` becomes an `Outcome`. What is said of that is in `reply`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from assistant.showings import Question, Reference, Showing, Which
from retrieval.catalogue import Money, Product
from retrieval.filters import Condition
from retrieval.passages import Passage
from retrieval.reviews import Mention
from retrieval.sorts import Sort

__all__ = [
    "Act",
    "Card",
    "Chip",
    "Comparison",
    "Delta",
    "Difference",
    "Instead",
    "NotFound",
    "NotFoundKind",
    "Outcome",
    "Problem",
    "Question",
    "Reference",
    "Relaxation",
    "Request",
    "Showing",
    "Which",
]


class Act(StrEnum):
    """What a message asks the shop to do."""

    SEARCH = "search"
    REFINE = "refine"
    COMPARE = "compare"
    DETAILS = "details"
    SIMILAR = "similar"
    CART_ADD = "cart_add"
    CART_UPDATE = "cart_update"
    CART_REMOVE = "cart_remove"
    CART_VIEW = "cart_view"
    ORDER_STATUS = "order_status"
    RETURN_REQUEST = "return_request"
    POLICY = "policy"
    HANDOFF = "handoff"
    SMALLTALK = "smalltalk"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Delta:
    """What one message changes, as the model proposed it; values are the shopper's own words.

    `set` and `exclude` map a field ("colour", "price_max") to words; `clear` names fields to
    drop ("all" for every one); `query` is the product phrase; `asked` are the properties that
    a question about a product is about; `instead` says the kind changes and the rest stays,
    `more` that others of the same are wanted, `comparative` that they be "cheaper" or "dearer"
    than what was shown; `removed` are the labels of chips to take away; `undo` takes the last
    change back, or all since a search for the kind that `set` names; `also` adds the values of
    `set` to those in force.
    """

    act: Act
    query: str = ""
    set: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    clear: tuple[str, ...] = ()
    refs: tuple[Reference, ...] = ()
    asked: tuple[str, ...] = ()
    sort: str | None = None
    instead: bool = False
    more: bool = False
    comparative: str | None = None
    removed: tuple[str, ...] = ()
    undo: bool = False
    also: bool = False
    quantity: int | None = None
    order_id: str | None = None
    language: str = "en"


Problem = Literal["empty", "no_words", "too_long", "other_script"]


@dataclass(frozen=True, slots=True)
class Request:
    """A delta in terms of *this* catalogue: what to do, and everything in force after it.

    `unmatched` are wished-for values that the catalogue cannot be filtered by (they stay in
    `query`), `missing` is what was referred to but never shown. `skip` are ids of products
    that have been seen and should not be shown again; `problem` is why a message could not be
    read at all, `question` the whole message. For a question about products,
    `subjects` are those, `asked` the properties and `about` the values asked about ("is it
    available in red?"). The `earlier_` search is what was in force before the message: it
    stays so where the shop does not carry what is asked for. `choices` are the showings that
    an ambiguous reference may mean; `undone` counts the earlier searches that are taken back.
    """

    act: Act
    query: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: Sort = Sort.RELEVANCE
    subjects: tuple[Showing, ...] = ()
    asked: tuple[str, ...] = ()
    about: tuple[Condition, ...] = ()
    unmatched: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    earlier_query: str = ""
    earlier_conditions: tuple[Condition, ...] = ()
    missing: str | None = None
    choices: tuple[Showing, ...] = ()
    undone: int = 0
    quantity: int | None = None
    order_id: str | None = None
    problem: Problem | None = None
    question: str = ""
    language: str = "en"


NotFoundKind = Literal["not_filterable", "not_carried", "no_match", "sold_out", "never_shown"]


@dataclass(frozen=True, slots=True)
class NotFound:
    """Why nothing (or not the thing meant) was found: one of five kinds, and about what."""

    kind: NotFoundKind
    subject: str


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
class Comparison:
    """What differs between the products of the cards, in their order.

    `cheapest` and `best_rated` are places, from 1; None where no single product is.
    """

    rows: tuple[Difference, ...]
    cheapest: int | None = None
    best_rated: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done and found; the only thing that answering may speak of.

    `products` stand beside `cards`, in the same order. `match_count` counts every product
    that fits, shown or not; None where nothing was searched. `passages` are of the shop's own
    documents: what answers the question where it is `documented`, else the way to a person.
    `mention` is what the reviews of the first product say of what is asked.
    """

    request: Request
    cards: tuple[Card, ...] = ()
    products: tuple[Product, ...] = ()
    chips: tuple[Chip, ...] = ()
    match_count: int | None = None
    not_found: NotFound | None = None
    relaxations: tuple[Relaxation, ...] = ()
    suggestions: tuple[str, ...] = ()
    asks: Question | None = None
    passages: tuple[Passage, ...] = ()
    documented: bool = False
    comparison: Comparison | None = None
    mention: Mention | None = None
