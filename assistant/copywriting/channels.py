"""The channels of copy: which fields a piece has and how long each may be, in characters."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Channel", "load_channels"]


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel: `fields` map a field's name to the most characters it may have."""

    name: str
    fields: Mapping[str, int]


@cache
def load_channels() -> Mapping[str, Channel]:
    """Read all channels, by name; made once."""
    path = files("assistant.copywriting") / "words" / "channels.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: Channel(name, fields) for name, fields in raw.items()}
