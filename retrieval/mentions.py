"""Finds in free text what the catalogue has names for: "waterproof blue trainers".

Knows words and phrases; whether a shopper wants or refuses what is mentioned is not its job.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from retrieval.goods import heads
from retrieval.phrases import Meaning, PhraseTable
from retrieval.synonyms import stems_of
from retrieval.text import STOPWORDS, Token, tokenise

__all__ = ["Holds", "Mention", "find_mentions"]

_ARTICLES = {"a", "an", "the", "some", "any"}
_LONGEST_TEXT = 2_000  # characters
_MARKS = set(",;:!?\n")
Holds = Callable[[str, str], bool]
"""Says whether what the talk is of has a value of a field."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A value of the catalogue named in a text at `text[start:end]`.

    `exact` is False where a typing error was mended. `others` are further values of the same
    field that the words mean just as well ("dresses" in a shop of several kinds of them).
    """

    field: str
    value: str
    start: int
    end: int
    exact: bool
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    token: Token
    stem: str
    exact: bool


def find_mentions(
    text: str, table: PhraseTable, holds: Holds = lambda _field, _value: False
) -> tuple[Mention, ...]:
    """Find mentions, the longest phrases first, none overlapping; in order of place.

    What ends with the name of a kind is that kind first, unless the talk `holds` the whole as a
    value: "two to four cups" of coffee filters.
    """
    words = _mended([_read(token, table) for token in tokenise(text[:_LONGEST_TEXT])], table)
    taken = [False] * len(words)
    kinds = _kind_spans(words, table)
    found: list[Mention] = []
    for length in range(min(table.longest, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            stop = start + length
            if any(taken[start:stop]) or _is_broken(words[start:stop], text):
                continue
            apart = any(behind <= start or stop <= first for first, behind in kinds)
            mention = _mention(words, start, stop, table, holds, other_kind=apart)
            if mention is not None and not _modifies(mention, words, stop, text, table):
                found.append(mention)
                taken[start:stop] = [True] * length
    kinds_named = [mention for mention in found if mention.field == "category"]
    return tuple(
        _narrowed(mention, kinds_named) for mention in sorted(found, key=lambda m: m.start)
    )


def _narrowed(mention: Mention, kinds: Sequence[Mention]) -> Mention:
    """Let a name of several kinds mean the one among them that is named too: "he drinks coffee"."""
    if mention.field != "category" or not mention.others:
        return mention
    meant = {mention.value, *mention.others}
    narrower = (m for m in kinds if {m.value, *m.others} < meant)
    named = next(narrower, mention)
    return replace(mention, value=named.value, others=named.others)


def _read(token: Token, table: PhraseTable) -> _Word:
    mended = table.mend(token.text)
    if mended is not None:
        return _Word(token, mended, exact=False)
    stems = stems_of(token.text)
    return _Word(token, stems[0] if stems else token.text, exact=True)


def _mended(words: list[_Word], table: PhraseTable) -> list[_Word]:
    """Mend words that are no words of this catalogue by what stands beside them."""
    stems = [word.stem for word in words]
    for place, word in enumerate(words):
        said = [*stems[:place], word.token.text, *stems[place + 1 :]]
        if mended := table.mend_beside(said, place):
            words[place] = _Word(word.token, mended, exact=False)
            stems[place] = mended
    return words


def _is_broken(span: Sequence[_Word], text: str) -> bool:
    """Say whether a mark stands between the words: no value in "it is suede, sole cupsole"."""
    return bool(set(text[span[0].token.end : span[-1].token.start]) & _MARKS)


def _kind_spans(words: Sequence[_Word], table: PhraseTable) -> list[tuple[int, int]]:
    """Where the words stand that can name a kind of product."""
    return [
        (start, stop)
        for start in range(len(words))
        for stop in range(start + 1, min(start + table.longest, len(words)) + 1)
        if any(m.field == "category" for m in table.lookup([w.stem for w in words[start:stop]]))
    ]


def _mention(
    words: Sequence[_Word],
    start: int,
    stop: int,
    table: PhraseTable,
    holds: Holds,
    *,
    other_kind: bool,
) -> Mention | None:
    span = words[start:stop]
    before = words[start - 1].stem if start else ""
    meanings = table.lookup([word.stem for word in span])
    if _needs_its_field(span):
        meanings = [m for m in meanings if before and stems_of(m.field)[-1:] == (before,)]
    if not meanings:
        return None
    if _ends_a_name(words, start, stop):
        kinds = [m for m in meanings if m.field == "category"]
        if kinds:
            return _as_mention(kinds[0], span)
        named = other_kind or meanings[0].field == "brand" or meanings[0].value == "yes"
        named = named or holds(meanings[0].field, meanings[0].value)
        if len(span) > 1 and _is_kind(span[-1], table) and not named:
            return None  # "black tea" is tea first, whatever a candle smells of
    return _as_mention(meanings[0], span)


def _modifies(
    mention: Mention, words: Sequence[_Word], stop: int, text: str, table: PhraseTable
) -> bool:
    """Say whether a kind only tells which one is meant: "laptop bag", "coffee mug".

    The last noun of an English compound says what it is. The name of a kind counts as one where
    the word before it is no plural, as in a list ("dresses shirts").
    """
    if mention.field != "category" or stop == len(words):
        return False
    before, behind = words[stop - 1], words[stop]
    if text[before.token.end : behind.token.start].strip("- "):
        return False
    kinds = [m for m in table.lookup([behind.stem]) if m.field == "category"]
    if any(mention.value in {m.value, *m.others} for m in kinds):
        return False
    if table.begins_with_property([word.stem for word in words[stop:]]):
        return False
    single = before.token.text == before.stem
    return single and (behind.stem in heads() or bool(kinds))


def _is_kind(word: _Word, table: PhraseTable) -> bool:
    """Say whether a word is a category's own name, and not merely one that titles end with."""
    return any(m.field == "category" and m.rank == 0 for m in table.lookup([word.stem]))


def _ends_a_name(words: Sequence[_Word], start: int, stop: int) -> bool:
    """Say whether words stand where a product's name ends: "hand cream", but "cream sweater"."""
    before = words[start - 1].token.text if start else ""
    behind = words[stop].token.text if stop < len(words) else ""
    named = before in _ARTICLES or before not in STOPWORDS
    return (named or stop - start > 1) and (
        not behind or (behind in STOPWORDS and behind not in {"one", "ones"})
    )


def _as_mention(meaning: Meaning, span: Sequence[_Word]) -> Mention:
    return Mention(
        meaning.field,
        meaning.value,
        span[0].token.start,
        span[-1].token.end,
        all(word.exact for word in span),
        meaning.others,
    )


def _needs_its_field(span: Sequence[_Word]) -> bool:
    """Say whether words are too slight to mean a value alone: "42", "m", "one", "over 50"."""
    return all(
        len(word.token.text) <= 2 or word.token.text in STOPWORDS or not word.stem.isalpha()
        for word in span
    )
