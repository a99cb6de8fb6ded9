"""What a message lets go of: "forget the budget", "any colour is fine", "forget the jacket".

Finds fields and the words that name them; knows nothing of what is in force.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.understanding.lexicon import Lexicon, phrase_pattern
from assistant.understanding.spans import Span
from retrieval.mentions import Mention
from retrieval.vocabulary import Vocabulary

__all__ = ["cleared_fields", "let_go"]


def cleared_fields(
    text: str, lexicon: Lexicon, vocabulary: Vocabulary, mentions: Sequence[Mention] = ()
) -> tuple[tuple[str, ...], list[Span]]:
    """Find fields that are let go by their names, with the spans that say so.

    What is itself one of the `mentions` lets nothing go: "any room" is a value of some shops.
    """
    values = {(mention.start, mention.end) for mention in mentions}
    if everything := phrase_pattern(lexicon.clear["all"]).search(text):
        return ("all",), [Span(*everything.span())]
    before = phrase_pattern(lexicon.clear["before"]).pattern
    after = phrase_pattern(lexicon.clear["after"]).pattern
    fields, spans = [], []
    named = {name: (name, name.split()[0]) for name in vocabulary.facets} | dict(lexicon.fields)
    for name, words in named.items():
        if not phrase_pattern(words).search(text):
            continue  # most fields are not spoken of: no pattern need be made for them
        word = phrase_pattern(words).pattern
        article = r"\s+(?:the\s+|my\s+|about the\s+)?"
        pattern = rf"(?:{before}){article}{word}(?:\s+{after})?|{word}\s+(?:{after})"
        for found in re.finditer(pattern, text, re.IGNORECASE):
            if found.span() in values:
                continue
            fields.append(name)
            spans.append(Span(*found.span()))
    return tuple(dict.fromkeys(fields)), spans


def let_go(
    mentions: Sequence[tuple[Mention, Span]], text: str, lexicon: Lexicon
) -> list[tuple[Mention, Span]]:
    """Find the values that stand right behind a word of forgetting: "forget the jacket"."""
    forgetting = phrase_pattern(lexicon.clear["forget"]).pattern
    before = re.compile(rf"{forgetting}\s+(?:the\s+|my\s+|that\s+)?$", re.IGNORECASE)
    return [(m, span) for m, span in mentions if before.search(text[: span.start])]
