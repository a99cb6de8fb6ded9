"""Sentences as building blocks: what a small model may choose from, every choice true.

A block is offered only where its claim holds for the product, so that whatever the model puts
together is grammatical and borne out; what remains to it is which traits to name, and how.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import permutations

from assistant.answering.evidence import Evidence
from assistant.types import Card, Outcome
from assistant.wordfiles import kept, read_table
from retrieval.catalogue import Product
from retrieval.filters import Condition

__all__ = ["Blocks", "detail_blocks", "first_blocks", "is_built", "lead_blocks", "next_blocks"]

Blocks = tuple[tuple[str, ...], ...]
"""A sentence: one choice after another, each of some literal texts with slots in them."""

_GOOD_RATING = 4.0
_MOST_TRAITS = 5
_OFFERED = 2


@kept
def _phrases(locale: str = "en") -> Mapping[str, Mapping[str, Sequence[str]]]:
    return read_table("answering", f"phrases.{locale}.toml")


def lead_blocks(turn: int, *, wish: bool) -> Blocks:
    """How many there are, and of what."""
    return (_in_turn(_phrases()["lead"]["wish" if wish else "bare"], turn),)


def first_blocks(outcome: Outcome, evidence: Evidence, turn: int) -> Blocks:
    """The first card, its price, and up to two of its traits."""
    openings = _in_turn(_phrases()["first"]["openings"], turn)
    return (openings, *_card_blocks(1, outcome, evidence))


def next_blocks(outcome: Outcome, evidence: Evidence, turn: int) -> Blocks:
    """The second card, with what it has over the first where it has something."""
    first, second = outcome.cards[:2]
    offered = _phrases()["next"]
    openings = [*_in_turn(offered["openings"], turn)]
    if _is_cheaper(second, first):
        openings += offered["cheaper"]
    if (second.rating or 0) > (first.rating or 5):
        openings += offered["better_rated"]
    return (tuple(openings), *_card_blocks(2, outcome, evidence))


def detail_blocks(name: str) -> Blocks:
    """A sentence that says one property of the first card."""
    return tuple(tuple(choice) for choice in _phrases()["details"][name])


def is_built(sentence: str, blocks: Blocks) -> bool:
    """Whether a sentence is nothing but one choice after another."""
    choices = ("|".join(map(re.escape, choice)) for choice in blocks)
    pattern = "".join(f"(?:{choice})" for choice in choices)
    return bool(pattern) and re.fullmatch(pattern, sentence) is not None


def _in_turn(choices: Sequence[str], turn: int) -> tuple[str, ...]:
    """Two of the choices, others every turn: a small model always likes the same one best."""
    start = turn * _OFFERED % len(choices)
    return tuple((*choices[start:], *choices[:start])[:_OFFERED])


def _is_cheaper(card: Card, than: Card) -> bool:
    return bool(card.price and than.price and card.price.amount < than.price.amount)


def _card_blocks(place: int, outcome: Outcome, evidence: Evidence) -> Blocks:
    """Title, price and reasons of the card at a place, counted from 1."""
    reason = _phrases()["reason"]
    traits = _traits(place, outcome, evidence)
    pairs = [
        f"{one}{link}{other}"
        for one, other in permutations(traits, 2)
        for link in reason["between"]
    ]
    reasons = [f"{before}{said}." for before in reason["before"] for said in pairs or traits]
    prices = tuple(text.replace("{n.", f"{{{place}.") for text in _phrases()["price"]["said"])
    return ((f"{{{place}.title}}",), prices, tuple(reasons or reason["none"]))


def _traits(place: int, outcome: Outcome, evidence: Evidence) -> list[str]:
    """What is good to know of a card, what was asked for first."""
    card, product = outcome.cards[place - 1], outcome.products[place - 1]
    offered = _phrases()["traits"]
    claims = ("below", "was", "material")
    named = [name for name in claims if f"{place}.{name}" in evidence.slots]
    if card.rating is not None and card.rating >= _GOOD_RATING and card.rating_count:
        named.append("rated")
    traits = [str(offered[name]).replace("{n.", f"{{{place}.") for name in named]
    traits += [
        str(offered["yes"]).replace("{name}", name)
        for name in _affirmed(product, outcome.request.conditions)
    ]
    return traits[:_MOST_TRAITS]


def _affirmed(product: Product, conditions: tuple[Condition, ...]) -> list[str]:
    """Yes-or-no properties that hold, those asked for first."""
    asked = {condition.field for condition in conditions}
    holding = [name for name, value in product.attributes.items() if value is True]
    return sorted(holding, key=lambda name: name not in asked)[:2]
