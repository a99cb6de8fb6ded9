"""What a reply has to say, point by point, in the order of the cards.

Each `Point` has its plain sentence; those a model may word instead name the slots it must use.
Points about a search are made here, those about a product's details in `details`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answering.evidence import Evidence
from assistant.answering.phrases import Blocks, first_blocks, lead_blocks, next_blocks
from assistant.answering.sentences import fill, in_language, plain_template
from assistant.formats import format_count, join_words
from assistant.languages import language_of
from assistant.types import Card, Outcome

__all__ = ["Point", "Speaker", "points_of_search"]

_MOST_QUOTED = 4
_PLAIN_WORD = re.compile(r"[^\W\d_]{1,24}(?:[-'’][^\W\d_]{1,24})*")


@dataclass(frozen=True, slots=True)
class Point:
    """One sentence to be said: `plain` is ready; with `slots` a model may word it, using them.

    `blocks` are what a small model puts the sentence together from.
    """

    plain: str
    slots: tuple[str, ...] = ()
    blocks: Blocks = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says plain sentences: `turn` lets their variants take turns, `example` is a first wish.

    `quotes` lets it repeat the shopper's own words.
    """

    evidence: Evidence
    turn: int
    example: str
    locale: str
    quotes: bool = True

    def say(self, group: str, sentence: str, /, **values: str) -> str:
        """Fill the sentence of that name; values given here stand beside the evidence."""
        language = language_of(self.locale)
        slots = {**self.evidence.slots, **values}
        told = {name: in_language(name, value, language) for name, value in slots.items()}
        return fill(plain_template(group, sentence, self.turn, language), told)


def points_of_search(outcome: Outcome, speaker: Speaker) -> tuple[Point, ...]:
    """What to say of a search: what is missing first, then the count, then each card."""
    points = [Point(sentence) for sentence in _missing(outcome, speaker)]
    if outcome.cards:
        points += [_lead(outcome, speaker), _first(outcome, speaker)]
    if len(outcome.cards) > 1:
        points.append(_second(outcome, speaker))
    if len(outcome.cards) > 2:
        points.append(Point(_others_behind(outcome, speaker)))
    return tuple(points)


def _quoted(subject: str, speaker: Speaker) -> str:
    """Quote a few plain words of a short message; anything else is "that".

    A reply never repeats figures, links or parts of long messages: it would lend them the
    shop's voice.
    """
    words = subject.split()
    plain = len(words) <= _MOST_QUOTED and all(_PLAIN_WORD.fullmatch(word) for word in words)
    return f"“{subject}”" if words and plain and speaker.quotes else "that"


def _others_behind(outcome: Outcome, speaker: Speaker) -> str:
    """Name the cards behind the second."""
    return _others("rest_one" if len(outcome.cards) == 3 else "rest", outcome, speaker, since=3)


def _others(name: str, outcome: Outcome, speaker: Speaker, *, since: int) -> str:
    """Name the cards from a place on, with their prices."""
    cards = list(enumerate(outcome.cards, start=1))[since - 1 :]
    return speaker.say(
        "found", name, others=join_words([_named(place, card, speaker) for place, card in cards])
    )


def _named(place: int, card: Card, speaker: Speaker) -> str:
    said = f"{card.title} ({speaker.evidence.slots[f'{place}.price']})"
    return said if card.in_stock else f"{said}, sold out"


def _lead(outcome: Outcome, speaker: Speaker) -> Point:
    wish = "wish" in speaker.evidence.slots
    if outcome.match_count == 1:
        return Point(speaker.say("found", "lead_one" if wish else "lead_one_bare"))
    plain = speaker.say("found", "lead" if wish else "lead_bare")
    return Point(plain, ("count",), lead_blocks(speaker.turn, wish=wish))


def _first(outcome: Outcome, speaker: Speaker) -> Point:
    if outcome.cards[0].price is None:
        return Point(speaker.say("found", "top_unpriced"))
    reasoned = "1.reasons" in speaker.evidence.slots
    plain = speaker.say("found", "top_because" if reasoned else "top")
    return Point(
        plain, ("1.title", "1.price"), first_blocks(outcome, speaker.evidence, speaker.turn)
    )


def _second(outcome: Outcome, speaker: Speaker) -> Point:
    others = join_words([_named(2, outcome.cards[1], speaker)])
    plain = speaker.say("found", "also_one", others=others)
    if outcome.cards[1].price is None or not outcome.cards[1].in_stock:
        return Point(plain)
    return Point(
        plain, ("2.title", "2.price"), next_blocks(outcome, speaker.evidence, speaker.turn)
    )


def _missing(outcome: Outcome, speaker: Speaker) -> list[str]:
    """Say what was not found, and the next step."""
    gap = outcome.not_found
    if gap is None:
        return []
    if gap.kind == "not_filterable":
        name = "not_filterable_shown" if outcome.cards else "not_filterable"
        return [speaker.say("not_found", name, subject=_quoted(gap.subject, speaker))]
    if gap.kind == "no_match" and outcome.request.skip:
        return [speaker.say("not_found", "no_more")]
    subject = gap.subject if gap.kind == "no_match" else _quoted(gap.subject, speaker)
    said = [speaker.say("not_found", gap.kind, subject=subject)]
    if outcome.relaxations:
        said.append(_relax(outcome, speaker))
    elif gap.kind == "not_carried":
        said.append(speaker.say("not_found", "try_else", example=speaker.example))
    return said


def _relax(outcome: Outcome, speaker: Speaker) -> str:
    best = outcome.relaxations[0]
    relaxed = f"{format_count(best.count, speaker.locale)} {speaker.evidence.slots['kind']}"
    if best.count == 1:
        relaxed = "one match"
    return speaker.say("not_found", "relax", chip=best.chip.label, relaxed=relaxed)
