"""What to say of products like another one: how many, and what each has in common with it."""

from __future__ import annotations

from assistant.answering.nothing import said_of_nothing
from assistant.answering.points import Point, Speaker, sold_out_points
from assistant.types import Outcome

__all__ = ["points_of_likeness"]


def points_of_likeness(outcome: Outcome, speaker: Speaker) -> tuple[Point, ...]:
    """Say what is missing first, then how many are like it, then each card with its facts."""
    said = said_of_nothing(outcome, speaker)
    gone: tuple[Point, ...] = ()
    if outcome.cards and outcome.like is not None:
        wish = "wish" in speaker.evidence.slots
        name = "lead_one" if outcome.match_count == 1 else "lead"
        lead = f"{name}_wish" if wish else name
        said.append(speaker.say("similar", lead, title=outcome.like.title))
        said += [_card(place, speaker) for place in range(1, len(outcome.cards) + 1)]
        gone = sold_out_points(outcome, speaker)
    return (*map(Point, said), *gone)


def _card(place: int, speaker: Speaker) -> str:
    slots = speaker.evidence.slots
    own = {name: slots.get(f"{place}.{name}", "") for name in ("title", "price", "reasons")}
    return speaker.say("similar", "card" if own["reasons"] else "card_bare", **own)
