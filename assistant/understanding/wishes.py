"""Wished-for words to conditions of this catalogue, and the words it cannot be filtered by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.types import Delta
from assistant.understanding.figures import parse_number
from assistant.understanding.lexicon import load_lexicon
from retrieval.filters import Condition
from retrieval.vocabulary import Vocabulary, VocabularyMatch

__all__ = ["Wishes", "understand_wishes"]

_SHORT = 3
"""Letters of a word up to which it ends others by chance: "tin" and "satin"."""
_SIZE = re.compile(r"(?:[A-Z]{2} )?\d{1,3}(?:[.,]5)?|(?:\dX|X{0,3})[SL]|M", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wishes:
    """Conditions that the catalogue knows, and the words that it does not."""

    conditions: tuple[Condition, ...] = ()
    unmatched: tuple[str, ...] = ()


def understand_wishes(delta: Delta, vocabulary: Vocabulary, *, currency: str) -> Wishes:
    """Match every value of a delta to the vocabulary; `currency` is the shop's.

    An amount in another currency is not converted: it is among the unmatched words.
    """
    bounds = {field: words for field, words in delta.set.items() if _is_bound(field)}
    named = {field: words for field, words in delta.set.items() if field not in bounds}
    wanted, unknown = _matched(named, "in", vocabulary)
    free, refused = _free_of(delta.exclude, vocabulary)
    unwanted, unknown_too = _matched(refused, "not_in", vocabulary)
    conditions = [*wanted, *free, *unwanted]
    unmatched = [*unknown, *unknown_too]
    for field, words in bounds.items():
        bound = _bound(field, words[0], currency)
        if bound is None:
            unmatched.append(words[0].lstrip("<"))
        else:
            conditions.append(bound)
    return Wishes(tuple(conditions), tuple(unmatched))


def _free_of(
    exclude: Mapping[str, tuple[str, ...]], vocabulary: Vocabulary
) -> tuple[list[Condition], dict[str, tuple[str, ...]]]:
    """Read "no grain" as "grain free" where the catalogue says so, and give what is left."""
    words = exclude.get("words", ())
    names = {word: f"{word.casefold()} free" for word in words}
    free = {word: name for word, name in names.items() if name in vocabulary.facets}
    conditions = [Condition(name, "in", ("yes",)) for name in free.values()]
    left = tuple(word for word in words if word not in free)
    return conditions, {**exclude, "words": left} if left else _without_words(exclude)


def _without_words(exclude: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {field: words for field, words in exclude.items() if field != "words"}


def _is_bound(field: str) -> bool:
    return field.endswith(("_min", "_max"))


def _bound(field: str, words: str, currency: str) -> Condition | None:
    name, _, op = field.rpartition("_")
    number, _, unit = words.lstrip("<").strip().partition(" ")
    value = parse_number(number, measure=name != "price")
    if value is None or (name == "price" and unit not in {"", currency}):
        return None
    side: Literal["min", "max"] = "min" if op == "min" else "max"
    return Condition(name, side, bound=_plain(value), unit=unit, strict=words.startswith("<"))


def _plain(value: Decimal) -> Decimal:
    """Drop zeros behind the point: 80.0 and 80 are one bound."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _matched(
    wishes: Mapping[str, tuple[str, ...]], op: Literal["in", "not_in"], vocabulary: Vocabulary
) -> tuple[list[Condition], list[str]]:
    """One condition a field, with all of its values; the words of no field are unknown."""
    values: dict[str, list[str]] = {}
    unknown: list[str] = []
    for field, words in wishes.items():
        for word in words:
            found = vocabulary.match(None if field == "words" else field, word)
            if found is None and field == "size" and _is_size(word, vocabulary):
                values.setdefault(field, []).append(word)
            elif found is None:
                unknown.append(word)
            else:
                values.setdefault(found.field, []).extend(_all_meant(found, vocabulary, op))
    if op == "in" and "category" in values:
        values["category"] = _most_specific(values["category"], vocabulary)
    conditions = [Condition(field, op, tuple(dict.fromkeys(v))) for field, v in values.items()]
    return conditions, unknown


def _has_in_it(refused: str, value: str) -> bool:
    """Whether a refused word is a word of a value, or ends one of its words."""
    word, parts = refused.casefold(), re.split(r"[\s-]+", value.casefold())
    if word in parts or value.casefold().endswith(f" {word}"):
        return not value[0].isdigit()
    return len(word) > _SHORT and any(len(p) > len(word) + 2 and p.endswith(word) for p in parts)


def _is_size(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word is a size by its form, which nothing here has: "62", "UK 9", "3XL"."""
    return "size" in vocabulary.facets and _SIZE.fullmatch(word) is not None


def _most_specific(names: list[str], vocabulary: Vocabulary) -> list[str]:
    """Leave out categories that hold another one named: "kitchen towels" are towels."""
    paths = [category.path for category in vocabulary.categories if category.name in names]
    above = {step for path in paths for step in path[:-1]}
    return [name for name in names if name not in above] or names


def _all_meant(found: VocabularyMatch, vocabulary: Vocabulary, op: str) -> list[str]:
    """The value itself, what means the same, and its kinds: "organic cotton" is cotton.

    "Vegan leather" is no leather: imitations are not meant. Nor is "0.5 l" a kind of size L.
    Who refuses wool refuses "wool felt" and "lambswool" too.
    """
    facet = vocabulary.facets.get(found.field)
    named = [found.value, *found.others]
    if facet is None or facet.kind != "words":
        return named
    imitations = load_lexicon().imitations
    kinds = (
        value
        for value in facet.values
        if value.casefold().endswith(f" {found.value.casefold()}") and not value[0].isdigit()
    )
    if op == "not_in":
        kinds = (value for value in facet.values if _has_in_it(found.value, value))
    return [*named, *(kind for kind in kinds if not kind.casefold().startswith(imitations))]
