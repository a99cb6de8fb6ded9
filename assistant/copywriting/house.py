"""The shop's rules for copy, from `copy.toml` in its folder: banned words, what must be said.

tone = "warm"                      # or "plain"
banned = ["cheap", "miracle"]
[disclosures]                      # by channel; "all" for every one
sms = "Reply STOP to opt out."
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.copywriting.channels import load_channels
from assistant.errors import AssistantError

__all__ = ["FILE", "House", "read_house"]

FILE = "copy.toml"
"""The file's name in the shop's folder."""
_TONES = ("warm", "plain")


@dataclass(frozen=True, slots=True)
class House:
    """How a shop writes: its tone, words that it never uses, and what each channel must say."""

    tone: str = "warm"
    banned: Sequence[str] = ()
    disclosures: Mapping[str, str] = field(default_factory=dict)

    def disclosure(self, channel: str) -> str:
        """What a piece of the channel must say, as written; "" for nothing."""
        return self.disclosures.get(channel, self.disclosures.get("all", ""))

    def banned_in(self, text: str) -> str:
        """Give the first banned word of a text, "" for none; whole words, in any case."""
        either = "|".join(map(re.escape, self.banned)) or r"(?!)"
        found = re.search(rf"(?<!\w)(?:{either})(?!\w)", text, re.IGNORECASE)
        return found[0] if found else ""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    tone: str = "warm"
    banned: list[str] = Field(default_factory=list)
    disclosures: dict[str, str] = Field(default_factory=dict)


def read_house(home: Path) -> House:
    """Read a shop's rules; a shop without the file has none of its own.

    Raises AssistantError, naming what is wrong, for a file that cannot be used.
    """
    path = home / FILE
    if not path.is_file():
        return House()
    try:
        told = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise AssistantError(f"{path} cannot be used: {error}") from error
    unknown = set(told.disclosures) - {*load_channels(), "all"}
    if unknown or told.tone not in _TONES:
        wrong = f"channel {min(unknown)!r}" if unknown else f"tone {told.tone!r}"
        raise AssistantError(
            f"{path}: there is no {wrong}; channels: {', '.join(load_channels())} and all; "
            f"tones: {', '.join(_TONES)}"
        )
    return House(told.tone, tuple(filter(None, told.banned)), told.disclosures)
