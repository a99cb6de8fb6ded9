"""Which kind of product a word means, where it may mean several, or none.

Knows the other words of the message and the catalogue; nothing of acts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Protocol

from retrieval.mentions import Mention
from retrieval.synonyms import stems_of
from retrieval.vocabulary import Vocabulary

__all__ = ["Kinds", "narrowed", "telling"]


class Kinds(Protocol):
    """The kinds in force, and whether such kinds have a value of a property."""

    @property
    def kinds(self) -> Collection[str]:
        """The categories in force."""

    def holds(self, kinds: Collection[str], field: str, value: str, /) -> bool:
        """Say whether products of such kinds have it."""


def telling(
    mentions: Sequence[Mention], text: str, vocabulary: Vocabulary, heard: Kinds
) -> list[Mention]:
    """Read a kind that says nothing new, half a name of one, or a value that the kinds at hand
    have not, as what else it means.

    "Fox" among plush toys is what they show, "cream" among slippers no face cream, and "long"
    among dresses no battery life.
    """
    found = []
    for mention in mentions:
        words = text[mention.start : mention.end]
        named = {m.value for m in mentions if m.field == "category" and m != mention}
        known = {*heard.kinds, *named}
        nothing_new = known >= {mention.value, *mention.others}
        half = bool(known) and len(stems_of(words)) < len(stems_of(mention.value))
        foreign = bool(known) and not heard.holds(known, mention.field, mention.value)
        other = None
        if (nothing_new or half) if mention.field == "category" else foreign:
            meant = (m for m in vocabulary.candidates(None, words) if m.field != "category")
            other = next((m for m in meant if heard.holds(known, m.field, m.value)), None)
        told = other and replace(mention, field=other.field, value=other.value, others=other.others)
        found.append(told or mention)
    return found


def narrowed(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """Leave of several kinds those that the message names in full: "a chair for the garden"."""
    said = set(stems_of(text))
    return [_narrowed(mention, said) for mention in mentions]


def _narrowed(mention: Mention, said: Collection[str]) -> Mention:
    kinds = (mention.value, *mention.others) if mention.field == "category" else ()
    named = [kind for kind in kinds if set(stems_of(kind)) <= set(said)]
    if not named or len(kinds) == 1:
        return mention
    return replace(mention, value=named[0], others=tuple(named[1:]))
