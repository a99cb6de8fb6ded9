"""A shopper who improvises: moves chosen by rules from what the reply's state shows.

Each move is one method that says something or passes; they are tried in the order of a
person's attention. Knows nothing of how the assistant comes by its replies.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Literal

from assistant.rehearsal.shoppers.goal import Goal, swapped
from assistant.rehearsal.shoppers.memory import Memory
from assistant.rehearsal.shoppers.stock import Stock
from assistant.rehearsal.shoppers.talk import Said, Talk
from assistant.rehearsal.shoppers.temper import Temper
from assistant.rehearsal.shoppers.wish import Wish
from assistant.reply import Reply

__all__ = ["Ending", "Shopper"]

Ending = Literal["found", "settled", "gave_up"]
_MOST_RESTARTS = 2
_MOST_CHANGES = 2
_BROWSES = 0.07
_CONCEDES = 0.4
_NAMES = ("open", "open_bare", "restart", "add", "insist", "swap")
"""Moves that are misheard when no search follows."""


class Shopper:
    """Wants a product of the catalogue, says so bit by bit, and knows it when it is shown."""

    def __init__(
        self, goal: Goal, temper: Temper, talk: Talk, stock: Stock, random: Random
    ) -> None:
        self.goal = goal
        self.temper = temper
        self.memory = Memory(stock)
        self.turns = 0
        self.ending: Ending | None = None
        self._talk, self._stock, self._random = talk, stock, random
        self._changes = self._restarts = 0
        self._inspects = False
        self._moves: tuple[Callable[[], Said | None], ...] = (
            self._open,
            self._clean,
            self._after_nothing,
            self._misheard,
            self._insist,
            self._change,
            self._ask,
            self._digress,
            self._browse,
            self._add,
            self._again,
        )

    def speak(self) -> Said | None:
        """Say the next message; None when the shopper has left, and `ending` says how."""
        if self.ending and not self._inspects:
            return None
        if self._inspects:
            self._inspects = False
            return self._talk.ask(1, len(self.memory.cards))
        if self.turns >= self.temper.patience:
            self.ending = "gave_up"
            return None
        self.turns += 1
        said = next(said for move in self._moves if (said := move()))
        self.memory.spoke(said)
        return said

    def hear(self, reply: Reply) -> None:
        """Look at a reply: a card that meets every wish ends the search."""
        self.memory.heard(reply)
        if self.ending:
            return
        if self.memory.fitting((*self.goal.wishes, *self.memory.conceded)):
            self.ending = "found"
        elif self.memory.conceded and self.memory.fitting(self.goal.wishes):
            self.ending = "settled"
        self._inspects = self.ending is not None and self._feels_like(self.temper.curious)

    def _open(self) -> Said | None:
        if self.memory.last is not None:
            return None
        first = self.goal.wishes[1 : self.temper.at_once]
        return self._talk.wish_for("open", self.goal.kind, first)

    def _clean(self) -> Said | None:
        """Take away a constraint that the shopper never had."""
        found = self.memory.foreign_chip(self.goal)
        if found is None:
            return None
        chip, condition = found
        if condition.field == "category":
            return self._restart()
        self.memory.taken_away(condition)
        return self._talk.tap(chip.removal)

    def _after_nothing(self) -> Said | None:
        """Told that nothing fits: give up a wish that the page offers to drop, or begin anew."""
        reply = self.memory.reply
        if reply is None or not self.memory.searched or reply.cards:
            return None
        offered = self._droppable(reply)
        if offered and (self._feels_like(_CONCEDES) or self._restarts >= _MOST_RESTARTS):
            message, wish = self._random.choice(offered)
            self._concede(wish)
            return self._talk.tap(message)
        return self._restart()

    def _droppable(self, reply: Reply) -> list[tuple[str, Wish]]:
        fields = {
            chip.removal: condition.field
            for chip, condition in zip(reply.chips, reply.constraints, strict=False)
        }
        return [
            (message, wish)
            for message in reply.suggestions
            for wish in self.memory.said[1:]
            if fields.get(message) == wish.field
        ]

    def _concede(self, wish: Wish) -> None:
        self.memory.conceded.append(wish)
        self.memory.let_go(wish)
        self.goal = self.goal.without(wish)

    def _restart(self) -> Said | None:
        if self._restarts >= _MOST_RESTARTS:
            return None
        self._restarts += 1
        return self._talk.wish_for("restart", self.goal.kind, self.memory.said[1:])

    def _misheard(self) -> Said | None:
        last = self.memory.last
        if last is None or last.move not in _NAMES or self.memory.searched:
            return None
        if not last.wishes or any(self.memory.insisted[w] > 1 for w in last.wishes):
            return None
        self.memory.insisted.update(last.wishes)
        if last.move.startswith("open"):
            return self._talk.wish_for("open", self.goal.kind, last.wishes[1:])
        return self._talk.about("insist", *last.wishes)

    def _insist(self) -> Said | None:
        ignored = self.memory.ignored() if self.memory.searched else None
        if ignored is None:
            return None
        self.memory.insisted[ignored] += 1
        if ignored == self.goal.kind:
            return self._restart()
        return self._talk.about("insist", ignored)

    def _change(self) -> Said | None:
        """Swap a wish for another, or drop it."""
        said = self.memory.said[1:]
        if self._changes >= _MOST_CHANGES or not said or not self._feels_like(self.temper.fickle):
            return None
        wish = self._random.choice(said)
        self._changes += 1
        return self._swap(wish) if self._feels_like(0.6) else self._drop(wish)

    def _swap(self, wish: Wish) -> Said | None:
        found = swapped(self.goal, wish, self._stock, self._random)
        if found is None:
            return None
        self.goal, new = found
        self.memory.let_go(wish)
        return self._talk.about("swap", new)

    def _drop(self, wish: Wish) -> Said | None:
        if len([w for w in self.memory.said if w.field == wish.field]) > 1:
            return None  # "forget the colour" would not say which of two wishes
        self.memory.let_go(wish)
        self.goal = self.goal.without(wish)
        return self._talk.let_go(wish)

    def _ask(self) -> Said | None:
        cards = len(self.memory.cards)
        if not cards or not self._feels_like(self.temper.curious):
            return None
        return self._talk.ask(self._random.randint(1, cards), cards)

    def _digress(self) -> Said | None:
        return self._talk.plainly("digress") if self._feels_like(self.temper.wordy) else None

    def _browse(self) -> Said | None:
        if not self.memory.cards or not self._feels_like(_BROWSES):
            return None
        return self._talk.plainly(self._random.choice(("more", "sort")))

    def _add(self) -> Said | None:
        pending = self.memory.pending(self.goal)
        return self._talk.about("add", *pending[: self.temper.at_once]) if pending else None

    def _again(self) -> Said | None:
        """Everything is said and nothing fits: look further, or begin anew."""
        lacks = any(self.memory.lacking(wish) for wish in self.memory.said)
        return (self._restart() if lacks else None) or self._talk.plainly("more")

    def _feels_like(self, chance: float) -> bool:
        return self._random.random() < chance
