"""Short answers that speak of no product: greetings, what this chat cannot do, bad messages."""

from __future__ import annotations

from assistant.answering.points import Point, Speaker
from assistant.types import Act, Outcome

__all__ = ["points_of_talk"]

_NAMES = {
    Act.SMALLTALK: "smalltalk",
    Act.OUT_OF_SCOPE: "out_of_scope",
    Act.SEARCH: "cleared",
    Act.REFINE: "cleared",
}


def points_of_talk(outcome: Outcome, speaker: Speaker, heard: frozenset[str]) -> tuple[Point, ...]:
    """Answer an act that found and changed nothing; `heard` names what the message touched."""
    return (Point(speaker.say("talk", _name(outcome, heard), example=speaker.example)),)


def _name(outcome: Outcome, heard: frozenset[str]) -> str:
    act, problem = outcome.request.act, outcome.request.problem
    if problem is not None:
        return problem
    if act is Act.SMALLTALK and "chat" in heard:
        return "who"
    if act is Act.SMALLTALK and "thanks" in heard:
        return "thanks"
    return _NAMES.get(act, "not_offered")
