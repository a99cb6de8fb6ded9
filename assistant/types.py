"""The frozen values that travel between the steps of one turn.

Knows nothing of how they are made: words become a `Delta`, a `Delta` becomes a `Request`,
a `Request` becomes an `Outcome`. What is said of that is in `reply`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from assistant.cards import Card, Chip, Comparison, Difference, Instead, Relaxation, Weighed
from assistant.showings import Question, Ranking, Reference, Showing, Which
from retrieval.catalogue import Product
from retrieval.filters import Condition
from retrieval.passages import Passage
from retrieval.reviews import Mention
from retrieval.sorts import Order, Sort

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
    "Ranking",
    "Reference",
    "Relaxation",
    "Request",
    "Showing",
    "Weighed",
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

    `set` and `exclude` map a field ("colour", "price_max") to words, and so does `allowed` those
    that are excluded no longer; `clear` names fields to
    drop ("all" for every one); `query` is the product phrase; `asked` are the properties that a
    question about a product is about; `ranking` is the measure that a superlative goes by,
    `weighing` what products are compared by ("which is lighter?"); `instead` says the kind
    changes and the rest stays, `more` that others of the same are wanted, `comparative` that
    they be "cheaper" or "dearer" than what was shown; `removed` are the labels of chips to take
    away; `undo` takes the last change back, or all since a search for the kind that `set`
    names; `also` adds the values of `set` to those in force. Beside the product that others are
    to be like, `differing` are the properties in which they are to differ from it ("another
    brand"), `matching` those in which they are to be the same.
    """

    act: Act
    query: str = ""
    set: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    allowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    clear: tuple[str, ...] = ()
    refs: tuple[Reference, ...] = ()
    asked: tuple[str, ...] = ()
    sort: str | None = None
    ranking: Ranking | None = None
    weighing: Ranking | None = None
    instead: bool = False
    more: bool = False
    comparative: str | None = None
    removed: tuple[str, ...] = ()
    undo: bool = False
    also: bool = False
    quantity: int | None = None
    order_id: str | None = None
    differing: tuple[str, ...] = ()
    matching: tuple[str, ...] = ()
    language: str = "en"


Problem = Literal["empty", "no_words", "too_long", "other_script", "private"]


@dataclass(frozen=True, slots=True)
class Request:
    """A delta in terms of *this* catalogue: what to do, and everything in force after it.

    `unmatched` are wished-for values that the catalogue cannot be filtered by (they stay in
    `query`), `missing` is what was referred to but never shown. `skip` are ids of products
    that have been seen and should not be shown again; `problem` is why a message could not be
    read at all, `question` the whole message. For a question about products, `subjects` are
    those, `asked` the properties and `about` the values asked about ("is it available in
    red?"); what of it the catalogue has no words for is `unmatched`. The `earlier_` search is
    what was in force before the message: it stays so where the shop does not carry what is
    asked for. `like` is the showing that what is looked for is to be alike. `choices` are the
    showings that an ambiguous reference may mean; `undone` counts the earlier searches that are
    taken back.
    """

    act: Act
    query: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: Order = Sort.RELEVANCE
    weighing: Ranking | None = None
    like: Showing | None = None
    subjects: tuple[Showing, ...] = ()
    asked: tuple[str, ...] = ()
    about: tuple[Condition, ...] = ()
    unmatched: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    earlier_query: str = ""
    earlier_conditions: tuple[Condition, ...] = ()
    earlier_like: Showing | None = None
    missing: str | None = None
    choices: tuple[Showing, ...] = ()
    undone: int = 0
    quantity: int | None = None
    order_id: str | None = None
    problem: Problem | None = None
    question: str = ""
    language: str = "en"

    @property
    def searches(self) -> bool:
        """Whether it looks for products: then it is the search in force from now on."""
        if self.act is Act.SIMILAR:
            return self.like is not None and not (self.missing or self.choices)
        return self.act in {Act.SEARCH, Act.REFINE}


NotFoundKind = Literal["not_filterable", "not_carried", "no_match", "sold_out", "never_shown"]


@dataclass(frozen=True, slots=True)
class NotFound:
    """Why nothing (or not the thing meant) was found: one of five kinds, and about what."""

    kind: NotFoundKind
    subject: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done and found; the only thing that answering may speak of.

    `products` stand beside `cards`, in the same order. `match_count` counts every product
    that fits, shown or not; None where nothing was searched. `passages` are of the shop's own
    documents: what answers the question where it is `documented`, else the way to a person.
    `mention` is what the reviews of the first product say of what is asked, `like` the product
    that those found are alike.
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
    like: Product | None = None
