"""What a message says no to: "no leather or suede", "anything but red", "leather-free".

Reads words and spans; knows nothing of the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.understanding.lexicon import Lexicon, phrase_pattern
from assistant.understanding.spans import Span, covered

__all__ = ["negated", "negators"]

_PUNCTUATED_STOP = re.compile(r"[.;:!?\n]|\bbut\b|\bplease\b", re.IGNORECASE)


def negators(text: str, lexicon: Lexicon) -> list[Span]:
    """The negating phrases of a message, less the harmless ones ("not only")."""
    harmless = [
        Span(*m.span()) for m in phrase_pattern(lexicon.negation["harmless"]).finditer(text)
    ]
    found = [Span(*m.span()) for m in phrase_pattern(lexicon.negation["before"]).finditer(text)]
    return [span for span in found if not covered(span, harmless)]


def negated(text: str, spans: Iterable[Span], lexicon: Lexicon) -> list[Span]:
    """Those of the spans (in their order) that a negation reaches.

    It reaches the next span when only filler stands between, and goes on over "or", "and", ",".
    """
    starts = negators(text, lexicon)
    joins = {*lexicon.negation["joins"], ""}
    reached: list[Span] = []
    for span in sorted(spans, key=lambda item: item.start):
        if (
            _marked_directly(text, span)
            or (_follows_join(text, span, reached, joins) and not _corrects(text, span, starts))
            or any(_reaches(text, start, span, lexicon) for start in starts)
        ):
            reached.append(span)
    return reached


def _marked_directly(text: str, span: Span) -> bool:
    """ "non-leather" and "leather-free" carry their negation in the word."""
    before, behind = text[max(0, span.start - 4) : span.start].lower(), text[span.end :].lower()
    return before.endswith(("non-", "non ")) or re.match(r"[- ]free\b", behind) is not None


def _follows_join(text: str, span: Span, reached: list[Span], joins: set[str]) -> bool:
    if not reached or reached[-1].end > span.start:
        return False
    between = text[reached[-1].end : span.start].lower()
    if _PUNCTUATED_STOP.search(between):
        return False
    return all(word in joins for word in re.findall(r"[\w']+|[,/]", between)) and bool(
        between.strip()
    )


def _corrects(text: str, span: Span, starts: Iterable[Span]) -> bool:
    """ "Not red, orange" asks for orange: one word behind "not", a comma, and one at the end."""
    behind = text[span.end :].strip(" .!?").lower()
    nots = [start for start in starts if text[start.start : start.end].lower() == "not"]
    between = [text[start.end : span.start].strip() for start in nots if start.end < span.start]
    ends = not behind or behind in {"please", "ones", "one", "instead"}
    return ends and any(len(words.split()) == 1 and words.endswith(",") for words in between)


def _reaches(text: str, start: Span, span: Span, lexicon: Lexicon) -> bool:
    if span.start < start.end:
        return False
    between = text[start.end : span.start].lower()
    words = re.findall(r"[\w']+", between)
    filler = len(words) <= 4 and all(word in lexicon.wrapping for word in words)
    return filler and "," not in between and not _PUNCTUATED_STOP.search(between)
