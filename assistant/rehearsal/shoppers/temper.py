"""What a simulated shopper is like: style, patience, typing errors, changes of mind."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal, get_args

__all__ = ["Style", "Temper", "make_temper"]

Style = Literal["terse", "chatty", "polite", "rude"]


@dataclass(frozen=True, slots=True)
class Temper:
    """`patience` is how many messages a shopper sends before giving up.

    `slips` is the share of longer words that are misspelt; `fickle`, `curious` and `wordy` are
    the chances, a turn, of a change of mind, of a question about a product or of talk beside
    the matter; `at_once` is how many constraints are said in one message.
    """

    style: Style
    patience: int
    slips: float = 0.0
    fickle: float = 0.0
    curious: float = 0.0
    wordy: float = 0.0
    at_once: int = 1


def make_temper(random: Random) -> Temper:
    """Draw one: three in ten make typing errors, most know their mind."""
    style: Style = random.choice(get_args(Style))
    low, high = (6, 9) if style in {"rude", "terse"} else (8, 13)
    return Temper(
        style=style,
        patience=random.randint(low, high),
        slips=random.choice((0.0,) * 7 + (0.04, 0.08, 0.12)),
        fickle=random.choice((0.0, 0.0, 0.15, 0.3)),
        curious=random.choice((0.0, 0.1, 0.3)),
        wordy=0.08 if style == "chatty" else 0.02,
        at_once=random.choice((1, 1, 2, 3)),
    )
