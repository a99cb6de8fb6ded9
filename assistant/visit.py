"""Who a conversation is with and where in the shop they are; kept in its state from the start.

Knows nothing of what is made of it: the dialogue reads the page, figures follow the locale.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Page", "Visit"]


@dataclass(frozen=True, slots=True)
class Page:
    """The page of the shop that is open beside the chat: a product's, a category's, or another."""

    product: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """What is known of the shopper before the first word; None is as the shop has it.

    `customer` is the shop's own id of them, `language` an ISO 639 code, `locale` as in the
    settings ("de_DE"), `currency` an ISO 4217 code.
    """

    page: Page = field(default_factory=Page)
    customer: str | None = None
    language: str | None = None
    locale: str | None = None
    currency: str | None = None

    @property
    def figures(self) -> str | None:
        """The locale that figures are written in: the one named, else the language's own."""
        return self.locale or self.language
