"""The marked spans of one message: amounts, sizes, values, references, each read once.

Each kind gives way to the kinds before it. Knows nothing of acts, nor of what comes of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.showings import Ranking
from assistant.understanding.allowing import let_in
from assistant.understanding.amounts import Amount, find_amounts
from assistant.understanding.clearing import let_go
from assistant.understanding.context import Heard, Stance
from assistant.understanding.corrections import corrected
from assistant.understanding.describing import Pointer, Scene, earlier, find_described
from assistant.understanding.differing import find_differing
from assistant.understanding.figured import find_figured
from assistant.understanding.kinds import narrowed, telling
from assistant.understanding.lexicon import Lexicon, phrase_pattern
from assistant.understanding.lexicon.asking import likeness
from assistant.understanding.measures import Measured, for_people
from assistant.understanding.naming import find_named, not_names
from assistant.understanding.negation import negators
from assistant.understanding.ranking import find_ranking
from assistant.understanding.reductions import cleared_fields, measured
from assistant.understanding.references import find_positions
from assistant.understanding.sizing import find_size
from assistant.understanding.spans import Span, covered
from assistant.understanding.spoken import helps_a_verb
from assistant.understanding.titles import find_names
from retrieval.mentions import Mention
from retrieval.vocabulary import Vocabulary

__all__ = ["Cues", "Heard", "Stance"]

_COURTESIES = ("greeting", "thanks", "pleasantry", "abuse", "impatience", "more")


class Cues:
    """Everything in a message that is spoken for; `spans` gives where it stands."""

    def __init__(
        self,
        text: str,
        vocabulary: Vocabulary,
        lexicon: Lexicon,
        heard: Heard,
        stance: Stance,
    ) -> None:
        self._text, self._lexicon, self._vocabulary = text, lexicon, vocabulary
        raw = self._told(heard)
        kinds = {*heard.kinds, *_kinds(raw)}
        bounds = self._measured(kinds)
        taken = [_span(a) for a in bounds.amounts if not a.stated]
        beyond = () if not (kinds or heard.titles) else bounds.unknown
        figured = [
            mention
            for mention in find_figured(text, vocabulary, taken)
            if not _within(mention, map(_span, beyond))
            or heard.holds(kinds, mention.field, mention.value)
        ]
        taken += map(_span, figured)
        self.amounts = tuple(a for a in bounds.amounts if not a.stated or not _within(a, figured))
        self.unmeasured = tuple(a for a in bounds.unknown if not _within(a, figured))
        taken += map(_span, (*self.amounts, *self.unmeasured))
        self.size, self._size_span = find_size(
            text, lexicon, vocabulary, taken, lambda: heard.sizes(kinds)
        )
        taken += self._size_span
        self._ranked = find_ranking(text, vocabulary, _kinds(raw) or heard.kinds)
        taken += self._ranking_span
        self.cleared, self._clear_spans = cleared_fields(text, lexicon, vocabulary, raw)
        taken += self._clear_spans
        self._beside = find_differing(text, lexicon, vocabulary)
        taken += self._beside_spans
        named = [m for m in self._named(raw, kinds, heard) if not _within(m, taken)]
        taken += map(_span, named)
        plain = not_names(text, [*named, *raw], lexicon)
        plain = [m for m in plain if m not in named and not _within(m, taken)]
        found = sorted((*figured, *named, *plain), key=lambda mention: mention.start)
        told = narrowed(telling(found, text, vocabulary, heard), text)
        self.mentions = corrected([(m, _span(m)) for m in told], text, lexicon)
        self.mention_spans = [_span(mention) for mention in told]
        self.refs = self._pointers(heard, stance, taken)
        self._let_go()
        self._let_in(heard.refused)

    @property
    def ranking(self) -> Ranking | None:
        """The measure that a superlative goes by."""
        return self._ranked[0] if self._ranked else None

    @property
    def _ranking_span(self) -> list[Span]:
        return [self._ranked[1]] if self._ranked else []

    @property
    def _beside_spans(self) -> list[Span]:
        return [span for fields in self._beside.values() for span in fields.values()]

    def beside(self, how: str) -> tuple[str, ...]:
        """The fields in which others are to differ from what they are like, or be the same."""
        return tuple(self._beside.get(how, ()))

    def _pointers(self, heard: Heard, stance: Stance, taken: list[Span]) -> list[Pointer]:
        """What points at something shown; the mentions in it are no wishes."""
        text, lexicon = self._text, self._lexicon
        points = stance.insists and bool(heard.titles)
        scene = Scene(
            text,
            self.mentions,
            lexicon,
            heard.shows,
            insists=points or stance.buys,
            buys=stance.buys,
            likens=stance.likens,
        )
        found = [
            earlier(scene, Pointer(reference, span))
            for reference, span in find_positions(
                text, lexicon, self.mention_spans, buys=stance.buys
            )
            if not covered(span, [*taken, *self.mention_spans])
        ]
        found += find_described(scene, [*taken, *(pointer.span for pointer in found)])
        taken += self.mention_spans
        taken += _field_spans(text, {m.field for m, _ in self.mentions}, lexicon)
        if not found or stance.buys:
            spans = [*taken, *(pointer.span for pointer in found), *_turns(text, lexicon)]
            knows = self._vocabulary.knows
            named = find_names(text, heard.titles, spans, lexicon, knows, several=scene.insists)
            found += [Pointer(reference, span) for reference, span in named]
        used = [mention for pointer in found for mention in pointer.used]
        self.mentions = [(m, span) for m, span in self.mentions if m not in used]
        return [self._refused(pointer) for pointer in found]

    def _refused(self, pointer: Pointer) -> Pointer:
        """Mark what a message says no to: "not the former"."""
        before = self._text[: pointer.span.start].rstrip().lower()
        if not before.endswith((" not", " instead of", " except")) and before != "not":
            return pointer
        return replace(pointer, reference=replace(pointer.reference, refused=True))

    def _told(self, heard: Heard) -> list[Mention]:
        """The catalogue's values in the message, but for what only greets or helps a verb."""
        text, lexicon = self._text, self._lexicon
        greetings = _phrase_spans(text, lexicon.acts["greeting"])
        return [
            mention
            for mention in self._vocabulary.find_mentions(text, heard.has)
            if not (_within(mention, greetings) or helps_a_verb(mention, text, lexicon))
        ]

    def _named(self, raw: Sequence[Mention], kinds: set[str], heard: Heard) -> Iterator[Mention]:
        """Values beside the names of their properties, no parts of others that can be meant."""
        for mention in find_named(self._text, self._vocabulary, self._lexicon):
            longer = (other for other in raw if _holds(other, mention))
            if all(heard.rather(kinds, mention, other) for other in longer):
                yield mention

    def _measured(self, kinds: Collection[str]) -> Measured:
        measures = self._vocabulary.measures
        units = tuple({f.unit for f in measures.values() if f.unit})
        amounts = find_amounts(self._text, self._lexicon, tuple(measures), units)
        amounts += for_people(self._text, self._vocabulary, self._lexicon, kinds)
        return measured(amounts, self._text, self._vocabulary, self._lexicon, kinds)

    def _let_go(self) -> None:
        """Turn values that the message forgets into cleared fields."""
        gone = let_go(self.mentions, self._text, self._lexicon)
        fields = (mention.field for mention, _ in gone)
        self.cleared = tuple(dict.fromkeys((*self.cleared, *fields)))
        self.mentions = [found for found in self.mentions if found not in gone]

    def _let_in(self, refused: Collection[tuple[str, str]]) -> None:
        """Set refused values apart that the message allows again."""
        found, spans = let_in(self.mentions, self._text, self._lexicon, refused)
        self.allowed, self._allowing_spans = tuple(found), spans
        self.mentions = [(m, span) for m, span in self.mentions if not covered(span, spans)]
        self.mention_spans = [span for span in self.mention_spans if not covered(span, spans)]

    def spans(self) -> list[Span]:
        """Every span that is spoken for."""
        return [
            *map(_span, (*self.amounts, *self.unmeasured)),
            *self._size_span,
            *self._ranking_span,
            *self.mention_spans,
            *_field_spans(self._text, {m.field for m, _ in self.mentions}, self._lexicon),
            *_field_spans(self._text, _words_of(self.amounts), self._lexicon),
            *(pointer.span for pointer in self.refs),
            *self._clear_spans,
            *self._allowing_spans,
            *self._beside_spans,
            *(Span(*place) for place in likeness(self._text)),
            *negators(self._text, self._lexicon),
            *_turns(self._text, self._lexicon),
            *_group_spans(self._text, self._lexicon),
        ]


def _kinds(mentions: Iterable[Mention]) -> set[str]:
    return {mention.value for mention in mentions if mention.field == "category"}


def _span(found: Mention | Amount) -> Span:
    return Span(found.start, found.end)


def _within(found: Mention | Amount, others: Iterable[Mention | Span]) -> bool:
    spans = (other if isinstance(other, Span) else _span(other) for other in others)
    return covered(_span(found), spans)


def _holds(longer: Mention, mention: Mention) -> bool:
    """Whether a value is only a part of another: "cork fabric" is more than a fabric of cork."""
    outside = longer.start <= mention.start and mention.end <= longer.end
    return outside and longer.end - longer.start > mention.end - mention.start


def _words_of(amounts: Iterable[Amount]) -> set[str]:
    """The names of what is measured, and their words: "a 15 inch screen" is of screen size."""
    names = {amount.field for amount in amounts}
    return names | {word for name in names for word in name.split()}


def _field_spans(text: str, fields: Iterable[str], lexicon: Lexicon) -> list[Span]:
    """Names of properties beside a value of theirs: "the season should be summer"."""
    names = tuple(name for field in fields for name in (field, *lexicon.fields.get(field, ())))
    present = tuple(name for name in names if name and name in text.lower())
    return [Span(*m.span()) for m in phrase_pattern(present).finditer(text)] if present else []


def _turns(text: str, lexicon: Lexicon) -> list[Span]:
    """Words that only turn to another wish: "on second thought", "what about", "instead"."""
    words = (lexicon.corrections, lexicon.acts["instead"])
    return [span for phrases in words for span in _phrase_spans(text, phrases)]


def _group_spans(text: str, lexicon: Lexicon) -> list[Span]:
    """Sorts, comparatives, courtesies and rude words: they describe no product."""
    courtesies = (lexicon.acts[group] for group in _COURTESIES)
    groups = (*lexicon.sorts.values(), *lexicon.comparatives.values(), *courtesies)
    return [span for words in groups for span in _phrase_spans(text, words)]


def _phrase_spans(text: str, phrases: tuple[str, ...]) -> list[Span]:
    return [Span(*found.span()) for found in phrase_pattern(phrases).finditer(text)]
