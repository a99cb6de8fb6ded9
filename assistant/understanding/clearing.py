"""What a message lets go of: "forget the budget", "any colour is fine", "forget the jacket".

Finds fields and the words that name them; knows nothing of what is in force.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.understanding.lexicon import Lexicon, phrase_pattern
from assistant.understanding.spans import Span, covered
from retrieval.mentions import Mention
from retrieval.vocabulary import Vocabulary

__all__ = ["cleared_fields", "let_go"]


def cleared_fields(
    text: str, lexicon: Lexicon, vocabulary: Vocabulary, mentions: Sequence[Mention] = ()
) -> tuple[tuple[str, ...], list[Span]]:
    """Find fields that are let go by their names, with the spans that say so.

    What is one of the `mentions`, or a part of one, lets nothing go: "any room" is a value of
    some shops, and "any ankle boots" is not about ankle height. Nor does "any waterproof ones",
    which asks for them, or "the knit is fine", where that is a value. A kind that is called as
    the property is only its name: "clear the sport".
    """
    if everything := phrase_pattern(lexicon.clear["all"]).search(text):
        return ("all",), [Span(*everything.span())]
    fields, spans = [], []
    named = {name: (name, name.split()[0]) for name in vocabulary.facets} | dict(lexicon.fields)
    for name, words in named.items():
        if not phrase_pattern(words).search(text):
            continue  # most fields are not spoken of: no pattern need be made for them
        for span in _letting_go(text, name, words, lexicon, vocabulary):
            place = phrase_pattern(words).search(text, span.start)
            word_span = Span(*place.span()) if place else span
            more = (m for m in mentions if text[m.start : m.end].lower() not in words)
            if not any(_means_more(mention, name, span, word_span) for mention in more):
                fields.append(name)
                spans.append(span)
    return tuple(dict.fromkeys(fields)), spans


def _letting_go(
    text: str, name: str, words: tuple[str, ...], lexicon: Lexicon, vocabulary: Vocabulary
) -> Iterator[Span]:
    """Where a field is let go by one of the `words` for it."""
    facet = vocabulary.facets.get(name)
    says = facet is not None and facet.kind == "yes_no"  # its name is a wish in itself
    before = phrase_pattern(lexicon.clear["forget" if says else "before"]).pattern
    after, word = phrase_pattern(lexicon.clear["after"]).pattern, phrase_pattern(words).pattern
    article = r"\s+(?:the\s+|my\s+|about the\s+)?"
    pattern = rf"(?P<before>{before}){article}{word}(?:\s+{after})?|{word}\s+(?:{after})"
    for found in re.finditer(pattern, text, re.IGNORECASE):
        praised = None if found["before"] else vocabulary.match(name, found[0].split()[-1])
        if praised is None or not praised.exact:
            yield Span(*found.span())


def _means_more(mention: Mention, field: str, span: Span, named: Span) -> bool:
    """Whether words that seem to let a field go are a value of it, or of another field."""
    own = Span(mention.start, mention.end)
    return own == span or (mention.field != field and covered(own, [named]))


def let_go(
    mentions: Sequence[tuple[Mention, Span]], text: str, lexicon: Lexicon
) -> list[tuple[Mention, Span]]:
    """Find the values that stand right behind a word of forgetting: "forget the jacket"."""
    forgetting = phrase_pattern(lexicon.clear["forget"]).pattern
    before = re.compile(rf"{forgetting}\s+(?:the\s+|my\s+|that\s+)?$", re.IGNORECASE)
    return [(m, span) for m, span in mentions if before.search(text[: span.start])]
