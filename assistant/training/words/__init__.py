"""The word lists of training data: how messages of each act are put, and of what things.

Data for people to read and to add to; the syntax stands at the top of messages.en.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.errors import AssistantError
from assistant.types import Act

__all__ = ["Frame", "Words", "load_words"]

_TIMES = ("begin", "later", "any")


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of messages.en.toml: a way to put an act, at the beginning, later, or any time."""

    act: Act
    line: str
    time: str


@dataclass(frozen=True, slots=True)
class Words:
    """All frames, and the lists that they draw from."""

    frames: tuple[Frame, ...]
    lists: Mapping[str, Sequence[str]]


@cache
def load_words(language: str = "en") -> Words:
    """Read the word lists of a language. Raises AssistantError where one is malformed."""
    messages, things = (_read(f"{name}.{language}.toml") for name in ("messages", "things"))
    frames = []
    for act, times in messages.items():
        if act not in set(Act) or not set(times) <= set(_TIMES):
            raise AssistantError(f"messages.{language}.toml: no such act or time: [{act}] {times}")
        frames += [Frame(Act(act), line, time) for time in times for line in times[time]]
    return Words(tuple(frames), things)


def _read(name: str) -> dict[str, dict[str, list[str]]]:
    try:
        return tomllib.loads((files(__name__) / name).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise AssistantError(f"the word list {name} cannot be read: {error}") from error
