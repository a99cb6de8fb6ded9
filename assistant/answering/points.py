"""What a reply has to say, point by point, in the order of the cards.

Points about a search are made here, those about a product's details in `details`; what is said
where something was not found is in `nothing`.
"""

from __future__ import annotations

from assistant.answering.having import said_of_stock
from assistant.answering.nothing import said_of_nothing
from assistant.answering.phrases import first_blocks, lead_blocks, next_blocks
from assistant.answering.speaker import Point, Speaker
from assistant.formats import join_words
from assistant.types import Card, Outcome
from retrieval.sorts import ByMeasure

__all__ = ["Point", "Speaker", "points_of_search", "sold_out_points"]


def points_of_search(outcome: Outcome, speaker: Speaker) -> tuple[Point, ...]:
    """What to say of a search: what is missing first, then the count, then each card."""
    points = [Point(sentence) for sentence in said_of_nothing(outcome, speaker)]
    if outcome.cards:
        points += [_lead(outcome, speaker), _first(outcome, speaker)]
    if outcome.cards and not outcome.cards[0].in_stock:
        points += sold_out_points(outcome, speaker, named=False)[:1]
    if len(outcome.cards) > 1:
        points.append(_second(outcome, speaker))
    if len(outcome.cards) > 2:
        points.append(Point(_others_behind(outcome, speaker)))
    return tuple(points)


def sold_out_points(outcome: Outcome, speaker: Speaker, *, named: bool = True) -> tuple[Point, ...]:
    """Say of every card that is sold out that it is, with what there is of it in stock."""
    return tuple(
        Point(said_of_stock(product, card.variant_id, speaker, named=named))
        for card, product in zip(outcome.cards, outcome.products, strict=True)
        if not card.in_stock
    )


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
    if not outcome.cards[0].in_stock or isinstance(outcome.request.sort, ByMeasure):
        return Point(plain)  # stock, and the measure that was asked for, must be said
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
