"""How one shopper says things: the sentence of a move, in a temper, with slips of the fingers.

Knows nothing of when which move is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from assistant.formats import Manner
from assistant.rehearsal.shoppers.temper import Temper
from assistant.rehearsal.shoppers.typing_errors import mistyped
from assistant.rehearsal.shoppers.wish import Wish
from assistant.rehearsal.shoppers.wording import Wording

__all__ = ["Reword", "Said", "Talk"]

Reword = Callable[[str, Sequence[str]], str]
"""Takes a sentence and the parts of it that must stay as they are, gives another one."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message: the move that it makes, and the wishes that it names."""

    text: str
    move: str
    wishes: tuple[Wish, ...] = ()


class Talk:
    """The voice of one shopper; `reword` may put a sentence otherwise, and loses no part of it."""

    def __init__(
        self,
        wording: Wording,
        temper: Temper,
        random: Random,
        *,
        manner: Manner,
        reword: Reword | None = None,
    ) -> None:
        self._wording = wording
        self._temper = temper
        self._random = random
        self._manner = manner
        self._reword = reword

    def wish_for(self, move: str, kind: Wish, wishes: Sequence[Wish]) -> Said:
        """Say a kind, and what it must be; refusals stand last, where they refuse nothing else."""
        ordered = sorted(wishes, key=lambda wish: wish.op == "not")
        parts = [self._wording.wished(wish, self._manner, self._random) for wish in ordered]
        parts += [kind.value]
        move = "open_bare" if move == "open" and not wishes else move
        sentence = self._wording.say(
            move, self._random, kind=kind.value, wish=self._joined(parts[:-1])
        )
        return self._said(sentence, move, (kind, *wishes), parts)

    def about(self, move: str, *wishes: Wish) -> Said:
        """Say constraints alone: to add, insist on, swap them."""
        ordered = sorted(wishes, key=lambda wish: wish.op == "not")
        parts = [self._wording.wished(wish, self._manner, self._random) for wish in ordered]
        sentence = self._wording.say(move, self._random, wish=self._joined(parts))
        return self._said(sentence, move, wishes, parts)

    def let_go(self, wish: Wish) -> Said:
        """Take a constraint back in words."""
        if wish.op == "not":
            allowed = self._wording.say("allow", self._random, value=wish.name)
            return self._said(allowed, "allow", (), [wish.name])
        field = self._random.choice(("price", "budget")) if wish.field == "price" else wish.field
        return self._said(self._wording.say("drop", self._random, field=field), "drop", (), [field])

    def ask(self, place: int, shown: int) -> Said:
        """Ask about a card that is shown."""
        nth = self._wording.position(place, shown, self._random)
        return self._said(self._wording.say("ask", self._random, nth=nth), "ask", (), [nth])

    def plainly(self, move: str) -> Said:
        """Say what has no places: more, sort, digress."""
        return self._said(self._wording.say(move, self._random), move, (), [])

    def tap(self, message: str) -> Said:
        """Send a message that the page offers, as it is."""
        return Said(message, "tap")

    def _joined(self, parts: Sequence[str]) -> str:
        return self._random.choice((", ", ", ", " and ")).join(parts)

    def _said(
        self, sentence: str, move: str, wishes: tuple[Wish, ...], parts: Sequence[str]
    ) -> Said:
        worded = self._reword(sentence, parts) if self._reword else sentence
        spoken = self._wording.coloured(worded, self._temper.style, self._random)
        return Said(mistyped(spoken, self._temper.slips, self._random), move, wishes)
