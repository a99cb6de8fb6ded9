"""Words that point at something shown by its place or as what is talked about: "#3", "it".

Finds the words; which product they mean is resolved against the state, elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.types import Reference
from assistant.understanding.lexicon import Lexicon, phrase_pattern
from assistant.understanding.spans import Span, covered

__all__ = ["find_focus", "find_positions"]

_MOST = 6
"""Products that are counted together at most: "the first six"."""
_LARGEST = 20
_ALONE = re.compile(r"^\W*(\d{1,2})\W*$")
_BARE = re.compile(
    r"(?<![\w.,$€£#-])(\d{1,2})\s*(?:and|or|vs\.?|versus|with|to|&|,)\s*(?:the\s+)?(\d{1,2})(?![\w.%])"
    r"|\b(?:buy|take|add|compare|get|gimme)\s+(\d{1,2})(?=\s*(?:please|$|[.,!?]))",
    re.IGNORECASE,
)


def find_positions(
    text: str, lexicon: Lexicon, named: Sequence[Span] = (), *, buys: bool = False
) -> list[tuple[Reference, Span]]:
    """Ordinals that count something shown, and numbers after "#".

    "The second one", "the first", "the last waterproof one" (`named` are words of the
    catalogue) point, and where something is bought or compared (`buys`) a bare "1 and 2" too;
    "best rated first" and "his first birthday" do not.
    """
    several = _several(text, lexicon)
    spans = [span for _, span in several]
    single = [found for found in _single(text, lexicon, named) if not covered(found[1], spans)]
    spans += [span for _, span in single]
    bare = [found for found in _bare(text, buys=buys) if not covered(found[1], spans)]
    return sorted((*several, *single, *bare), key=lambda found: found[1].start)


def _several(text: str, lexicon: Lexicon) -> list[tuple[Reference, Span]]:
    """ "The first two", "two first shoes", "the last three"."""
    many = "|".join(("[2-9]", *(word for word, n in lexicon.numbers.items() if 1 < n <= _MOST)))
    pattern = rf"(?<!\w)(?:(first|last|top)\s+({many})|({many})\s+(first|last))(?!\w)"
    found = []
    for match in re.finditer(pattern, text, re.IGNORECASE):
        end, word = (match[1] or match[4]).lower(), (match[2] or match[3]).lower()
        count = int(word) if word.isdigit() else lexicon.numbers[word]
        places = range(-count, 0) if end == "last" else range(1, count + 1)
        found += [(Reference(position=place), Span(*match.span())) for place in places]
    return found


def _bare(text: str, *, buys: bool) -> list[tuple[Reference, Span]]:
    """Numbers by themselves: the whole message, or "compare 1 and 2", "buy 1"."""
    pattern = _ALONE if not buys or _ALONE.fullmatch(text) else _BARE
    return [
        (Reference(position=int(found[group])), Span(*found.span(group)))
        for found in pattern.finditer(text)
        for group in range(1, pattern.groups + 1)
        if found[group] and int(found[group]) > 0
    ]


def _single(text: str, lexicon: Lexicon, named: Sequence[Span]) -> list[tuple[Reference, Span]]:
    ordinal = "|".join(map(re.escape, lexicon.ordinals))
    sign = "|".join(map(re.escape, lexicon.references["before_number"]))
    words = "|".join(word for word, number in lexicon.numbers.items() if number <= _LARGEST)
    pattern = re.compile(
        rf"(?<!\w)(?:(?P<ordinal>{ordinal}|\d{{1,2}}(?:st|nd|rd|th))(?!\w)"
        rf"|(?:{sign})\s?(?P<number>\d{{1,2}}|{words})(?!\w))",
        re.IGNORECASE,
    )
    found = []
    for match in pattern.finditer(text):
        word, span = match["ordinal"], Span(*match.span())
        if word and not _counts(text, span, lexicon, named):
            continue
        digits = match["number"] or (word or "").rstrip("stndrh")
        spelt = {**lexicon.ordinals, **lexicon.numbers}
        said = (match["number"] or word).lower()
        position = int(digits) if digits.isdigit() else spelt[said]
        found.append((Reference(position=position), span))
    return found


def _counts(text: str, span: Span, lexicon: Lexicon, named: Sequence[Span]) -> bool:
    """Whether an ordinal stands before "one" and the like, or by itself behind "the"."""
    before, behind = text[: span.start].lower(), text[span.end :].lower()
    if re.search(r"\b(?:my|his|her|our|their|your)\s+$", before):
        return False
    counted = "|".join(map(re.escape, lexicon.references["counted"]))
    if re.match(rf"(?:\s+[\w-]+){{0,2}}?\s+(?:{counted})(?!\w)", behind):
        return True
    if re.match(r"\s+of\s+(?:the|them|these|those)\b", behind):
        return True
    if before.strip() and not re.search(r"\b(?:the|and|or|vs\.?|versus|with)\s+$", before):
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
