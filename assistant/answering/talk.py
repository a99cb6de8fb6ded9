"""Short answers that speak of no product: greetings, thanks, rudeness, what no shop can do.

None repeats what the shopper said. The words are data: `words/sentences.en.toml`.
"""

from __future__ import annotations

from assistant.answering.points import Point, Speaker
from assistant.types import Act, Outcome

__all__ = ["greeted", "points_of_talk"]

_NAMES = {
    Act.SMALLTALK: "smalltalk",
    Act.OUT_OF_SCOPE: "out_of_scope",
    Act.SEARCH: "cleared",
    Act.REFINE: "cleared",
}
_HEARD = ("abuse", "secrets", "wellbeing", "joke", "affection", "farewell", "thanks")
"""What a message may be besides, the weightiest first; each has sentences of its name."""
_PARTING = {"farewell", "thanks"}


def greeted(speaker: Speaker) -> tuple[Point, ...]:
    """The shop's own greeting, where it has one and the conversation begins."""
    greeting = speaker.tone.greeting
    return (Point(greeting),) if greeting and speaker.turn == 0 else ()


def points_of_talk(outcome: Outcome, speaker: Speaker, heard: frozenset[str]) -> tuple[Point, ...]:
    """Answer an act that found and changed nothing; `heard` names what the message touched."""
    name = _name(outcome, heard, named=bool(speaker.tone.voice))
    values = {"example": speaker.example, "voice": speaker.tone.voice}
    if outcome.request.act is Act.SMALLTALK and name != "abuse":
        said = speaker.say_kindly(name, **values)
    else:
        said = speaker.say("talk", name, **values)
    parting = speaker.tone.sign_off if name in _PARTING else ""
    return tuple(Point(text) for text in (said, parting) if text)


def _name(outcome: Outcome, heard: frozenset[str], *, named: bool) -> str:
    act, problem = outcome.request.act, outcome.request.problem
    if problem is not None:
        return problem
    if act in {Act.SMALLTALK, Act.OUT_OF_SCOPE}:
        for group in _HEARD:
            if group in heard:
                return group
    if act is Act.SMALLTALK and "chat" in heard:
        return "who_named" if named else "who"
    return _NAMES.get(act, "not_offered")
