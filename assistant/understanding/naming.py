"""Words beside the name of a property mean a value of it: "the taste must be chocolate".

Knows the catalogue's words; whether they are wanted or refused is not its job.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from retrieval.mentions import Mention
from retrieval.vocabulary import Vocabulary

__all__ = ["as_named"]

_BETWEEN = r"\s*(?:[:=]|\b(?:is|are|in|of|must be|should be)\b)?\s*"


def as_named(text: str, mentions: Sequence[Mention], vocabulary: Vocabulary) -> list[Mention]:
    """Give each mention the property that is named beside it, where that has such a value.

    A property's own name beside a value of it is no mention: the "sport" of "running sport"
    does not ask for the department of that name.
    """
    named = [name for name in vocabulary.facets if name in text.lower()]
    meant = [_meant(text, mention, named, vocabulary) for mention in mentions]
    fields = {mention.field for mention in meant}
    return [m for m in meant if text[m.start : m.end].lower() not in fields - {m.field}]


def _meant(text: str, mention: Mention, named: Iterable[str], vocabulary: Vocabulary) -> Mention:
    words = text[mention.start : mention.end]
    for name in named:
        if name == mention.field or not _beside(text, mention, name):
            continue
        found = vocabulary.match(name, words)
        if found and found.exact:
            return Mention(
                name, found.value, mention.start, mention.end, mention.exact, found.others
            )
    return mention


def _beside(text: str, mention: Mention, name: str) -> bool:
    before, behind = text[: mention.start], text[mention.end :]
    word = re.escape(name)
    return (
        re.search(rf"\b{word}{_BETWEEN}$", before, re.IGNORECASE) is not None
        or re.match(rf"\s+{word}\b", behind, re.IGNORECASE) is not None
    )
