"""What the rules take a message for, and how much that is worth against the classifier.

Knows what in a message leaves no doubt, whatever rule it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.dialogue import State
from assistant.types import Act
from assistant.understanding.acts import Acts, asks_of_it, ruled
from assistant.understanding.lexicon import load_lexicon, phrase_pattern
from assistant.understanding.reading import Reading
from assistant.understanding.settling import Ground
from retrieval.search import Index

__all__ = ["Guess", "guess", "unlikely_acts"]

_WORD = re.compile(r"\w+")
_MARKS = " \t\n.,;:!?"
_SHORT = 3
"""Words up to which only the catalogue can tell what is meant: "puzzle 1000pc"."""
_IDLE = frozenset({Act.SMALLTALK, Act.OUT_OF_SCOPE})
_OF_CART = frozenset({Act.CART_UPDATE, Act.CART_REMOVE})
_IN_CART = _OF_CART | {Act.CART_ADD}
_OF_NO_PRODUCT = _IDLE | {Act.CART_VIEW, Act.HANDOFF}


@dataclass(frozen=True, slots=True)
class Guess:
    """What the rules take a message for, the likeliest act first."""

    acts: Acts
    ground: Ground


def guess(reading: Reading, state: State, index: Index) -> Guess:
    """Give the acts of the rules, and what they rest on."""
    acts, ground = ruled(reading, state, index)
    return Guess(acts, _ground_in_itself(acts, reading) or ground)


def _ground_in_itself(acts: Acts, reading: Reading) -> Ground | None:
    """What a message rests on whatever the rule: "puzzle 1000pc", "not the former, the latter",
    "is it over 2 kg?", "which is the lightest?".
    """
    points = acts == (Act.DETAILS,) and bool(reading.refs) and not reading.leftovers
    orders = acts == (Act.REFINE,) and reading.ranking is not None
    weighs = acts == (Act.COMPARE,) and reading.weighing is not None
    if points or orders or weighs or asks_of_it(reading):
        return Ground.CERTAIN
    return Ground.BRIEF if len(_WORD.findall(reading.text)) <= _SHORT else None


def unlikely_acts(reading: Reading) -> frozenset[Act]:
    """Give the acts that are unlikely where a kind of product is named, or described ("socks in
    packs of 3 pairs"), one shown pointed at, or something asked ("which cookies do you set?").
    """
    fields = {mention.field for mention in reading.wanted}
    if "category" in fields:
        return _OF_NO_PRODUCT if len(fields) == 1 else _OF_NO_PRODUCT | _OF_CART
    idle = _IDLE if reading.points_back else frozenset()
    which = phrase_pattern(load_lexicon().asking_which).match(reading.text.lstrip(_MARKS))
    return idle | _IN_CART if which else idle
