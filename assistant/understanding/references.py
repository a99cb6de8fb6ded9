"""Words that point at something shown: "the second one", "#3", "it", or a product's name.

Finds the words; which product they mean is resolved against the state, elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.types import Reference
from assistant.understanding.lexicon import Lexicon, phrase_pattern
from assistant.understanding.spans import Span, covered

__all__ = ["find_focus", "find_names", "find_positions"]

_WORD = re.compile(r"[a-z0-9]{3,}")


def find_positions(text: str, lexicon: Lexicon) -> list[tuple[Reference, Span]]:
    """Ordinals beside "one", "product" and the like or alone, and numbers after "#"."""
    ordinal = "|".join(map(re.escape, lexicon.ordinals))
    sign = "|".join(map(re.escape, lexicon.references["before_number"]))
    pattern = re.compile(
        rf"(?<!\w)(?:(?P<ordinal>{ordinal}|\d{{1,2}}(?:st|nd|rd|th))(?!\w)(?!\s+(?:time|aid|hand))|(?:{sign})\s?(?P<number>\d{{1,2}})(?!\w))",
        re.IGNORECASE,
    )
    found = []
    for match in pattern.finditer(text):
        word = match["ordinal"]
        digits = match["number"] or (word or "").rstrip("stndrh")
        position = int(digits) if digits.isdigit() else lexicon.ordinals[word.lower()]
        found.append((Reference(position=position), Span(*match.span())))
    return found


def find_focus(text: str, lexicon: Lexicon) -> Span | None:
    """The first pronoun that may point at the product talked about last."""
    match = phrase_pattern(lexicon.references["focus"]).search(text)
    return Span(*match.span()) if match else None


def find_names(
    text: str, titles: Sequence[str], taken: Sequence[Span]
) -> list[tuple[Reference, Span]]:
    """Words that only one of the shown titles has: "the Skimmer" names "Northvale Skimmer 2".

    `titles` are those shown, the newest showing first. Words inside `taken` spans (colours,
    kinds, amounts) never name a product.
    """
    distinct = list(dict.fromkeys(titles))
    shared = Counter(word for title in distinct for word in set(_WORD.findall(title.lower())))
    named = []
    for title in distinct:
        for word in _WORD.findall(title.lower()):
            match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
            if shared[word] > 1 or match is None or word.isdigit():
                continue
            span = Span(*match.span())
            if not covered(span, taken):
                named.append((Reference(name=title), span))
                break
    return named
