"""What a client may send: a message, and at a conversation's beginning who talks, and where.

Nothing else is taken. What only a rehearsal may set (the clock, a seed, a model that fails,
stock and prices that change) has no name here, so that no customer can set it.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.locales import CurrencyCode, LanguageCode, LocaleName
from assistant.visit import Page, Visit

__all__ = ["Asking", "Beginning", "PageAsked"]

_PLAIN = r"^\P{C}+$"
"""No control characters and no lone surrogates, which not every database takes."""
_Name = Annotated[str, Field(max_length=256, pattern=_PLAIN)]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PageAsked(_Closed):
    """The page of the shop that is open beside the chat: a product's, a category's, or another."""

    product: _Name | None = None
    category: _Name | None = None

    def page(self) -> Page:
        """Give it as the dialogue knows it."""
        return Page(self.product, self.category)


class Beginning(_Closed):
    """Who a conversation is with and where; each may be left out.

    `customer` is what the client says it is: nobody has checked it.
    """

    page: PageAsked | None = None
    customer: _Name | None = None
    language: LanguageCode | None = None
    locale: LocaleName | None = None
    currency: CurrencyCode | None = None

    def visit(self) -> Visit:
        """Give it as the dialogue knows it."""
        return Visit(
            page=self.page.page() if self.page else Page(),
            customer=self.customer,
            language=self.language,
            locale=self.locale,
            currency=self.currency,
        )


class Asking(Beginning):
    """One message. Without a `conversation` it begins one.

    A `message_id` that was answered before gets the same reply again, and no second turn;
    `page` is the page that is open now, if another than before.
    """

    conversation: Annotated[str, Field(max_length=512)] | None = None
    message: str
    message_id: Annotated[str, Field(max_length=64, pattern=_PLAIN)] | None = None

    @model_validator(mode="after")
    def _is_begun_once(self) -> Self:
        late = {"customer", "language", "locale", "currency"} & self.model_fields_set
        if self.conversation is not None and late:
            raise ValueError(
                f"{', '.join(sorted(late))} can be told only where a conversation begins"
            )
        return self
