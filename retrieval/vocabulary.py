"""What this catalogue can be asked by, and which of it a shopper's words mean.

Learnt from the products and a file of synonyms: a word for what the catalogue does not hold
means nothing here. Knows nothing of ranking or of conversations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from retrieval.catalogue import Product
from retrieval.conditions import RESERVED_FIELDS, field_key
from retrieval.learning import (
    Category,
    Facet,
    learn_brands,
    learn_categories,
    learn_facets,
    learn_measures,
    learn_nouns,
)
from retrieval.mentions import Holds, Mention, find_mentions
from retrieval.phrases import Meaning, PhraseTable
from retrieval.synonyms import Synonyms, stems_of
from retrieval.text import content_terms, fold
from retrieval.titles import Titles

__all__ = ["Category", "Facet", "Vocabulary", "VocabularyMatch"]

_CUT_OFF = 86  # of 100; see tests/test_retrieval_vocabulary.py for how it was measured
_CATEGORY, _FACET, _BRAND, _HEAD_NOUN = 0, 1, 2, 3
_YES = {"yes": "yes", "true": "yes", "y": "yes", "no": "no", "false": "no", "n": "no"}


@dataclass(frozen=True, slots=True)
class VocabularyMatch:
    """What free words mean in this catalogue.

    `score` is 100 for a name of the catalogue (or a synonym), lower the further the spelling
    is; `exact` is False where it was mended. `others` as in `Mention`.
    """

    field: str
    value: str
    score: float
    exact: bool
    others: tuple[str, ...] = ()


class Vocabulary:
    """Categories, brands and facets of the active `products`, with lookups of free words.

    `titles` are of all, discontinued ones too.
    `synonyms` holds the shop's own words beside the general ones.
    """

    def __init__(self, products: Iterable[Product], synonyms: Synonyms | None = None) -> None:
        every = tuple(products)
        active = [product for product in every if product.status == "active"]
        self.titles = Titles(every)
        self.categories: tuple[Category, ...] = learn_categories(active)
        self.brands: Mapping[str, int] = learn_brands(active)
        self.facets: Mapping[str, Facet] = learn_facets(active)
        self.measures: Mapping[str, Facet] = learn_measures(active)
        self._nouns = learn_nouns(active)
        titles = {term for product in active for term in content_terms(product.title)}
        self._table = PhraseTable(self._phrases(), titles, synonyms, self.fields)

    @property
    def departments(self) -> tuple[Category, ...]:
        """The top level of the category tree."""
        return tuple(category for category in self.categories if len(category.path) == 1)

    @property
    def fields(self) -> tuple[str, ...]:
        """Every name that a condition may use."""
        return (*RESERVED_FIELDS, *self.facets)

    def field(self, text: str) -> str | None:
        """Return the field that free words name ("color", "Batery life"), or None."""
        key = field_key(text)
        if key in self.fields:
            return key
        stems = " ".join(stems_of(text))
        names = {" ".join(stems_of(name)): name for name in self.fields}
        near = process.extractOne(stems, names.keys(), scorer=fuzz.ratio, score_cutoff=_CUT_OFF)
        return names[near[0]] if near else None

    def spelling(self, field: str) -> Mapping[str, str]:
        """Map the folded values in words of a field to how the catalogue writes them."""
        facet = self.facets.get(field)
        names: Iterable[str] = facet.values if facet else ()
        if field in {"brand", "category"}:
            names = self.brands if field == "brand" else (c.name for c in self.categories)
        return {fold(name): name for name in names}

    def match(self, field: str | None, text: str) -> VocabularyMatch | None:
        """Return what `text` most likely means, in any field or in the one given, or None."""
        return next(iter(self.candidates(field, text)), None)

    def candidates(self, field: str | None, text: str) -> tuple[VocabularyMatch, ...]:
        """Return all meanings of `text`, likeliest first; a typing error is mended.

        `field` of None looks in every field; a field that does not exist has no values.
        """
        name = None if field is None else self.field(field)
        if field is not None and name is None:
            return ()
        facet = self.facets.get(name or "")
        if facet is not None and facet.kind == "yes_no" and fold(text) in _YES:
            return (VocabularyMatch(facet.name, _YES[fold(text)], 100.0, exact=True),)
        stems = stems_of(text)
        return (
            self._meant(stems, name, 100.0, exact=True)
            or self._meant(tuple(self._table.mend(s) or s for s in stems), name, 95.0, exact=False)
            or self._near(" ".join(stems), name)
        )

    def knows(self, word: str) -> bool:
        """Say whether a single word is one of the catalogue's, or common English."""
        return self._table.knows(word)

    def mend(self, word: str) -> str | None:
        """Return the stem that an unknown word most likely means, or None."""
        return self._table.mend(word)

    def find_mentions(
        self, text: str, holds: Holds = lambda _field, _value: False
    ) -> tuple[Mention, ...]:
        """Find the catalogue's values in a text, longest first, none overlapping.

        `holds` says whether what the talk is of has a value of a field.
        """
        return find_mentions(text, self._table, holds)

    def _meant(
        self, stems: Sequence[str], field: str | None, score: float, *, exact: bool
    ) -> tuple[VocabularyMatch, ...]:
        return tuple(
            VocabularyMatch(meaning.field, meaning.value, score, exact, meaning.others)
            for meaning in self._table.lookup(stems)
            if field in {None, meaning.field}
        )

    def _near(self, stems: str, field: str | None) -> tuple[VocabularyMatch, ...]:
        if len(stems) < 4:
            return ()
        found = process.extractOne(
            stems, self._phrases_of[field], scorer=fuzz.ratio, score_cutoff=_CUT_OFF
        )
        return self._meant(found[0].split(), field, found[1], exact=False) if found else ()

    @cached_property
    def _phrases_of(self) -> Mapping[str | None, Sequence[str]]:
        found: dict[str | None, list[str]] = defaultdict(list)
        for phrase, meanings in self._table.phrases.items():
            found[None].append(phrase)
            for field in {meaning.field for meaning in meanings}:
                found[field].append(phrase)
        return found

    def _phrases(self) -> Iterator[tuple[str, Meaning]]:
        for category in self.categories:
            yield category.name, Meaning("category", category.name, category.count, _CATEGORY)
        yield from self._head_nouns()
        for brand, count in self.brands.items():
            yield brand, Meaning("brand", brand, count, _BRAND)
        for facet in self.facets.values():
            if facet.kind == "yes_no":
                count = facet.values.get("yes", 0)
                yield facet.name, Meaning(facet.name, "yes", count, _FACET)
            for value, count in facet.values.items() if facet.kind == "words" else ():
                yield value, Meaning(facet.name, value, count, _FACET)

    def _head_nouns(self) -> Iterator[tuple[str, Meaning]]:
        """Give "dress" and "cardigan" the kinds that they are, where no category has that name."""
        named = {stems_of(category.name) for category in self.categories}
        kinds: dict[str, dict[str, int]] = defaultdict(dict)
        for category in self.categories:
            if len(stems := stems_of(category.name)) > 1 and stems[-1:] not in named:
                kinds[stems[-1]][category.name] = category.count
        for noun, counts in self._nouns.items():
            if (noun,) not in named:
                kinds[noun] = {**kinds.get(noun, {}), **counts}
        for noun, counts in kinds.items():
            first, *others = sorted(counts, key=lambda name: (-counts[name], name))
            total = sum(counts.values())
            yield noun, Meaning("category", first, total, _HEAD_NOUN, tuple(others))
