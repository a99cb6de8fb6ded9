"""Short answers that speak of no product: greetings, what this chat cannot do, bad messages."""

from __future__ import annotations

from assistant.answering.points import Point, Speaker
from assistant.types import Act, Outcome

__all__ = ["points_of_talk"]

_NAMES = {
    Act.SMALLTALK: "smalltalk",
    Act.OUT_OF_SCOPE: "out_of_scope",
    Act.POLICY: "policy",
    Act.SEARCH: "cleared",
    Act.REFINE: "cleared",
}


def points_of_talk(outcome: Outcome, speaker: Speaker, *, thanked: bool = False) -> tuple[Point, ...]:
    """Answer an act that found and changed nothing."""
    act, problem = outcome.request.act, outcome.request.problem
    if problem is not None:
        return (Point(speaker.say("talk", problem, example=speaker.example)),)
    name = "thanks" if thanked and act is Act.SMALLTALK else _NAMES.get(act, "not_offered")
    return (Point(speaker.say("talk", name, example=speaker.example)),)
