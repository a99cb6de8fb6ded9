"""The channels of copy: which fields a piece has and how long each may be, in characters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.wordfiles import kept, read_table

__all__ = ["LANGUAGES", "Channel", "load_channels"]

LANGUAGES = ("en", "zh")
"""Languages that copy is written in."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel: `fields` map a field's name to the most characters it may have."""

    name: str
    fields: Mapping[str, int]


@kept
def load_channels(language: str = "en") -> Mapping[str, Channel]:
    """Read all channels with a language's limits, by name; made once."""
    name = "channels.toml" if language == "en" else f"channels.{language}.toml"
    raw = read_table("copywriting", name)
    return {name: Channel(name, fields) for name, fields in raw.items()}
