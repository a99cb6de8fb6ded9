"""What is known when a sentence is checked: the products shown, the request, what may be quoted.

Nothing else is evidence. Made from an `Outcome`; knows nothing of sentences.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.grounding.claims import Ground
from assistant.grounding.terms import Terms
from assistant.types import Act, Card, Outcome
from retrieval.catalogue import Product, Variant
from retrieval.conditions import field_key
from retrieval.filters import Condition
from retrieval.sorts import Order, Sort

__all__ = ["Quotable", "Subject", "World", "world_of"]


@dataclass(frozen=True)
class Subject:
    """A product that may be spoken of, as it is shown; `place` counts from 1."""

    place: int
    card: Card
    product: Product

    @cached_property
    def variant(self) -> Variant:
        """The variant that its card shows."""
        own = (v for v in self.product.variants if v.id == self.card.variant_id)
        return next(own, self.product.variants[0])

    def ground(self, field: str, value: object) -> Ground:
        """Name one of its fields as what bears a claim out."""
        return Ground("product", self.product.id, field, str(value))

    def values(self, field: str) -> tuple[str, ...] | bool | None:
        """What it says of a worded or yes-or-no property; None where it says nothing."""
        if field == "category":
            return self.product.category
        options = [
            v.options[name]
            for v in self.product.variants
            for name in v.options
            if field_key(name) == field
        ]
        listed = next(
            (value for name, value in self.product.attributes.items() if field_key(name) == field),
            None,
        )
        if isinstance(listed, bool):
            return listed
        worded = listed if isinstance(listed, tuple) else ()
        return (*dict.fromkeys((*options, *worded)),) or None


@dataclass(frozen=True, slots=True)
class Quotable:
    """A text that may be quoted word for word, and where it stands."""

    text: str
    ground: Ground


@dataclass(frozen=True)
class World:
    """Everything that a sentence may be about.

    `count` is how many products match, `quotables` may be quoted, `done` are acts that have
    happened in this turn, `limits` are the amounts and words of the request in force.
    """

    terms: Terms
    subjects: tuple[Subject, ...] = ()
    conditions: tuple[Condition, ...] = ()
    labels: tuple[str, ...] = ()
    count: int | None = None
    sort: Order = Sort.RELEVANCE
    quotables: tuple[Quotable, ...] = ()
    done: Collection[Act] = ()
    locale: str = "en_US"

    @property
    def all_shown(self) -> bool:
        """Whether nothing else matches than what is shown."""
        return self.count is not None and self.count <= len(self.subjects)


def world_of(
    outcome: Outcome,
    terms: Terms,
    *,
    locale: str,
    quotables: tuple[Quotable, ...] = (),
    done: Collection[Act] = (),
) -> World:
    """Collect what is known in a turn. Descriptions and the labels of chips may be quoted."""
    pairs = zip(outcome.cards, outcome.products, strict=True)
    subjects = tuple(Subject(place, *pair) for place, pair in enumerate(pairs, start=1))
    labels = tuple(chip.label for chip in outcome.chips)
    return World(
        terms=terms,
        subjects=subjects,
        conditions=outcome.request.conditions,
        labels=labels,
        count=outcome.match_count,
        sort=outcome.request.sort,
        quotables=(*_own_texts(subjects, labels), *_passages(outcome), *quotables),
        done=done,
        locale=locale,
    )


def _passages(outcome: Outcome) -> Iterator[Quotable]:
    for passage in outcome.passages:
        for text in (passage.text, passage.title, passage.heading):
            yield Quotable(text, Ground("policy", passage.id, passage.heading))
    if outcome.mention and outcome.products:
        ground = Ground("review", outcome.products[0].id, "text")
        for text in (outcome.mention.word, *outcome.mention.quotes):
            yield Quotable(text, ground)


def _own_texts(subjects: tuple[Subject, ...], labels: tuple[str, ...]) -> Iterator[Quotable]:
    for subject in subjects:
        yield Quotable(subject.product.description, subject.ground("description", ""))
    for label in labels:
        yield Quotable(label, Ground("request", "", "constraint", label))
