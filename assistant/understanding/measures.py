"""Which attribute a measure is about: "at least 20 hours battery" bounds the battery life.

Knows the catalogue's measured attributes and their units; knows nothing of prices.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from assistant.understanding.amounts import Amount
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.spelling import spelt, spelt_pattern
from retrieval.text import content_terms
from retrieval.units import dimension
from retrieval.vocabulary import Facet, Vocabulary

__all__ = ["Measured", "for_people", "measured"]

_MARGIN = Decimal("0.05")
"""How far "a 15 inch screen" reaches to both sides, as a share."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Amounts whose attribute is known, and those that bound something we cannot tell."""

    amounts: tuple[Amount, ...] = ()
    unknown: tuple[Amount, ...] = ()


def measured(
    amounts: Iterable[Amount],
    text: str,
    vocabulary: Vocabulary,
    lexicon: Lexicon,
    kinds: Collection[str] = (),
) -> Measured:
    """Give every amount its field; `kinds` are the categories that the message speaks of.

    Of the attributes measured in that dimension the one whose name the message shares most
    words with is meant; where only one is, of those kinds or at all, its name need not be said.
    A "length" is no blade length in a catalogue where other things have a length; what is "for
    4 people" may be for more.
    """
    people = _counting_people(vocabulary, lexicon, kinds)
    words = set(content_terms(text))
    known: list[Amount] = []
    unknown: list[Amount] = []
    for amount in amounts:
        counts = amount.unit.lower() in lexicon.people["counted"]
        found = _named(amount, vocabulary) or _assigned(amount, words, vocabulary, kinds)
        if counts and people:
            found = replace(amount, field=people.name, unit="", stated=False)
        if found:
            known += _about(found) if found.stated else [found]
        else:
            unknown.append(amount)
    return Measured(tuple(known), tuple(a for a in unknown if not a.stated))


def for_people(
    text: str, vocabulary: Vocabulary, lexicon: Lexicon, kinds: Collection[str]
) -> tuple[Amount, ...]:
    """Find for how many people things of these kinds are to be: "a tent for two"."""
    facet = _counting_people(vocabulary, lexicon, kinds)
    found = _for_number(spelt_pattern(lexicon.numbers)).search(text) if facet else None
    if facet is None or found is None:
        return ()
    value = Decimal(found[1] if found[1].isdigit() else spelt(found[1], lexicon.numbers))
    return (Amount(facet.name, "min", value, *found.span()),)


@cache
def _for_number(numbers: str) -> re.Pattern[str]:
    """A number behind "for" that counts nothing else: the end, or more of the wish, follows."""
    behind = r"(?=\s*(?:$|[,.;:!?]|(?:under|below|with|without|in|and|but|please|that|which|or)\b))"
    return re.compile(rf"\bfor\s+({numbers}|\d{{1,2}}){behind}", re.IGNORECASE)


def _counting_people(
    vocabulary: Vocabulary, lexicon: Lexicon, kinds: Collection[str]
) -> Facet | None:
    """The attribute of those kinds that says for how many people something is."""
    named = set(content_terms(" ".join(lexicon.people["named"])))
    counting = (f for f in vocabulary.measures.values() if named & set(content_terms(f.name)))
    return next((facet for facet in counting if facet.kinds & set(kinds)), None)


def _about(amount: Amount) -> list[Amount]:
    """What is meant by a measure that is merely stated: a little less or more."""
    margin = amount.value * _MARGIN
    return [
        replace(amount, op="min", value=amount.value - margin),
        replace(amount, op="max", value=amount.value + margin),
    ]


def _named(amount: Amount, vocabulary: Vocabulary) -> Amount | None:
    """The amount as it was read, where it names its attribute in a unit that measures it."""
    facet = vocabulary.measures.get(amount.field)
    fits = facet is None or not amount.unit or _fits(facet, amount)
    return amount if amount.field and fits else None


def _assigned(
    amount: Amount, words: set[str], vocabulary: Vocabulary, kinds: Collection[str]
) -> Amount | None:
    alike = [facet for facet in vocabulary.measures.values() if _fits(facet, amount)]
    alike = [facet for facet in alike if facet.kinds & set(kinds)] or alike
    shared = {facet.name: len(words & set(content_terms(facet.name))) for facet in alike}
    best = max(shared, key=lambda name: shared[name], default=None)
    if best is None or (shared[best] == 0 and (len(alike) > 1 or amount.stated)):
        return None
    if _names_another(best, words, vocabulary):
        return None
    return replace(amount, field=best)


def _fits(facet: Facet, amount: Amount) -> bool:
    return dimension(facet.unit) == dimension(amount.unit)


def _names_another(best: str, words: set[str], vocabulary: Vocabulary) -> bool:
    """Say whether an attribute is named in full where only a part of `best` is."""
    own = set(content_terms(best))
    named = (set(content_terms(name)) for name in vocabulary.facets)
    return not own <= words and any(terms <= words and terms & own for terms in named)
