"""Refused values that a message lets in again: "leather is fine after all".

Knows words and what is refused; nothing of products.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.understanding.lexicon import Lexicon, phrase_pattern
from assistant.understanding.spans import Span, covered
from retrieval.mentions import Mention

__all__ = ["let_in"]

Found = tuple[Mention, Span]


def let_in(
    mentions: Sequence[Found],
    text: str,
    lexicon: Lexicon,
    refused: Collection[tuple[str, str]],
) -> tuple[list[Mention], list[Span]]:
    """Find the `refused` values, as (field, value), that words of allowing stand beside.

    Gives them with the spans that say so; what else is mentioned in those means nothing.
    """
    before = rf"{phrase_pattern(lexicon.allowing['before']).pattern}\s+(?:the\s+|any\s+)?$"
    after = rf"\s*{phrase_pattern(lexicon.allowing['after']).pattern}"
    found: list[Mention] = []
    spans: list[Span] = []
    for mention, span in mentions:
        if (mention.field, mention.value) not in refused or covered(span, spans):
            continue
        ahead = re.search(before, text[: span.start], re.IGNORECASE)
        behind = re.match(after, text[span.end :], re.IGNORECASE)
        if ahead or behind:
            start = ahead.start() if ahead else span.start
            found.append(mention)
            spans.append(Span(start, span.end + (behind.end() if behind else 0)))
    return found, spans
