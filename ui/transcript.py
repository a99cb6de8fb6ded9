"""A conversation as the page draws it: escaped HTML for each part of each message.

Knows nothing of Gradio, and nothing of a reply but its events.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

from assistant.languages import detect
from assistant.reply import CardsShown, Done, SentenceShown
from ui.cards import cards_html, paragraphs_html
from ui.compared import comparison_html
from ui.words import Words, locale_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.reply import ReplyEvent, Turn
    from assistant.types import Card, Chip, Comparison

__all__ = ["WELCOME", "Exchange", "tray_html"]

WELCOME = (
    '<div class="welcome"><h2>What are you looking for?</h2>'
    "<p>Say it in your own words: what it is for, what it may cost, what it must not be.</p></div>"
)
"""What an empty conversation shows."""
_SHOWN = 2000
"""Letters of a message that the transcript repeats."""
_THINKING = (
    '<p class="thinking" role="status"><span class="spoken">Looking</span><i></i><i></i><i></i></p>'
)
_STOPPED = '<p class="note">Stopped.</p>'


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message and as much of its reply as there is; `ended` once nothing more will come."""

    message: str
    cards: tuple[Card, ...] = ()
    found: int | None = None
    sentences: tuple[str, ...] = ()
    chips: tuple[Chip, ...] | None = None
    suggestions: tuple[str, ...] = ()
    language: str = ""
    comparison: Comparison | None = None
    ended: bool = False
    stopped: bool = False

    @classmethod
    def of(cls, turn: Turn) -> Exchange:
        """Take a stored turn."""
        return cls(turn.message).after(Done(turn.reply))

    def after(self, event: ReplyEvent) -> Exchange:
        """Return this exchange with one more event shown."""
        match event:
            case CardsShown(cards, chips, found):
                return replace(self, cards=cards, chips=chips, found=found)
            case SentenceShown(text):
                return replace(self, sentences=(*self.sentences, text))
            case Done(reply):
                return replace(
                    self,
                    cards=reply.cards,
                    found=reply.match_count,
                    sentences=(reply.text,),
                    chips=reply.chips,
                    suggestions=reply.suggestions,
                    language=reply.language,
                    comparison=reply.comparison,
                    ended=True,
                )

    def failed(self, why: str) -> Exchange:
        """Return this exchange, ended by an error that people are told."""
        return replace(self, sentences=(*self.sentences, why), ended=True)

    def stop(self) -> Exchange:
        """Return this exchange, broken off by the shopper."""
        return self if self.ended else replace(self, ended=True, stopped=True)

    def message_html(self) -> str:
        """Draw what the shopper said, as text and nothing else; of a flood, the beginning."""
        text = self.message if len(self.message) <= _SHOWN else f"{self.message[:_SHOWN]} …"
        return f'<p class="heard" lang="{self.words("en_US").language}">{escape(text)}</p>'

    def reply_html(self, locale: str) -> tuple[str, ...]:
        """Draw the reply's parts, each to be put on the page on its own: cards, what
        differs between compared ones, then words."""
        words = self.words(locale)
        tail = "" if self.ended else _THINKING
        said = paragraphs_html(self.sentences, "said", words.language)
        note = _STOPPED if self.stopped else ""
        parts = (
            cards_html(self.cards, words, found=self.found),
            comparison_html(self.comparison, self.cards, words),
            f"{said}{note}{tail}",
        )
        return tuple(part for part in parts if part)

    def words(self, locale: str) -> Words:
        """The words that a reply is shown in; while it is being made, of the message's language."""
        return Words(locale_for(self.language or detect(self.message), locale))


def tray_html(
    chips: Sequence[Chip],
    suggestions: Sequence[str],
    words: Words | None = None,
    *,
    busy: bool = False,
) -> str:
    """Draw what lies above the input: constraints to remove, messages to send."""
    words = words or Words()
    off = " disabled" if busy else ""
    removals = "".join(
        f'<li><button type="button" class="chip" data-say="{escape(chip.removal)}"{off} '
        f'aria-label="{escape(words.say(f"Remove: {chip.label}"))}">{escape(chip.label)}'
        f'<span class="cross" aria-hidden="true"></span></button></li>'
        for chip in chips
    )
    offers = "".join(
        f'<li><button type="button" class="offer" data-say="{escape(text)}"{off}>'
        f"{escape(text)}</button></li>"
        for text in suggestions
    )
    return (
        f'<div class="tray" lang="{words.language}">'
        f"{_row('chips', words.say('In force'), removals)}"
        f"{_row('offers', words.say('You could say'), offers)}</div>"
    )


def _row(kind: str, label: str, items: str) -> str:
    return f'<ul class="{kind}" aria-label="{label}">{items}</ul>' if items else ""
