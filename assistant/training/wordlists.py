"""Reads the word lists in `words/`: how messages of each act are put, and of what things.

Knows nothing of how a line is expanded.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import TypeVar

from pydantic import TypeAdapter

from assistant.errors import AssistantError
from assistant.types import Act

__all__ = ["Frame", "Words", "load_words", "split_frames", "split_lists"]

_Lists = Mapping[str, Sequence[str]]
_Shape = TypeVar("_Shape")

_FILES = ("finding", "errands", "talk")
_TIMES = ("begin", "later", "any")
_KEPT_BACK, _LONG = 8, 16


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of the lists of acts: a way to put an act, at the beginning, later, or any time."""

    act: Act
    line: str
    time: str


@dataclass(frozen=True, slots=True)
class Words:
    """All frames, and the lists that they draw from."""

    frames: tuple[Frame, ...]
    lists: _Lists


@cache
def load_words(language: str = "en") -> Words:
    """Read the word lists of a language. Raises AssistantError where one is malformed."""
    frames = [frame for name in _FILES for frame in _frames(f"{name}.{language}.toml")]
    things = _read(f"things.{language}.toml", dict[str, list[str]])
    return Words(tuple(dict.fromkeys(frames)), things)


def _frames(name: str) -> Iterator[Frame]:
    for act, times in _read(name, dict[str, dict[str, list[str]]]).items():
        if act not in set(Act) or not set(times) <= set(_TIMES):
            raise AssistantError(f"{name}: no such act or time: [{act}] {', '.join(times)}")
        yield from (Frame(Act(act), line, time) for time in times for line in times[time])


def _read(name: str, shape: type[_Shape]) -> _Shape:
    try:
        raw = tomllib.loads((files("assistant.training.words") / name).read_text(encoding="utf-8"))
        return TypeAdapter(shape).validate_python(raw, strict=True)
    except (OSError, ValueError) as error:  # TOML's and pydantic's errors are ValueErrors
        raise AssistantError(f"the word list {name} cannot be read: {error}") from error


def split_frames(frames: Sequence[Frame], seed: int) -> tuple[tuple[Frame, ...], tuple[Frame, ...]]:
    """Keep one line in eight of every act back: the lines to learn, and those kept back."""
    kept: set[Frame] = set()
    for act in Act:
        own = [frame for frame in frames if frame.act is act]
        kept.update(Random(f"{seed}/{act}").sample(own, len(own) // _KEPT_BACK))
    return tuple(f for f in frames if f not in kept), tuple(f for f in frames if f in kept)


def split_lists(lists: _Lists, seed: int) -> tuple[_Lists, _Lists]:
    """Keep one entry in eight of every long list of plain words back; patterns are in both."""
    learnt, kept = dict(lists), dict(lists)
    for name, entries in lists.items():
        if len(entries) >= _LONG and not any("{" in entry for entry in entries):
            back = set(Random(f"{seed}/{name}").sample(list(entries), len(entries) // _KEPT_BACK))
            learnt[name] = [entry for entry in entries if entry not in back]
            kept[name] = [entry for entry in entries if entry in back]
    return learnt, kept
