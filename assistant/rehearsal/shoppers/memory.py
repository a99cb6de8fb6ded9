"""What a shopper keeps in mind: what was said, what is shown, and what was heard last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.rehearsal.properties import meets
from assistant.rehearsal.shoppers.goal import Goal
from assistant.rehearsal.shoppers.stock import Stock
from assistant.rehearsal.shoppers.talk import Said
from assistant.rehearsal.shoppers.wish import Wish, broken
from assistant.reply import Reply
from assistant.types import Act, Card, Chip
from retrieval.filters import Condition

__all__ = ["Memory"]

_SEARCHES = {Act.SEARCH, Act.REFINE}
_PATIENCE_WITH_A_WISH = 2
_ON_A_CARD = {"category", "brand", "price", "rating"}


@dataclass
class Memory:
    """`said` are the wishes in force by the shopper's own words, in their order.

    `conceded` were given up because the shop found nothing; `insisted` counts how often each
    was said again.
    """

    stock: Stock
    said: list[Wish] = field(default_factory=list)
    conceded: list[Wish] = field(default_factory=list)
    insisted: Counter[Wish] = field(default_factory=Counter)
    cards: Sequence[Card] = ()
    last: Said | None = None
    reply: Reply | None = None

    @property
    def searched(self) -> bool:
        """Whether the last reply came from a search."""
        return self.reply is not None and self.reply.act in _SEARCHES

    def spoke(self, said: Said) -> None:
        """Note what was said last, and the wishes in it."""
        self.last = said
        self.said += [wish for wish in said.wishes if wish not in self.said]

    def heard(self, reply: Reply) -> None:
        """Note a reply; cards of a search stay in view until the next ones."""
        self.reply = reply
        if self.searched and (reply.cards or not reply.match_count):
            self.cards = reply.cards

    def let_go(self, wish: Wish) -> None:
        """Take a wish back, if it was said."""
        self.said = [other for other in self.said if other != wish]

    def taken_away(self, condition: Condition) -> None:
        """Note that a constraint is off the page: a wish that it came of must be said again."""
        same = (condition.field, condition.op)
        for wish in [w for w in self.said if (w.field, w.condition.op) == same]:
            self.let_go(wish)

    def pending(self, goal: Goal) -> list[Wish]:
        """Give what is not said yet, what the cards lack most first."""
        left = [wish for wish in goal.wishes if wish not in self.said]
        return sorted(left, key=lambda wish: -self.lacking(wish))

    def lacking(self, wish: Wish) -> int:
        """Count the cards in view that break a wish."""
        found = (self.stock.find(card.product_id, card.variant_id) for card in self.cards)
        return sum(bool(broken((wish,), *shown)) for shown in found if shown)

    def ignored(self) -> Wish | None:
        """Give the wish that most cards break although it was said, while it is worth saying."""
        worth = [w for w in self.said if self.insisted[w] < _PATIENCE_WITH_A_WISH]
        worst = max(worth, key=self.lacking, default=None)
        return worst if worst and self.lacking(worst) else None

    def foreign_chip(self, goal: Goal) -> tuple[Chip, Condition] | None:
        """Give a constraint on the page that is not what the shopper wants."""
        if self.reply is None or not self.searched:
            return None
        for chip, condition in zip(self.reply.chips, self.reply.constraints, strict=False):
            if not meets(goal.product, goal.variant, condition):
                return chip, condition
        return None

    def fitting(self, wishes: Sequence[Wish]) -> Card | None:
        """Give the first card just heard of that meets all wishes and can be bought.

        What no card shows (that it is waterproof) must have been said: nobody could see it.
        """
        for card in self.reply.cards if self.reply else ():
            shown = self.stock.find(card.product_id, card.variant_id)
            unseen = [w for w in wishes if w.field not in {*_ON_A_CARD, *card.options}]
            told = all(wish in self.said or wish in self.conceded for wish in unseen)
            if shown and told and shown[1].stock > 0 and not broken(wishes, *shown):
                return card
        return None
