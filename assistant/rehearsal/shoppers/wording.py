"""The table of what shoppers say: `words/<language>.toml`, read once, drawn from by seed.

Knows sentences and their places; not when which of them is said.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random

from assistant.errors import AssistantError
from assistant.formats import Manner, format_amount
from assistant.rehearsal.shoppers.temper import Style
from assistant.rehearsal.shoppers.wish import Wish

__all__ = ["Wording", "load_wording"]

_PLAIN = 0.6
"""How often a sentence stands by itself, without the words of its speaker's temper."""


@dataclass(frozen=True)
class Wording:
    """Sentences by move, constraints by what they are about, and words around them by style."""

    moves: Mapping[str, Sequence[str]]
    wish: Mapping[str, Sequence[str]]
    tempers: Mapping[str, Mapping[str, Sequence[str]]]
    positions: Mapping[str, Sequence[str]]

    def say(self, move: str, random: Random, **values: str) -> str:
        """Draw a sentence of a move and fill its places."""
        return random.choice(self.moves[move]).format(**values).strip()

    def wished(self, wish: Wish, manner: Manner, random: Random) -> str:
        """Put one constraint into words."""
        sentence = random.choice(self.wish[_list_of(wish)])
        return sentence.format(**_values(wish, manner))

    def coloured(self, sentence: str, style: Style, random: Random) -> str:
        """Put the words of a temper around a sentence."""
        if random.random() < _PLAIN:
            return sentence
        around = self.tempers[style]
        parts = (random.choice(around["before"]), sentence, random.choice(around["after"]))
        return " ".join(part for part in parts if part)

    def position(self, place: int, shown: int, random: Random) -> str:
        """Name the place of a card, 1 being the first of `shown`."""
        names = list(self.positions.get(str(place), (f"{place}th",)))
        if place == shown:
            names += self.positions["last"]
        return random.choice(names)


@cache
def load_wording(language: str = "en") -> Wording:
    """Read the table of a language. Raises AssistantError where there is none."""
    file = files("assistant.rehearsal.shoppers") / "words" / f"{language}.toml"
    if not file.is_file():
        raise AssistantError(f"there are no shoppers for {language!r}: add {file.name}")
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    return Wording(raw["moves"], raw["wish"], raw["tempers"], raw["positions"])


def _list_of(wish: Wish) -> str:
    """Name the list that words a wish: by its field where that has a list of its own."""
    if wish.op in {"most", "least"}:
        known = wish.field in {"price", "rating"}
        return f"{wish.field if known else 'measure'}_{wish.op}"
    if wish.value == "yes":
        return f"flag_{wish.op}"
    if wish.op == "not":
        return "brand_not" if wish.field == "brand" else "value_not"
    return (
        f"{wish.field}_is" if wish.field in {"colour", "size", "brand", "material"} else "word_is"
    )


def _values(wish: Wish, manner: Manner) -> dict[str, str]:
    bound = wish.bound
    number = "" if bound is None else f"{bound.normalize():f}"
    money = format_amount(bound, manner.currency, manner.locale) if bound is not None else ""
    return {
        "value": wish.name,
        "field": wish.field,
        "number": number,
        "unit": wish.unit,
        "money": money if wish.field == "price" else number,
    }
