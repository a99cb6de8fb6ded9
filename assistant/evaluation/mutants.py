"""Lies made of true sentences, a fact of each kind altered; each is false by the data.

Knows nothing of the checker that is to catch them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from random import Random

from assistant.evaluation.truths import Truth
from retrieval.catalogue import Product
from retrieval.text import stem, tokenise

__all__ = ["KINDS", "mutants"]

_MONEY = re.compile(r"\$(\d[\d,]*(?:\.\d+)?)")
_FIGURE = re.compile(r"(?<![\w$.,])(\d+(?:\.\d+)?)(?= ?[a-z%°]|\.$| out)")
_UNITS = {
    "g": "kg",
    "kg": "g",
    "cm": "mm",
    "mm": "cm",
    "h": "min",
    "years": "months",
    "l": "ml",
    "ml": "l",
    "in": "ft",
    "months": "years",
    "GB": "TB",
    "W": "kW",
}
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_OPPOSITE = {
    "cheaper": "more expensive",
    "better rated": "worse rated",
    "lighter": "heavier",
    "cheapest": "most expensive",
    "in stock": "sold out",
    "sold out": "in stock",
}
Altered = Iterator[tuple[str, str]]


def mutants(truth: Truth, products: Sequence[Product], random: Random) -> Altered:
    """Give the kind and the words of every lie that can be made of a true sentence."""
    for alter in _ALTERATIONS:
        yield from alter(truth, products, random)


@cache
def _lies() -> Mapping[str, Sequence[str]]:
    path = files("assistant.evaluation") / "lies.toml"
    lies: dict[str, Sequence[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return lies


def _added(truth: Truth, _: Sequence[Product], random: Random) -> Altered:
    for kind, additions in _lies().items():
        addition = random.choice(additions)
        card = next(card for card in truth.outcome.cards if card.product_id == truth.about.id)
        if (
            kind == "stock"
            and addition.endswith(("sold out", "out of stock"))
            and not card.in_stock
        ):
            continue
        if kind == "percentage" and card.list_price:
            continue
        yield kind, f"{truth.text[:-1]}, {addition}."


def _prices(truth: Truth, _: Sequence[Product], random: Random) -> Altered:
    if not (found := _MONEY.search(truth.text)):
        return
    own = Decimal(found[1].replace(",", ""))
    for other in (own + random.choice((1, 10, -1)), own * 10, own - Decimal("0.5")):
        if other > 0 and other != own and f"${other:,.2f}" not in truth.text:
            yield "price", _put(truth.text, found, f"${other:,.2f}")
    words = f"{random.choice(_TENS)}-{random.choice(('one', 'three', 'six'))} dollars"
    yield "price in words", _put(truth.text, found, words)
    yield "currency", _put(truth.text, found, f"€{found[1]}")


def _figures(truth: Truth, _: Sequence[Product], random: Random) -> Altered:
    titles = "|".join(re.escape(card.title) for card in truth.outcome.cards)
    masked = re.sub(titles, lambda m: "x" * len(m[0]), truth.text)
    for found in _FIGURE.finditer(masked):
        if masked[found.end() :].startswith(" out") or found[1] != "5":
            changed = f"{float(found[1]) + random.choice((1, 2, 7)):g}"
            yield "figure", _put(truth.text, found, changed)
    for found in re.finditer(r"(?<=\d )([a-zA-Z]+)(?=\.$)", masked):
        if other := _UNITS.get(found[1]):
            yield "unit", _put(truth.text, found, other)


def _names(truth: Truth, products: Sequence[Product], random: Random) -> Altered:
    shown = {card.title for card in truth.outcome.cards}
    other = random.choice(products)
    if other.title not in shown and not any(other.title in title for title in shown):
        yield "name of another", truth.text.replace(truth.about.title, other.title, 1)
    yield "invented name", truth.text.replace(truth.about.title, "Zorblax Runner", 1)
    brand = truth.about.brand
    if f"by {brand}" in truth.text and other.brand != brand:
        yield "brand", truth.text.replace(f"by {brand}", f"by {other.brand}")
    yield "brand", f"{truth.text[:-1]}, from {_another_brand(truth, products, random)}."


def _attributes(truth: Truth, products: Sequence[Product], random: Random) -> Altered:
    """Values that another product has and this one does not, and truths turned round."""
    title = truth.about.title
    if lacked := list(_lacked(truth.about, products, random)):
        name, word = random.choice(lacked)
        said = f"made of {word}" if name == "material" else f"with {word}"
        yield "attribute of another", f"The {title} is {said}."
        yield "attribute of another", f"{truth.text[:-1]}, in {word}."
    yield from _swapped(truth)
    for name, value in truth.about.attributes.items():
        if isinstance(value, bool):
            yield "attribute denied", f"The {title} is {'not ' if value else ''}{name}."
            if value:
                yield "attribute denied", f"The {title} isn't {name}."
        elif isinstance(value, tuple) and name == "material":
            yield "attribute denied", f"The {title} is not made of {value[0]}."
            yield "attribute denied", f"The {title} comes without {value[0]}."


def _swapped(truth: Truth) -> Altered:
    """The property of one product said of another that is shown, which has another value."""
    value = truth.about.attributes.get(truth.field)
    for other in truth.outcome.products:
        theirs = other.attributes.get(truth.field)
        worded = isinstance(value, tuple) and _stems(" ".join(value)) <= _spoken(other)
        if theirs is not None and theirs != value and not worded:
            yield "attribute swapped", truth.text.replace(truth.about.title, other.title)


def _comparisons(truth: Truth, _: Sequence[Product], __: Random) -> Altered:
    for said, opposite in _OPPOSITE.items():
        if f" {said}" in truth.text:
            kind = "stock" if "stock" in said + opposite else "comparison"
            yield kind, truth.text.replace(said, opposite)


def _lacked(
    product: Product, products: Sequence[Product], random: Random
) -> Iterator[tuple[str, str]]:
    """Values of other products that this one's listing does not even speak of."""
    spoken = _spoken(product)
    for other in random.sample(list(products), 20):
        for name, value in other.attributes.items():
            if name in {"material", "pattern", "closure", "finish"} and isinstance(value, tuple):
                yield from ((name, own) for own in value if not _stems(own) & spoken)


def _spoken(product: Product) -> set[str]:
    """Every word that a listing has, of whatever it speaks."""
    words = [product.title, product.description, *product.category]
    for name, value in product.attributes.items():
        words += value if isinstance(value, tuple) else [name]
    options = (variant.options.values() for variant in product.variants)
    return _stems(" ".join((*words, *(value for values in options for value in values))))


def _another_brand(truth: Truth, products: Sequence[Product], random: Random) -> str:
    own = {card.brand for card in truth.outcome.cards}
    return random.choice(sorted({product.brand for product in products} - own))


def _put(text: str, found: re.Match[str], new: str) -> str:
    return f"{text[: found.start()]}{new}{text[found.end() :]}"


def _stems(text: str) -> set[str]:
    return {stem(token.text) for token in tokenise(text)}


_ALTERATIONS: tuple[Callable[[Truth, Sequence[Product], Random], Altered], ...] = (
    _added,
    _prices,
    _figures,
    _names,
    _attributes,
    _comparisons,
)
KINDS = (
    "price",
    "price in words",
    "currency",
    "figure",
    "unit",
    "percentage",
    "number",
    "date",
    "name",
    "name of another",
    "invented name",
    "brand",
    "attribute of another",
    "attribute swapped",
    "attribute denied",
    "comparison",
    "superlative",
    "stock",
    "delivery",
    "policy",
    "discount",
    "act",
    "link",
)
"""Every kind of lie."""
