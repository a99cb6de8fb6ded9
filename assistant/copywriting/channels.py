"""The channels of copy: which fields a piece has and how long each may be, in characters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.wordfiles import kept, read_table

__all__ = ["Channel", "load_channels"]


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel: `fields` map a field's name to the most characters it may have."""

    name: str
    fields: Mapping[str, int]


@kept
def load_channels() -> Mapping[str, Channel]:
    """Read all channels, by name; made once."""
    raw = read_table("copywriting", "channels.toml")
    return {name: Channel(name, fields) for name, fields in raw.items()}
