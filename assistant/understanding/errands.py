"""What beside searching a message asks the shop to do: the cart, orders, terms, a person.

Reads phrases of a data file against what else the message says; knows nothing of searches.
"""

from __future__ import annotations

import re

from assistant.types import Act
from assistant.understanding.lexicon import phrase_pattern
from assistant.understanding.lexicon.asking import Errand, load_errands
from assistant.understanding.lexicon.orders import load_orders
from assistant.understanding.reading import Reading

__all__ = ["describes", "errand_of"]

_AGREES = re.compile(r"^\W*(?:ok|okay|yes|yeah|fine|great|perfect|alright|right)\b", re.IGNORECASE)
_WHICH = re.compile(
    r"\W*(?:and\W+)?which\b(?!\s+(?!(?:is|has|was|looks|feels|weighs|costs|lasts)\b)\w+s\b)",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"^\W*(?:(?:ok|okay|yes|so|hi|hello|please|can i|could i|i want to|i'd like to|let me|now)\W+)*"
    r"|\W*(?:please|now|thanks|thank you)?\W*$",
    re.IGNORECASE,
)


def errand_of(reading: Reading, *, shown: bool) -> Act | None:
    """The first errand of the data file's that the message is on; `shown` says whether there is
    anything to point at.
    """
    errands = load_errands()
    bare = _COURTESY.sub("", reading.text)
    for errand in errands:
        act = Act(errand.act)
        if errand.heard("whole", bare) or _certain(errand, reading):
            return act
        points = bool(reading.refs) or (shown and reading.points_back)
        asks = reading.is_question and act is not Act.SIMILAR
        if points and _points(errand, reading) and not asks:
            return act
        if act is Act.COMPARE and len(reading.refs) > 1 and errand.heard("pointing", reading.text):
            return act
    if reading.refs and not reading.is_question and _takes(reading):
        return Act.CART_ADD
    if shown and _asks_which_is_more(reading):
        return Act.COMPARE
    return None


def describes(reading: Reading) -> bool:
    """Whether the message says how the things shown should be: "I'd like them in black"."""
    described = bool(reading.wanted or reading.unwanted or reading.amounts)
    return described and any(e.heard("describing", reading.text) for e in load_errands())


def _points(errand: Errand, reading: Reading) -> bool:
    describing = "describing" in errand.patterns and describes(reading)
    return not describing and errand.heard("pointing", reading.text)


def _certain(errand: Errand, reading: Reading) -> bool:
    """Whether the words are enough: always, with an order's number, or with nothing else named."""
    if errand.heard("always", reading.text):
        return True
    if reading.order_id and errand.heard("order", reading.text):
        return True
    kinds = any(mention.field == "category" for mention in reading.wanted)
    if kinds or reading.refs:
        return False
    shops = bool(reading.amounts) or "shopping" in reading.acts
    if shops and errand.act != Act.OUT_OF_SCOPE:
        return False
    return errand.heard("plain", reading.text)


def _asks_which_is_more(reading: Reading) -> bool:
    """ "Which is lighter?" compares what is talked about."""
    orders = load_orders()
    words = tuple(word for order in orders for word in (*order.comparative, *order.superlative))
    found = phrase_pattern(words).search(reading.text)
    kinds = any(mention.field == "category" for mention in reading.wanted)
    return found is not None and not kinds and _WHICH.match(reading.text) is not None


def _takes(reading: Reading) -> bool:
    """ "4 of the second one please", "ok the third one, size 44": nothing but taking is meant."""
    agreed = _AGREES.search(reading.text) is not None and reading.size is not None
    return reading.quantity is not None or agreed
