"""How many of a thing are wanted, and which order is meant: "two of the first", "order o-50123".

Finds figures and numbers; knows nothing of carts or of orders.
"""

from __future__ import annotations

import re

from assistant.understanding.lexicon import Lexicon

__all__ = ["find_order_id", "find_quantity"]

_MOST = 99
_BEFORE = (
    r"make (?:it|that|them)|bump (?:it|that|them) up to|up to|quantity(?: to| of)?|(?:just|only)"
    r"|need only|only need|have|take|add|buy|order|want|get|get me|gimme|give me|put|of"
)
_ORDER = re.compile(
    r"(?<!\w)(?:order|number|no\.?|#|from|for|return|track)?\s*[#:]?\s*([a-z]{1,4}-\d{3,10})(?!\w)"
    r"|\border\s*(?:number|no\.?|id)?\s*[#:]?\s*(\d{4,12})(?!\w)",
    re.IGNORECASE,
)
_PRODUCT = re.compile(r"p-\d+", re.IGNORECASE)


def find_quantity(text: str, lexicon: Lexicon) -> int | None:
    """Find how many are wanted; None where it is not said.

    A number counts before "of" and "pairs", behind "x", and behind a word of taking where no
    unit and no "one" follows: "make it six", "only two cups"; "number 2" and "size 42" do not.
    """
    number = rf"(?P<n>\d{{1,2}}|{'|'.join(lexicon.numbers)}|a couple|a dozen)"
    patterns = (
        rf"(?<![\w#$€£.-]){number}\s*(?:x|×|times|pairs?|pieces?|pcs|units?|packs?|more)?\s+of\s+"
        r"(?:the|them|those|these|that|it|this|each|my|your)\b",
        rf"(?<![\w#$€£.-]){number}\s+(?:pairs?|pieces?|pcs|units|copies)\b",
        rf"\b(?:x|times)\s*{number}(?!\w)",
        rf"\b(?:{_BEFORE})\s+{number}(?!\s*(?:st|nd|rd|th|%|[$€£]|\w*\s*(?:dollars|euros))|[\w.,]*\d)"
        r"(?=\s|$|[,.!?])(?!\s+of\s+the\s+(?:first|last))",
    )
    for pattern in patterns:
        if found := re.search(pattern, text, re.IGNORECASE):
            return _count(found["n"].lower(), lexicon)
    return None


def _count(word: str, lexicon: Lexicon) -> int | None:
    value = {"a couple": 2, "a dozen": 12}.get(word)
    value = value or (int(word) if word.isdigit() else lexicon.numbers[word])
    return value if 0 < value <= _MOST else None


def find_order_id(text: str) -> str | None:
    """Find the number of an order, as the shop writes it: "o-50123"; None where there is none."""
    for found in _ORDER.finditer(text):
        number: str = found[1] or found[2]
        if not _PRODUCT.fullmatch(number):
            return number
    return None
