"""What a simulated shopper is after: a product of the catalogue, known by what it must be.

The constraints are true of the target and leave out some of its kind. Its title and model name
are never among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from assistant.errors import AssistantError
from assistant.rehearsal.shoppers.stock import Stock
from assistant.rehearsal.shoppers.wish import Wish, holds
from retrieval.catalogue import Product, Quantity, Variant

__all__ = ["Goal", "make_goal", "swapped"]

_FEWEST = 3
_UNNAMED = {"one size", "unisex", "any room"}
"""Values that leave nothing out: nobody wishes for them."""
_CHANCES = {"colour": 0.55, "size": 0.45, "brand": 0.12, "rating": 0.15}
_ATTRIBUTES = (0, 1, 1, 2)
_REFUSALS = (0, 0, 1, 1, 2)


@dataclass(frozen=True, slots=True)
class Goal:
    """A target and the wishes that lead there, the kind first, in the order they come to mind."""

    product: Product
    variant: Variant
    wishes: tuple[Wish, ...]

    @property
    def kind(self) -> Wish:
        """The wish for a kind of product."""
        return self.wishes[0]

    def without(self, wish: Wish) -> Goal:
        """Give the same goal with one wish less."""
        return replace(self, wishes=tuple(other for other in self.wishes if other != wish))


def make_goal(stock: Stock, random: Random) -> Goal:
    """Draw a product that can be bought, and what is wished of it."""
    if not stock.buyable:
        raise AssistantError("no product can be bought: simulated shoppers need a catalogue")
    for _ in range(100):
        product, variant = random.choice(stock.buyable)
        found = _drawn(product, variant, stock, random)
        if len(found) >= _FEWEST:
            return Goal(product, variant, found)
    raise AssistantError("products are too alike to wish for one of them: add attributes")


def swapped(goal: Goal, old: Wish, stock: Stock, random: Random) -> tuple[Goal, Wish] | None:
    """Wish for something else in place of `old`, where the catalogue has it with all the rest."""
    others = [wish for wish in goal.wishes if wish != old]
    found = [
        (product, variant, new)
        for product, variant in stock.alike(goal.product)
        if all(holds(wish, product, variant) for wish in others)
        for new in _instead_of(old, product, variant)
    ]
    if not found:
        return None
    product, variant, new = random.choice(found)
    wishes = tuple(new if wish == old else wish for wish in goal.wishes)
    return Goal(product, variant, wishes), new


def _instead_of(old: Wish, product: Product, variant: Variant) -> Iterator[Wish]:
    if old.op == "most" and old.field == "price":
        new = _budget(variant, Decimal("1.1"))
        if new and new.bound != old.bound:
            yield new
    elif old.op == "is" and old.value != "yes":
        for value in _values(old.field, product, variant):
            if value.casefold() != old.value.casefold():
                yield replace(old, value=value)


def _drawn(product: Product, variant: Variant, stock: Stock, random: Random) -> tuple[Wish, ...]:
    kind = Wish("category", "is", product.category[-1])
    pool = [w for w in _candidates(product, variant, random) if stock.tells_apart(w, product)]
    wished = [w for w in pool if random.random() < _CHANCES.get(w.field, 0.75)]
    described = [w for w in _described(product, random) if stock.tells_apart(w, product)]
    random.shuffle(described)
    wished += described[: random.choice(_ATTRIBUTES)]
    refused = _refusals(product, variant, stock, random)
    taken = {w.field for w in wished}
    wished += [w for w in refused if w.field not in taken][: random.choice(_REFUSALS)]
    random.shuffle(wished)
    return (kind, *(w for w in wished if holds(w, product, variant)))


def _candidates(product: Product, variant: Variant, random: Random) -> Iterator[Wish]:
    """Wishes that many shoppers have: budget, stars, brand, and the variant's options."""
    if budget := _budget(variant, Decimal(str(random.uniform(1.02, 1.4)))):
        yield budget
    if product.rating is not None and product.rating >= 3:
        bound = Decimal(int(product.rating * 2)) / 2
        yield Wish("rating", "least", bound=bound)
    if product.brand:
        yield Wish("brand", "is", product.brand)
    for name, value in variant.options.items():
        if value not in _UNNAMED:
            yield Wish(name, "is", value)


def _budget(variant: Variant, room: Decimal) -> Wish | None:
    """Give a round amount above the price."""
    if variant.price is None:
        return None
    step = 5 if variant.price.amount < 100 else 10
    return Wish("price", "most", bound=(variant.price.amount * room // step + 1) * step)


def _described(product: Product, random: Random) -> Iterator[Wish]:
    """Wishes for what the listing says of the product itself."""
    for name, value in product.attributes.items():
        if value is True:
            yield Wish(name, "is", "yes")
        elif isinstance(value, tuple) and value[0] not in _UNNAMED:
            yield Wish(name, "is", random.choice(value))
        elif isinstance(value, Quantity) and value.value > 0 and random.random() < 0.4:
            yield _measure(name, value, random)


def _measure(name: str, value: Quantity, random: Random) -> Wish:
    figure = Decimal(str(value.value))
    if random.random() < 0.5:
        return Wish(name, "least", bound=figure, unit=value.unit)
    return Wish(name, "most", bound=figure, unit=value.unit)


def _refusals(product: Product, variant: Variant, stock: Stock, random: Random) -> Sequence[Wish]:
    """What others of the kind are and this one is not."""
    found: dict[Wish, None] = {}
    for other, its_variant in stock.alike(product):
        found.update(dict.fromkeys(_traits(other, its_variant)))
    refused = [w for w in found if holds(w, product, variant)]
    random.shuffle(refused)
    return refused


def _traits(product: Product, variant: Variant) -> Iterator[Wish]:
    if product.brand:
        yield Wish("brand", "not", product.brand)
    if colour := variant.options.get("colour"):
        yield Wish("colour", "not", colour)
    for word in _values("material", product, variant):
        yield Wish("material", "not", word)
    for name, value in product.attributes.items():
        if value is True:
            yield Wish(name, "not", "yes")


def _values(field: str, product: Product, variant: Variant) -> Sequence[str]:
    if field == "brand":
        return (product.brand,)
    if field in variant.options:
        return (variant.options[field],)
    held = product.attributes.get(field)
    return held if isinstance(held, tuple) else ()
