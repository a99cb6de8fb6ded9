"""The shop's rules for copy, from `copy.toml` in its folder: banned words, what must be said.

tone = "warm"                      # or "plain"
banned = ["cheap", "miracle"]
reading_ease = 50                  # what reads harder is remarked on
[disclosures]                      # by channel; "all" for every one
sms = "Reply STOP to opt out."
"sms.zh" = "回复TD退订。"            # in Chinese copy

The words that `tone.toml` avoids and prefers hold for copy too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.copywriting.channels import LANGUAGES, load_channels
from assistant.errors import AssistantError
from assistant.tone import Tone, read_tone, whole_words

__all__ = ["FILE", "TONES", "House", "read_house"]

FILE = "copy.toml"
"""The file's name in the shop's folder."""
TONES = ("warm", "plain")
_EASE = 50.0


@dataclass(frozen=True, slots=True)
class House:
    """How a shop writes: its tone, words that it never uses, and what each channel must say.

    `sound` words the sentences, and has words to avoid outside of names; what reads harder than
    `reading_ease` is remarked on.
    """

    tone: str = "warm"
    banned: Sequence[str] = ()
    disclosures: Mapping[str, str] = field(default_factory=dict)
    sound: Tone = field(default_factory=Tone)
    reading_ease: float = _EASE

    def disclosure(self, channel: str, language: str = "en") -> str:
        """What a piece of the channel must say, as written; "" for nothing.

        Where nothing is written in its language, what is written for every one is said.
        """
        names = (f"{channel}.{language}", channel, f"all.{language}", "all")
        return next((self.disclosures[name] for name in names if name in self.disclosures), "")

    def banned_in(self, text: str) -> str:
        """Give the first banned word of a text, "" for none; whole words, in any case."""
        found = whole_words(self.banned).search(text)
        return found[0] if found else ""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    tone: str = "warm"
    banned: list[str] = Field(default_factory=list)
    reading_ease: float = Field(default=_EASE, ge=0, le=100)
    disclosures: dict[str, str] = Field(default_factory=dict)


def read_house(home: Path) -> House:
    """Read a shop's rules and its tone; a shop without the files has none of its own.

    Raises AssistantError, naming what is wrong, for a file that cannot be used.
    """
    path, sound = home / FILE, read_tone(home)
    if not path.is_file():
        return House(sound=sound)
    try:
        told = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise AssistantError(f"{path} cannot be used: {error}") from error
    names = (*load_channels(), "all")
    spoken = {f"{name}.{language}" for name in names for language in LANGUAGES}
    unknown = set(told.disclosures) - {*names, *spoken}
    if unknown or told.tone not in TONES:
        wrong = f"channel {min(unknown)!r}" if unknown else f"tone {told.tone!r}"
        raise AssistantError(
            f"{path}: there is no {wrong}; channels: {', '.join(load_channels())} and all, each "
            f"with .en or .zh behind it for one language; tones: {', '.join(TONES)}"
        )
    banned = tuple(filter(None, told.banned))
    return House(told.tone, banned, told.disclosures, sound, told.reading_ease)
