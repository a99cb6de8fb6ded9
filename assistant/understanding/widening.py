"""What else a message may mean where the rules only guess, for a model trained to tell.

The rules of `acts` know the catalogue's words and a list of phrases. What is said in other words
("one side makes no sound, I'd like my money back") they take for a search, or for a question
about what was shown. A model with our adapter hears these things, so it may choose among more
acts; any other model is better held to the rules. What the rules know for sure stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.types import Act
from assistant.understanding.reading import Reading

__all__ = ["widened"]

_CART = (Act.CART_ADD, Act.CART_UPDATE, Act.CART_REMOVE, Act.CART_VIEW)
_BOUGHT = (Act.ORDER_STATUS, Act.RETURN_REQUEST)
_WITHOUT_PRODUCTS = (
    Act.POLICY,
    Act.HANDOFF,
    Act.CART_VIEW,
    *_BOUGHT,
)
_OF_SHOWN = (Act.COMPARE, Act.SIMILAR, *_CART)
_HEARD = {Act.POLICY, Act.RETURN_REQUEST}
"""Acts that the rules give for phrases that say it all."""
_FEW = 2
"""So many words are a thing to look for, or name what somebody wants to do."""
_WORD = re.compile(r"\w+")
_CODE = re.compile(r"[<>{}\\|`]|--|\$\(")
_OF_A_KIND = (Act.COMPARE, Act.SIMILAR, Act.CART_UPDATE, Act.CART_REMOVE)


def widened(acts: Sequence[Act], reading: Reading, *, shown: bool) -> tuple[Act, ...]:
    """Give the acts to choose from, those of the rules first; `shown` are there any products."""
    return tuple(dict.fromkeys((*acts, *_further(acts[0], reading, shown=shown))))


def _further(act: Act, reading: Reading, *, shown: bool) -> Sequence[Act]:
    if _is_plain(act, reading):
        return ()
    if act is Act.DETAILS:
        return _OF_SHOWN
    if any(mention.field == "category" for mention in reading.wanted):
        return _further_of_a_kind(reading, shown=shown)
    if act is Act.SEARCH and not (reading.amounts or reading.sort or reading.wanted):
        chat = () if _is_short(reading) else (Act.SMALLTALK, Act.OUT_OF_SCOPE)
        of_shown = (Act.REFINE, Act.DETAILS, *_OF_SHOWN) if shown else ()
        return (*_WITHOUT_PRODUCTS, *chat, *of_shown)
    if act is Act.REFINE and _says_more(reading):
        return (*_OF_A_KIND, Act.CART_ADD)
    return ()


def _is_plain(act: Act, reading: Reading) -> bool:
    """Whether the message has one of the forms that everybody means alike, or is no sentence.

    "cheaper than the third", "no milk either", "how heavy is the first?", "does it weigh 2 kg?",
    "number 3", "undo", "return my shoes", "does it hold 3 litres?" of what has no such measure.
    """
    if act in _HEARD:
        return True
    if reading.comparative is not None or reading.undo or _CODE.search(reading.text):
        return True
    if act is Act.REFINE:
        return bool(reading.unwanted or reading.unwanted_words)
    if act is not Act.DETAILS:
        return False
    if reading.asked or reading.unmeasured or reading.amounts:
        return bool(reading.refs) or (reading.points_back and reading.is_question)
    return bool(reading.refs) and not reading.leftovers


def _is_short(reading: Reading) -> bool:
    return len(_WORD.findall(reading.text)) <= _FEW


def _further_of_a_kind(reading: Reading, *, shown: bool) -> Sequence[Act]:
    """A kind is named: it may have been bought, or be among the products that were shown."""
    bought = _BOUGHT if reading.leftovers else ()
    pointed = _OF_A_KIND if shown and _says_more(reading) else ()
    return (*bought, *pointed)


def _says_more(reading: Reading) -> bool:
    """Whether something is said that the catalogue's words do not cover."""
    return bool(reading.leftovers or reading.refs) or reading.points_back
