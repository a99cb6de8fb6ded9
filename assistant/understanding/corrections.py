"""What a message takes back: "red, no wait, blue" is blue, "undo that" the change before.

Knows words and spans, nothing of what is in force.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.understanding.lexicon import Lexicon, phrase_pattern
from assistant.understanding.spans import Span
from retrieval.mentions import Mention

__all__ = ["corrected", "undoes"]

Found = tuple[Mention, Span]


def corrected(mentions: Sequence[Found], text: str, lexicon: Lexicon) -> list[Found]:
    """Leave out values that a later one of the same property corrects."""
    mark = re.compile(
        rf"[\s,.;:!?…-]*(?:{phrase_pattern(lexicon.corrections).pattern}[\s,.;:!?…-]*)+"
        r"(?:(?:the|a|an|in|it|them|to|for|make|say|rather)\s+)*",
        re.IGNORECASE,
    )
    refusing = [
        Span(*no.span()) for no in phrase_pattern(lexicon.negation["before"]).finditer(text)
    ]
    kept: list[Found] = []
    for mention, span in mentions:
        while kept and _corrects(kept[-1], (mention, span), text, mark, refusing):
            kept.pop()
        kept.append((mention, span))
    return kept


def _corrects(
    earlier: Found, later: Found, text: str, mark: re.Pattern[str], refusing: Sequence[Span]
) -> bool:
    between = text[earlier[1].end : later[1].start]
    same = earlier[0].field == later[0].field
    if not same or not between.strip() or mark.fullmatch(between) is None:
        return False
    return not (_stands_at(earlier[1], refusing, text) and _stands_at(later[1], refusing, text))


def _stands_at(span: Span, refusing: Sequence[Span], text: str) -> bool:
    """Whether a value stands right behind a refusal: "no cork, no leather" refuses both."""
    return any(not text[no.end : span.start].strip() for no in refusing if no.end < span.start)


def undoes(text: str, lexicon: Lexicon) -> bool:
    """Whether the message takes the last change back, or goes "back to the tents"."""
    bare = re.sub(
        r"^\W*(?:(?:ok|okay|no|please|sorry|oh|wait|hmm|actually|can you|could you|let's|lets)\W+)*"
        r"|\W*(?:please|again|thanks)?\W*$",
        "",
        text,
        flags=re.IGNORECASE,
    )
    if phrase_pattern(lexicon.undo["words"]).fullmatch(bare):
        return True
    return phrase_pattern(lexicon.undo["to"]).match(bare) is not None
