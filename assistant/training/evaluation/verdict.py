"""One message judged: what was meant beside what was understood.

Compares facts; knows nothing of how either came about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from assistant.training.evaluation.labels import SHOWN, Label, conditions_of
from assistant.training.evaluation.pointed import NEVER
from assistant.training.evaluation.slots import Slot, slots_of
from assistant.types import Act
from retrieval.sorts import Sort
from retrieval.text import content_terms

__all__ = ["Heard", "Verdict", "judge"]

Slots = frozenset[Slot]


@dataclass(frozen=True, slots=True)
class Heard:
    """What the program understood of one message; `ms` is how long it took."""

    acts: tuple[Act, ...]
    in_force: Slots
    about: Slots
    sort: Sort
    query: str
    products: tuple[str, ...]
    missing: str | None
    asked: frozenset[str]
    quantity: int | None
    order_id: str | None
    ms: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Facts that were found, that are too many, and that are missing; and what is right.

    `goal` is whether exactly the right constraints are in force afterwards.
    """

    label: Label
    heard: Heard
    found: Slots
    surplus: Slots
    missed: Slots
    goal: bool

    @property
    def act(self) -> bool:
        """Whether the (first) act is right."""
        return self.heard.acts[0] is self.label.act

    @property
    def exact(self) -> bool:
        """Whether all of it is right."""
        return self.act and self.goal and not (self.surplus or self.missed)


@dataclass(frozen=True, slots=True)
class Before:
    """What a conversation carries into a message, and what went wrong earlier and still is.

    Neither counts again: a figure about a message is about what the message changes.
    """

    in_force: Slots = frozenset()
    surplus: Slots = frozenset()
    missed: Slots = frozenset()

    @classmethod
    def of(cls, verdict: Verdict) -> Before:
        """Give what the message after this one starts from."""
        gold = slots_of(conditions_of(verdict.label.where))
        there = verdict.heard.in_force
        return cls(gold, surplus=there - gold, missed=gold - there)


def judge(
    label: Label,
    heard: Heard,
    before: Before = Before(),
    meant: tuple[frozenset[str], ...] | None = (),
) -> Verdict:
    """Judge what was heard of a message that comes after `before`."""
    gold = slots_of(conditions_of(label.where))
    maybe = slots_of(conditions_of(label.maybe))
    in_force = frozenset(_as_compared(slot, gold) for slot in heard.in_force) - (maybe - gold)
    told, said = _other(label), _heard_other(label, heard)
    pointing, pointed = _pointing(label, heard, meant)
    wanted, got = gold | told | pointing, in_force | said | pointed
    return Verdict(
        label=label,
        heard=heard,
        found=(wanted & got) - (before.in_force - before.missed),
        surplus=got - wanted - before.surplus,
        missed=wanted - got - before.missed,
        goal=gold == in_force,
    )


def _as_compared(slot: Slot, gold: Slots) -> Slot:
    """A bound measured on the prices shown is right whatever they were."""
    relative = Slot(slot.field, slot.sign, SHOWN)
    return relative if relative in gold else slot


def _other(label: Label) -> Slots:
    """The facts of a label beside its constraints and references."""
    facts = [Slot("then", "=", act) for act in label.then]
    facts += [Slot("query", "has", word) for word in label.query]
    facts += [Slot("asked", "=", name) for name in label.asked]
    facts += [Slot("about", slot.sign, slot.value) for slot in slots_of(conditions_of(label.about))]
    facts += _single(label.sort, label.quantity, label.order_id)
    return frozenset(facts)


def _heard_other(label: Label, heard: Heard) -> Slots:
    """The same of what was heard; words of the query count only where a label asks for them."""
    words = set(content_terms(heard.query))
    carried = (word for word in label.query if words.issuperset(content_terms(word)))
    facts = [Slot("then", "=", act) for act in heard.acts[1:]]
    facts += [Slot("query", "has", word) for word in carried]
    facts += [Slot("asked", "=", name) for name in heard.asked if label.asked]
    facts += [Slot("about", slot.sign, slot.value) for slot in heard.about if label.about]
    facts += _single(heard.sort, heard.quantity, heard.order_id)
    return frozenset(facts)


def _single(sort: Sort, quantity: int | None, order_id: str | None) -> Iterable[Slot]:
    if sort is not Sort.RELEVANCE:
        yield Slot("sort", "=", sort)
    if quantity is not None and quantity != 1:
        yield Slot("quantity", "=", str(quantity))
    if order_id is not None:
        yield Slot("order", "=", order_id.upper())


def _pointing(
    label: Label, heard: Heard, meant: Collection[frozenset[str]] | None
) -> tuple[Slots, Slots]:
    """The facts of references meant and understood; nothing where it cannot be judged."""
    if not label.refs or meant is None:
        return frozenset(), frozenset()
    wanted = frozenset({Slot("refs", "=", ", ".join(map(str, label.refs)))})
    products = set(heard.products)
    right = products <= frozenset[str]().union(*meant) and all(products & ids for ids in meant)
    if NEVER in label.refs:
        right = heard.missing is not None
    return wanted, wanted if right else frozenset({Slot("refs", "=", ", ".join(heard.products))})
