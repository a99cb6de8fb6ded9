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


def find_positions(
    text: str, lexicon: Lexicon, named: Sequence[Span] = ()
) -> list[tuple[Reference, Span]]:
    """Ordinals that count something shown, and numbers after "#".

    "The second one", "the first", "the last waterproof one" (`named` are words of the
    catalogue) point; "best rated first" and "his first birthday" do not.
    """
    ordinal = "|".join(map(re.escape, lexicon.ordinals))
    sign = "|".join(map(re.escape, lexicon.references["before_number"]))
    pattern = re.compile(
        rf"(?<!\w)(?:(?P<ordinal>{ordinal}|\d{{1,2}}(?:st|nd|rd|th))(?!\w)"
        rf"|(?:{sign})\s?(?P<number>\d{{1,2}})(?!\w))",
        re.IGNORECASE,
    )
    found = []
    for match in pattern.finditer(text):
        word, span = match["ordinal"], Span(*match.span())
        if word and not _counts(text, span, lexicon, named):
            continue
        digits = match["number"] or (word or "").rstrip("stndrh")
        position = int(digits) if digits.isdigit() else lexicon.ordinals[word.lower()]
        found.append((Reference(position=position), span))
    return found


def _counts(text: str, span: Span, lexicon: Lexicon, named: Sequence[Span]) -> bool:
    """Whether an ordinal stands before "one" and the like, or by itself behind "the"."""
    before, behind = text[: span.start].lower(), text[span.end :].lower()
    counted = "|".join(map(re.escape, lexicon.references["counted"]))
    if re.match(rf"(?:\s+[\w-]+){{0,2}}?\s+(?:{counted})(?!\w)", behind):
        return True
    if before.strip() and not re.search(r"\b(?:the|and|or)\s+$", before):
        return False
    follower = re.match(r"\s+([\w'’]+)", behind)
    if follower is None or follower[1] in lexicon.references["behind_ordinal"]:
        return True
    start = span.end + follower.start(1)
    return covered(Span(start, start + 1), named)


def find_focus(text: str, lexicon: Lexicon) -> Span | None:
    """The first pronoun that may point at the product talked about last."""
    match = phrase_pattern(lexicon.references["focus"]).search(text)
    return Span(*match.span()) if match else None


def find_names(
    text: str, titles: Sequence[str], taken: Sequence[Span], lexicon: Lexicon
) -> list[tuple[Reference, Span]]:
    """Words that only one of the shown titles has: "the Skimmer" names "Northvale Skimmer 2".

    `titles` are those shown, the newest showing first. Words inside `taken` spans (colours,
    kinds, amounts) never name a product, nor do everyday words ("first", "good").
    """
    everyday = {*lexicon.wrapping, *lexicon.ordinals}
    distinct = list(dict.fromkeys(titles))
    shared = Counter(word for title in distinct for word in set(_WORD.findall(title.lower())))
    named = []
    for title in distinct:
        for word in _WORD.findall(title.lower()):
            match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
            if shared[word] > 1 or match is None or word.isdigit() or word in everyday:
                continue
            span = Span(*match.span())
            if not covered(span, taken):
                named.append((Reference(name=title), span))
                break
    return named
