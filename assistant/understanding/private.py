"""Whether a message gives away what no shop's chat needs: card and account numbers, passwords.

Told by the form of numbers and by a few words of the data file; knows nothing of what is wished.
"""

from __future__ import annotations

import re

from assistant.understanding.lexicon.turns import load_turns

__all__ = ["is_private"]

_CARD = re.compile(r"(?<![A-Za-z\d-])\d(?:[ -]?\d){14,18}(?![A-Za-z\d-])")
_ACCOUNT = re.compile(
    r"(?<![A-Za-z\d])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z\d])"
)


def is_private(text: str) -> bool:
    """Whether the text has the number of a card or an account, or tells a secret of its writer."""
    cards = ([int(c) for c in found[0] if c.isdigit()] for found in _CARD.finditer(text))
    return (
        any(map(_is_card, cards))
        or any(_is_account(found[0]) for found in _ACCOUNT.finditer(text))
        or load_turns().private.match(text) is not None
    )


def _is_card(digits: list[int]) -> bool:
    """By the check digit of ISO/IEC 7812, which goods' numbers do not have."""
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return len(set(digits)) > 1 and (sum(doubled) + sum(digits[::-2])) % 10 == 0


def _is_account(number: str) -> bool:
    """By the check digits of ISO 13616."""
    bare = number.replace(" ", "")
    return int("".join(str(int(c, 36)) for c in bare[4:] + bare[:4])) % 97 == 1
