"""Names of kinds that a catalogue does not use, put into its own words: "pullover" is a sweater.

Asks the vocabulary only where a word names no product, so that most searches never need it.
"""

from __future__ import annotations

from collections.abc import Callable

from retrieval.lexical import LexicalIndex
from retrieval.text import content_terms
from retrieval.vocabulary import Vocabulary

__all__ = ["reworded"]


def reworded(text: str, lexical: LexicalIndex, vocabulary: Callable[[], Vocabulary]) -> str:
    """Return the text with foreign names of kinds replaced by the catalogue's, the rest as it is.

    A name of several kinds is replaced by that of the largest.
    """
    if all(map(lexical.names, content_terms(text))):
        return text
    pieces, end = [], 0
    for mention in vocabulary().find_mentions(text):
        said = text[mention.start : mention.end]
        if mention.field == "category" and not all(map(lexical.names, content_terms(said))):
            pieces += [text[end : mention.start], mention.value]
            end = mention.end
    return "".join([*pieces, text[end:]])
