"""A table from phrases to what they mean in one catalogue, and typing errors mended for it.

Knows the phrases it is given, not where they come from.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from retrieval.spelling import Speller
from retrieval.synonyms import Synonyms, stems_of
from retrieval.text import STOPWORDS

__all__ = ["Meaning", "PhraseTable"]

_WIDE = 3  # the rank of a wide name: a name of the catalogue's own goes before it
_SHORTEST_SQUASHED = 5  # letters; "tshirt", "smartwatch", but never "as" + "et"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase means: a field and its value as the catalogue writes it.

    `others` are further values of the field that the phrase means just as well. `rank` is
    lower for the likelier of two fields; `count` is how many products have the value.
    """

    field: str
    value: str
    count: int
    rank: int = 0
    others: tuple[str, ...] = ()


class PhraseTable:
    """Finds meanings by stems, by synonyms, and with or without spaces between words.

    A name of the catalogue's own always goes before one that is only a synonym.
    """

    def __init__(
        self,
        phrases: Iterable[tuple[str, Meaning]],
        known: Iterable[str] = (),
        synonyms: Synonyms | None = None,
        properties: Iterable[str] = (),
    ) -> None:
        self._properties = {stems for name in properties if len(stems := stems_of(name)) > 1}
        self._meanings: dict[tuple[str, ...], list[Meaning]] = defaultdict(list)
        for phrase, meaning in phrases:
            if (stems := stems_of(phrase)) and meaning not in self._meanings[stems]:
                self._meanings[stems].append(meaning)
        known_too = synonyms or Synonyms()
        self._add(known_too)
        self._widen(known_too)
        for meanings in self._meanings.values():
            meanings.sort(key=lambda m: (m.rank, -m.count, m.field, m.value))
        self._squashed = {
            "".join(stems): stems
            for stems in self._meanings
            if len("".join(stems)) >= _SHORTEST_SQUASHED
        }
        self.longest = max(map(len, self._meanings), default=0) + 1
        self._speller = Speller(self._words(), known=known)

    def lookup(self, stems: Sequence[str]) -> Sequence[Meaning]:
        """Return the meanings of a phrase, likeliest first; nothing where it has none."""
        found = self._meanings.get(tuple(stems))
        if found is None:
            key = self._squashed.get("".join(stems))
            found = self._meanings[key] if key else []
        return found

    def begins_with_property(self, stems: Sequence[str]) -> bool:
        """Say whether a run begins with the name of a property, of several words: "shelf life"."""
        return any(tuple(stems[: len(name)]) == name for name in self._properties)

    def mend(self, word: str) -> str | None:
        """Return the table's stem that an unknown word most likely means, or None."""
        return self._speller.suggest(word)

    def mend_beside(self, words: Sequence[str], place: int) -> str | None:
        """Return the table's stem that a word most likely means among its neighbours.

        `words` are stems but for the one at `place`, with which they make a phrase once it is
        mended: "hiking bots", "recycled fibre filing".
        """
        others = self._speller.beside(words[place])
        spans = _spans_of(len(words), place) if others else []
        spans = [span for span in spans if not STOPWORDS.intersection(words[span])]
        if any(self.lookup(words[span]) for span in spans):
            return None
        for span, other in product(spans, others):
            told = (*words[:place], other, *words[place + 1 :])
            if told[span] in self._meanings:
                return str(other)
        return None

    def knows(self, word: str) -> bool:
        """Say whether a word is one of the table's, or common English."""
        return self._speller.knows(word)

    @property
    def phrases(self) -> Mapping[str, Sequence[Meaning]]:
        """All phrases as stems joined by spaces, with their meanings."""
        return {" ".join(stems): meanings for stems, meanings in self._meanings.items()}

    def _add(self, synonyms: Synonyms) -> None:
        own = dict(self._meanings)
        for stems, others in synonyms.equivalents.items():
            if stems in own:
                continue
            for other in sorted(others):
                self._meanings[stems] += own.get(other, [])
            if not self._meanings[stems]:
                del self._meanings[stems]

    def _widen(self, synonyms: Synonyms) -> None:
        """Let a wide name that is not the catalogue's mean all of the narrower kinds it has."""
        own = dict(self._meanings)
        for stems, narrower in synonyms.narrower.items():
            names = {stems, *synonyms.equivalents.get(stems, ())}
            if any(m.field == "category" for name in names for m in own.get(name, ())):
                continue
            found = (m for name in narrower for m in own.get(name, ()) if m.field == "category")
            if meant := list(dict.fromkeys(found)):
                for name in names:
                    self._meanings[name].append(_together(meant))

    def _words(self) -> Counter[str]:
        words: Counter[str] = Counter()
        for stems, meanings in self._meanings.items():
            for word in stems:
                words[word] += sum(meaning.count for meaning in meanings)
        return words


def _spans_of(count: int, place: int) -> list[slice]:
    """The runs of three and of two among so many words that hold a place, the longer first."""
    return [
        slice(start, start + length)
        for length in (3, 2)
        for start in range(max(0, place - length + 1), min(place, count - length) + 1)
    ]


def _together(meant: Sequence[Meaning]) -> Meaning:
    """One meaning of several kinds, the largest first."""
    largest = max(meant, key=lambda m: m.count)
    values = dict.fromkeys(value for m in (largest, *meant) for value in (m.value, *m.others))
    first, *others = values
    return Meaning("category", first, sum(m.count for m in meant), _WIDE, tuple(others))
