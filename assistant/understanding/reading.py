"""What a message says beyond doubt, found without the model: the `Reading`.

Amounts with their bounds, words of the catalogue, negations, references, questions and sorts.
It is the ground the model stands on (`schema`), and the fallback when the model does not answer.
Decides nothing about the conversation: it does not know what came before, but for the titles
of what was shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.types import Reference
from assistant.understanding.amounts import Amount, find_amounts
from assistant.understanding.clearing import cleared_fields, let_go
from assistant.understanding.figured import find_figured
from assistant.understanding.lexicon import Lexicon, phrase_pattern
from assistant.understanding.measures import measured
from assistant.understanding.naming import as_named
from assistant.understanding.negation import negated, negators
from assistant.understanding.references import find_focus, find_names, find_positions
from assistant.understanding.spans import Span, covered, free_words, segments
from retrieval.mentions import Mention
from retrieval.vocabulary import Vocabulary

__all__ = ["Reading", "read"]

_SIZE = re.compile(
    r"\bsizes?(?:\s+(?:is|must be|should be)\s+(?=\d|X{0,3}[SML]\b)|\s*[:=]?\s+(?!of\b|is\b))"
    r"([\w./-]{1,8})",
    re.IGNORECASE,
)
_LETTER_SIZE = re.compile(r"(?:\bin(?:\s+an?)?\s+|^\s*)(X{0,3}[SL]|[2-5]XL|M)(?![\w'’&.-])")
_SENTENCE_END = re.compile(r"[.!?;\n](?=\s|$)")
_QUOTED_REMOVAL = re.compile(r"^\s*remove\s+[\"“](.+?)[\"”]\s*\.?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """The certain parts of one message.

    `wanted` and `unwanted` are words of the catalogue, `sentences` the runs of words that may
    describe what is wanted, sentence by sentence, and `leftovers` those of their words that the
    catalogue does not know; `unwanted_words` are such words under a negation. `asked` are
    properties asked about, `acts` the lexicon's groups of acts that the message touches.
    """

    text: str
    amounts: tuple[Amount, ...] = ()
    wanted: tuple[Mention, ...] = ()
    unwanted: tuple[Mention, ...] = ()
    size: str | None = None
    sentences: tuple[tuple[str, ...], ...] = ()
    leftovers: tuple[str, ...] = ()
    unwanted_words: tuple[str, ...] = ()
    refs: tuple[Reference, ...] = ()
    points_back: bool = False
    asked: tuple[str, ...] = ()
    is_question: bool = False
    cleared: tuple[str, ...] = ()
    removed_chip: str | None = None
    sort: str | None = None
    comparative: str | None = None
    acts: frozenset[str] = frozenset()


def read(
    text: str, vocabulary: Vocabulary, lexicon: Lexicon, titles: Sequence[str] = ()
) -> Reading:
    """Read a message; `titles` are the products shown so far, the newest showing first."""
    removal = _QUOTED_REMOVAL.match(text)
    if removal:
        return Reading(text, removed_chip=removal[1])
    cues = _Cues(text, vocabulary, lexicon, titles)
    spoken = cues.spans()
    sort = _first_group(text, lexicon.sorts)
    words = free_words(text, spoken, lexicon.wrapping)
    if telling := [word for word in words if _word(text, word) not in lexicon.story]:
        words = telling
    elif cues.mentions or cues.cleared or cues.amounts or cues.size or sort:
        words = []
    unwanted = negated(text, [*cues.mention_spans, *words], lexicon)
    kept = [word for word in words if word not in unwanted]
    product_words = [*kept, *(s for s in cues.mention_spans if s not in unwanted)]
    runs = segments(text, sorted(product_words, key=lambda span: span.start))
    acts = frozenset(group for group in lexicon.acts if lexicon.has(group, text))
    return Reading(
        text=text,
        amounts=cues.amounts,
        wanted=tuple(m for m, s in cues.mentions if s not in unwanted),
        unwanted=tuple(m for m, s in cues.mentions if s in unwanted),
        size=cues.size,
        sentences=_by_sentence(text, runs),
        leftovers=tuple(text[word.start : word.end] for word in kept),
        unwanted_words=tuple(text[w.start : w.end] for w in words if w in unwanted),
        refs=tuple(ref for ref, _ in cues.refs),
        points_back=bool(cues.refs) or find_focus(text, lexicon) is not None,
        asked=_asked(text, lexicon),
        is_question=_is_question(text, lexicon),
        cleared=cues.cleared,
        sort=sort,
        comparative=_first_group(text, lexicon.comparatives),
        acts=acts,
    )


class _Cues:
    """The marked spans of one message, each kind giving way to the kinds before it."""

    def __init__(
        self, text: str, vocabulary: Vocabulary, lexicon: Lexicon, titles: Sequence[str]
    ) -> None:
        self._text, self._lexicon = text, lexicon
        self.amounts = measured(find_amounts(text, lexicon), text, vocabulary)
        taken = [Span(amount.start, amount.end) for amount in self.amounts]
        figured = [(m, Span(m.start, m.end)) for m in find_figured(text, vocabulary, taken)]
        taken += [span for _, span in figured]
        self.size, self._size_span = _sized(text, lexicon, taken)
        taken += self._size_span
        self.cleared, self._clear_spans = cleared_fields(text, lexicon, vocabulary)
        taken += self._clear_spans
        named = [
            (mention, span)
            for mention in as_named(text, vocabulary.find_mentions(text), vocabulary)
            if not covered(span := Span(mention.start, mention.end), taken)
        ]
        self.mentions = sorted((*figured, *named), key=lambda found: found[0].start)
        self.mention_spans = [span for _, span in self.mentions]
        taken += self.mention_spans
        positions = [
            found
            for found in find_positions(text, lexicon, self.mention_spans)
            if not covered(found[1], taken)
        ]
        self.refs = positions or find_names(text, titles, taken, lexicon)
        self._let_go()

    def _let_go(self) -> None:
        """Turn values that the message forgets into cleared fields."""
        gone = let_go(self.mentions, self._text, self._lexicon)
        fields = (mention.field for mention, _ in gone)
        self.cleared = tuple(dict.fromkeys((*self.cleared, *fields)))
        self.mentions = [found for found in self.mentions if found not in gone]

    def spans(self) -> list[Span]:
        """Every span that is spoken for."""
        return [
            *(Span(amount.start, amount.end) for amount in self.amounts),
            *self._size_span,
            *self.mention_spans,
            *_field_spans(self._text, {mention.field for mention, _ in self.mentions}),
            *(span for _, span in self.refs),
            *self._clear_spans,
            *negators(self._text, self._lexicon),
            *_group_spans(self._text, self._lexicon),
        ]


def _sized(text: str, lexicon: Lexicon, taken: Sequence[Span]) -> tuple[str | None, list[Span]]:
    """The size that is named, and where: "size 42", "my size is M", "in XL"."""
    found = _SIZE.search(text) or _LETTER_SIZE.search(text)
    if found is None or found[1].lower() in lexicon.wrapping:
        return None, []
    span = Span(*found.span())
    return (None, []) if covered(span, taken) else (found[1], [span])


def _field_spans(text: str, fields: Iterable[str]) -> list[Span]:
    """Names of properties beside a value of theirs: "the season should be summer"."""
    return [Span(*m.span()) for name in fields for m in phrase_pattern((name,)).finditer(text)]


def _word(text: str, span: Span) -> str:
    return text[span.start : span.end].lower()


def _group_spans(text: str, lexicon: Lexicon) -> list[Span]:
    """Sorts, comparatives and courtesies: they describe no product."""
    courtesies = (lexicon.acts["greeting"], lexicon.acts["thanks"])
    groups = (*lexicon.sorts.values(), *lexicon.comparatives.values(), *courtesies)
    return [Span(*m.span()) for words in groups for m in phrase_pattern(words).finditer(text)]


def _by_sentence(text: str, runs: Sequence[Span]) -> tuple[tuple[str, ...], ...]:
    """The texts of the runs, grouped by the sentence that they stand in."""
    ends = [*(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]
    starts = [0, *ends[:-1]]
    grouped = (
        tuple(text[run.start : run.end] for run in runs if start <= run.start < end)
        for start, end in zip(starts, ends, strict=True)
    )
    return tuple(group for group in grouped if group)


def _asked(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(
        name for name, words in lexicon.properties.items() if phrase_pattern(words).search(text)
    )


def _is_question(text: str, lexicon: Lexicon) -> bool:
    opened = phrase_pattern(lexicon.openers).match(text.lstrip(" ,.!"))
    return text.rstrip().endswith("?") or opened is not None


def _first_group(text: str, groups: Mapping[str, tuple[str, ...]]) -> str | None:
    for name, words in groups.items():
        if phrase_pattern(words).search(text):
            return name
    return None
