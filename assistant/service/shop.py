"""What the services share: the index, and how figures and constraints are shown in this shop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.dialogue import chip, chips
from assistant.formats import Manner
from assistant.policies import Policies
from assistant.service.cards import card_of
from assistant.tone import Tone
from assistant.types import Card, Chip, Request
from retrieval.catalogue import Product, Variant
from retrieval.filters import Condition
from retrieval.reviews import Reviews
from retrieval.search import Index

__all__ = ["Shop"]


@dataclass(frozen=True, slots=True)
class Shop:
    """One shop's catalogue, how it writes figures, and how many cards it shows at once.

    `policies` are its own documents and `reviews` what its customers wrote, if it has any;
    `tone` is how it sounds.
    """

    index: Index
    manner: Manner = field(default_factory=Manner)
    shown: int = 4
    policies: Policies | None = None
    reviews: Reviews | None = None
    tone: Tone = field(default_factory=Tone)

    def written_in(self, locale: str | None) -> Shop:
        """Give the shop with its figures in another locale; None is its own."""
        if locale in {None, self.manner.locale}:
            return self
        return replace(self, manner=Manner(self.manner.currency, locale or self.manner.locale))

    def card(
        self,
        product: Product,
        variant: Variant,
        conditions: tuple[Condition, ...] = (),
        further: Sequence[str] = (),
    ) -> Card:
        """Show a product in one of its variants, with reasons from the conditions and `further`."""
        return card_of(product, variant, conditions, further, locale=self.manner.locale)

    def chip(self, condition: Condition) -> Chip:
        """Show one constraint."""
        return chip(condition, self.manner)

    def chips(self, conditions: tuple[Condition, ...]) -> tuple[Chip, ...]:
        """Show all constraints, in their order."""
        return chips(conditions, self.manner)

    def in_force(self, request: Request) -> tuple[Chip, ...]:
        """Show everything that a request asks for: its constraints, and what it is to be like."""
        like = self.original(request)
        return chips(request.conditions, self.manner, like.title if like else "")

    def original(self, request: Request) -> Product | None:
        """Give the product that a request wants others like; None where there is none by now."""
        return self.index.product(request.like.product_id) if request.like else None
