"""Names of locales, languages and currencies, as people and programs may give them.

Knows nothing of who gives them. Where they are fields of a form, a bad one is refused.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

__all__ = ["CurrencyCode", "LanguageCode", "LocaleName"]


def _known(value: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(value)
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError("no such locale: name one such as en_US or de_DE") from error
    return value


LocaleName = Annotated[str, Field(pattern=r"^[a-z]{2}(_[A-Z]{2})?$"), AfterValidator(_known)]
"""Whose figures are written: "en_US", or "de" alone."""

LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2}$"), AfterValidator(_known)]
"""ISO 639-1."""

CurrencyCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
"""ISO 4217."""
