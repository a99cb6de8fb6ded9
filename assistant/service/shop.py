"""What the services share: the index, and how figures and constraints are shown in this shop."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.dialogue import chip, chips
from assistant.formats import Manner
from assistant.policies import Policies
from assistant.service.cards import card_of
from assistant.types import Card, Chip
from retrieval.catalogue import Product, Variant
from retrieval.filters import Condition
from retrieval.reviews import Reviews
from retrieval.search import Index

__all__ = ["Shop"]


@dataclass(frozen=True, slots=True)
class Shop:
    """One shop's catalogue, how it writes figures, and how many cards it shows at once.

    `policies` are its own documents and `reviews` what its customers wrote, if it has any.
    """

    index: Index
    manner: Manner = field(default_factory=Manner)
    shown: int = 4
    policies: Policies | None = None
    reviews: Reviews | None = None

    def written_in(self, locale: str | None) -> Shop:
        """Give the shop with its figures in another locale; None is its own."""
        if locale in {None, self.manner.locale}:
            return self
        return replace(self, manner=Manner(self.manner.currency, locale or self.manner.locale))

    def card(
        self, product: Product, variant: Variant, conditions: tuple[Condition, ...] = ()
    ) -> Card:
        """Show a product in one of its variants, with reasons from the conditions."""
        return card_of(product, variant, conditions, locale=self.manner.locale)

    def chip(self, condition: Condition) -> Chip:
        """Show one constraint."""
        return chip(condition, self.manner)

    def chips(self, conditions: tuple[Condition, ...]) -> tuple[Chip, ...]:
        """Show all constraints, in their order."""
        return chips(conditions, self.manner)
