"""What to say of the shop's own documents: the passage, quoted with where it stands, or none."""

from __future__ import annotations

from assistant.answering.speaker import Point, Speaker
from assistant.types import Act, Outcome
from retrieval.passages import Passage

__all__ = ["points_of_policy", "quoted_passage"]

_LONGEST = 700  # characters of a passage that are quoted, to the end of a sentence


def points_of_policy(outcome: Outcome, speaker: Speaker) -> tuple[Point, ...]:
    """Quote the passage that answers; where none does, say so and quote the way to a person."""
    told = [] if outcome.request.act is Act.POLICY else [speaker.say("talk", "not_offered")]
    if not outcome.documented and not told:
        told.append(speaker.say("policy", "silent"))
    for passage in outcome.passages:
        name = "quoted" if outcome.documented or len(told) > 1 else "contact"
        told.append(quoted_passage(passage, speaker, name))
    if not outcome.passages and not outcome.documented:
        told.append(speaker.say("policy", "no_contact"))
    return tuple(Point(said) for said in told)


def quoted_passage(passage: Passage, speaker: Speaker, name: str = "quoted") -> str:
    """Quote a passage with where it stands, in the sentence of that name."""
    text = _shortened(passage.sentences)
    return speaker.say("policy", name, title=passage.title, heading=passage.heading, text=text)


def _shortened(sentences: tuple[str, ...]) -> str:
    """The first sentences, as many as may be quoted; at least one."""
    kept = sentences[0]
    for sentence in sentences[1:]:
        if len(kept) + len(sentence) >= _LONGEST:
            break
        kept = f"{kept} {sentence}"
    return kept.replace("“", "‘").replace("”", "’")
