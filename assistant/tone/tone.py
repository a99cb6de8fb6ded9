"""A shop's tone, and what it makes of a sentence whose slots are still open.

Only the words around the slots change, never what fills them: a name stays as the catalogue has
it. Knows nothing of what is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.wordfiles import kept, read_table

__all__ = ["Formality", "Tone", "whole_words"]

Formality = Literal["casual", "neutral", "formal"]
_SLOT = re.compile(r"(\{[a-z0-9_.]+\})")
_HAN = re.compile(r"[\u3400-\u9fff]")
_BEGIN, _END = r"(?<![^\W\u3400-\u9fff])", r"(?![^\W\u3400-\u9fff])"
_ENDING = {"en": (".", "!"), "zh": ("\u3002", "\uff01")}


@dataclass(frozen=True, slots=True)
class Tone:
    """How a shop sounds; the default changes nothing.

    `prefer` pairs words with those that the shop says instead, `avoid` are words that it never
    says; `emoji` may end a friendly sentence, in turn. `greeting` opens a conversation, and
    `sign_off` answers thanks and goodbyes.
    """

    voice: str = ""
    formality: Formality = "neutral"
    exclamation_marks: bool = False
    emoji: tuple[str, ...] = ()
    greeting: str = ""
    sign_off: str = ""
    prefer: tuple[tuple[str, str], ...] = ()
    avoid: tuple[str, ...] = ()

    def word(self, template: str, language: str = "en") -> str:
        """Say a template as the shop would."""
        changes = {**_formal(self.formality, language), **dict(self.prefer)}
        if not changes:
            return template
        pattern = whole_words(changes)
        lower = {said.casefold(): other for said, other in changes.items()}

        def change(found: re.Match[str]) -> str:
            other = lower[found[0].casefold()]
            return f"{other[:1].upper()}{other[1:]}" if found[0][:1].isupper() else other

        parts = _SLOT.split(template)
        return "".join(
            part if at % 2 else pattern.sub(change, part) for at, part in enumerate(parts)
        )

    def enliven(self, said: str, turn: int, language: str = "en") -> str:
        """End a friendly sentence with an exclamation mark or an emoji, where the shop does."""
        plain, lively = _ENDING.get(language, _ENDING["en"])
        if self.exclamation_marks:
            said = said.replace(plain, lively, 1) if plain in said else said
        return f"{said} {self.emoji[turn % len(self.emoji)]}" if self.emoji else said

    def avoids(self, template: str) -> str:
        """Give the first word of a template that the shop never says, "" for none."""
        if not self.avoid:
            return ""
        found = whole_words(self.avoid).search(_SLOT.sub(" ", template))
        return found[0] if found else ""

    def kept(self, templates: Sequence[str], language: str = "en") -> tuple[str, ...]:
        """Those templates that say nothing avoided, worded; all of them where none would be."""
        worded = tuple(self.word(template, language) for template in templates)
        return tuple(text for text in worded if not self.avoids(text)) or worded

    @property
    def told(self) -> str:
        """What a model is told of it: one line, or "" where there is nothing to tell."""
        words = read_table("tone", "tone.en.toml")["told"]
        said = [words[self.formality]] if self.formality in words else []
        said += [words["lively"]] if self.exclamation_marks else []
        said += [words["avoid"].format(words=", ".join(self.avoid))] if self.avoid else []
        said += [words["prefer"].format(word=a, said=b) for a, b in self.prefer]
        return " ".join(said)


@kept
def _formal(formality: Formality, language: str) -> Mapping[str, str]:
    if formality == "neutral" or language not in _ENDING:
        return {}
    changes: Mapping[str, str] = read_table("tone", f"tone.{language}.toml")[formality]
    return changes


def whole_words(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of any of the words, the longest first; whole ones where words have edges.

    Chinese is written without: a word of Han characters is found anywhere.
    """
    either = "|".join(map(_edged, sorted(words, key=len, reverse=True))) or r"(?!)"
    return re.compile(either, re.IGNORECASE)


def _edged(word: str) -> str:
    return re.escape(word) if _HAN.search(word) else rf"{_BEGIN}{re.escape(word)}{_END}"
