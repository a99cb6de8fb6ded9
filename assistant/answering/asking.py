"""The question at the end of a reply: which product is meant, or what would narrow the search.

Its choices are messages beside it, so that the sentence names none.
"""

from __future__ import annotations

from assistant.answering.points import Point, Speaker
from assistant.answering.sentences import has_sentence
from assistant.languages import language_of
from assistant.types import Outcome

__all__ = ["points_of_asking"]


def points_of_asking(outcome: Outcome, speaker: Speaker) -> tuple[Point, ...]:
    """Ask what is to be asked back; nothing where there is no question."""
    asks = outcome.asks
    if asks is None:
        return ()
    if asks.candidates:
        return (Point(speaker.say("asks", "which")),)
    named = (
        asks.subject
        if has_sentence("asks", asks.subject, language_of(speaker.locale))
        else "property"
    )
    return (Point(speaker.say("asks", named, name=asks.subject)),)
