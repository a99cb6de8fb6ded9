"""One thing to say (`Point`), and who says it plainly (`Speaker`). Knows nothing of what to say."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.answering.evidence import Evidence
from assistant.answering.phrases import Blocks
from assistant.answering.sentences import fill, in_language, plain_templates
from assistant.languages import language_of
from assistant.tone import Tone

__all__ = ["Point", "Speaker"]


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

    `quotes` lets it repeat the shopper's own words, `tone` is how the shop sounds.
    """

    evidence: Evidence
    turn: int
    example: str
    locale: str
    quotes: bool = True
    tone: Tone = field(default_factory=Tone)

    def say(self, group: str, sentence: str, /, **values: str) -> str:
        """Fill the sentence of that name; values given here stand beside the evidence."""
        language = language_of(self.locale)
        slots = {**self.evidence.slots, **values}
        told = {name: in_language(name, value, language) for name, value in slots.items()}
        templates = self.tone.kept(plain_templates(group, sentence, language), language)
        return fill(templates[self.turn % len(templates)], told)

    def say_kindly(self, sentence: str, /, **values: str) -> str:
        """Say a sentence of small talk, as lively as the shop is."""
        said = self.say("talk", sentence, **values)
        return self.tone.enliven(said, self.turn, language_of(self.locale))
