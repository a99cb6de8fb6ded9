"""What a message says beyond doubt, found without the model: the `Reading`.

Amounts with their bounds, words of the catalogue, negations, references, questions and sorts.
It is the ground the model stands on (`schema`), and the fallback when the model does not answer.
Decides nothing about the conversation: it does not know what came before, but for the titles
of what was shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.showings import Ranking, Reference
from assistant.understanding.amounts import Amount
from assistant.understanding.corrections import undoes
from assistant.understanding.counting import find_order_id, find_quantity
from assistant.understanding.cues import Cues, Heard, Stance
from assistant.understanding.lexicon import Lexicon, phrase_pattern
from assistant.understanding.lexicon.asking import buys, likeness
from assistant.understanding.mending import mended
from assistant.understanding.negation import negated
from assistant.understanding.ranking import find_weighing
from assistant.understanding.references import find_focus
from assistant.understanding.spans import Span, free_words, segments
from assistant.understanding.spoken import calmed, in_figures
from retrieval.mentions import Mention
from retrieval.vocabulary import Vocabulary

__all__ = ["Reading", "read"]

_REPLACED = re.compile(r"\binstead of\s+(?:the\s+)?$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?;\n](?=\s|$)")
_QUOTED_REMOVAL = re.compile(r"^\s*remove\s+[\"“](.+?)[\"”]\s*\.?\s*$", re.IGNORECASE)
_ALSO = re.compile(
    r"^\W*(?:(?:oh|and|yes|ok)\W+)*(?:or|also|plus)\b|\b(?:too|as well)\W*$", re.IGNORECASE
)
"""What adds to the values in force instead of replacing them: "or black", "black too"."""
_INSISTS = re.compile(
    r"\W*(?:(?:and|so|ok|but|then)\W+)?(?:is|are|does|was|has|will|can i|how|what (?:is|are|does)"
    r"|what['’]s|tell me|more about|which)\b",
    re.IGNORECASE,
)
_QUOTES_BETWEEN = re.compile(r"[\"”]\s+and\s+[\"“]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """The certain parts of one message.

    `wanted` and `unwanted` are words of the catalogue, `sentences` the runs of words that may
    describe what is wanted, sentence by sentence, and `leftovers` those of their words that the
    catalogue does not know; `unwanted_words` are such words under a negation, `unmeasured`
    bounds on what nothing in the catalogue measures, `allowed` values that were refused and are
    let in again. `asked` are
    properties asked about, `differing` and `matching` those in which others are to differ from
    what they are like, or to be the same, `acts` the lexicon's groups of acts that the message
    touches.
    """

    text: str
    amounts: tuple[Amount, ...] = ()
    wanted: tuple[Mention, ...] = ()
    unwanted: tuple[Mention, ...] = ()
    size: str | None = None
    unmeasured: tuple[str, ...] = ()
    sentences: tuple[tuple[str, ...], ...] = ()
    leftovers: tuple[str, ...] = ()
    unwanted_words: tuple[str, ...] = ()
    refs: tuple[Reference, ...] = ()
    points_back: bool = False
    asked: tuple[str, ...] = ()
    is_question: bool = False
    cleared: tuple[str, ...] = ()
    allowed: tuple[Mention, ...] = ()
    removed_chips: tuple[str, ...] = ()
    undo: bool = False
    also: bool = False
    quantity: int | None = None
    order_id: str | None = None
    sort: str | None = None
    ranking: Ranking | None = None
    weighing: Ranking | None = None
    comparative: str | None = None
    differing: tuple[str, ...] = ()
    matching: tuple[str, ...] = ()
    acts: frozenset[str] = frozenset()


def read(
    text: str, vocabulary: Vocabulary, lexicon: Lexicon, heard: Heard | None = None
) -> Reading:
    """Read a message in its conversation, misspelt reading words put right."""
    removal = _QUOTED_REMOVAL.match(text)
    if removal:
        return Reading(text, removed_chips=tuple(_QUOTES_BETWEEN.split(removal[1])))
    text = calmed(mended(in_figures(text, lexicon), lexicon, vocabulary), lexicon)
    cues = Cues(text, vocabulary, lexicon, heard or Heard(), _stance(text, lexicon))
    spoken = cues.spans()
    sort = _first_group(text, lexicon.sorts)
    words = free_words(text, spoken, lexicon.wrapping)
    if telling := [word for word in words if _word(text, word) not in lexicon.story]:
        words = telling
    elif cues.mentions or cues.cleared or cues.amounts or cues.size or sort or cues.ranking:
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
        unwanted=_refusals(text, [m for m, s in cues.mentions if s in unwanted], cues, unwanted),
        size=cues.size,
        unmeasured=tuple(text[a.start : a.end] for a in cues.unmeasured),
        sentences=_by_sentence(text, runs),
        leftovers=tuple(text[word.start : word.end] for word in kept),
        unwanted_words=_refused(text, [w for w in words if w in unwanted], vocabulary),
        refs=tuple(pointer.reference for pointer in cues.refs),
        points_back=bool(cues.refs) or find_focus(text, lexicon) is not None,
        asked=_asked(text, lexicon),
        is_question=_is_question(text, lexicon),
        cleared=cues.cleared,
        allowed=cues.allowed,
        undo=undoes(text, lexicon),
        also=_ALSO.search(text) is not None,
        quantity=find_quantity(text, lexicon),
        order_id=find_order_id(text),
        sort=sort,
        ranking=cues.ranking,
        weighing=find_weighing(text),
        comparative=_first_group(text, lexicon.comparatives),
        differing=cues.beside("differing"),
        matching=cues.beside("matching"),
        acts=acts,
    )


def _refusals(
    text: str, refused: Sequence[Mention], cues: Cues, unwanted: Sequence[Span]
) -> tuple[Mention, ...]:
    """What is refused; "green instead of red" only says what green replaces."""
    wanted = {mention.field for mention, span in cues.mentions if span not in unwanted}
    return tuple(
        mention
        for mention in refused
        if mention.field not in wanted or not _REPLACED.search(text[: mention.start])
    )


def _stance(text: str, lexicon: Lexicon) -> Stance:
    """Whether the message can only be about what was shown."""
    buying = buys(text)
    insists = buying or bool(_asked(text, lexicon)) or _INSISTS.match(text) is not None
    return Stance(buying, insists, bool(likeness(text)))


def _word(text: str, span: Span) -> str:
    return text[span.start : span.end].lower()


def _by_sentence(text: str, runs: Sequence[Span]) -> tuple[tuple[str, ...], ...]:
    """The texts of the runs, grouped by the sentence that they stand in."""
    ends = [*(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]
    starts = [0, *ends[:-1]]
    grouped = (
        tuple(text[run.start : run.end] for run in runs if start <= run.start < end)
        for start, end in zip(starts, ends, strict=True)
    )
    return tuple(group for group in grouped if group)


def _refused(text: str, words: list[Span], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Words under a negation, together where the catalogue knows them so, if misspelt."""
    found: list[str] = []
    for run in segments(text, words):
        phrase = text[run.start : run.end]
        parts = [text[w.start : w.end] for w in words if run.start <= w.start < run.end]
        together = len(parts) > 1 and vocabulary.match(None, phrase) is not None
        found += [phrase] if together else parts
    return tuple(found)


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
