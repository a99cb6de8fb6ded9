"""Files of words and sentences: ours, or the shop's own where it lays some in its folder.

A room's files lie in its folder of words. A shop changes one with a file of the same name at
`<home>/words/<room>/`, which says only what is different: a table is laid over ours key by key,
and the lines of a `.txt` are added. Knows nothing of what the words mean.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from assistant.errors import AssistantError
from assistant.wordshapes import misshapen

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["ROOMS", "kept", "own_words", "read_lines", "read_table", "use_words"]

ROOMS: Mapping[str, str] = {
    "answering": "words",
    "copywriting": "words",
    "grounding": "words",
    "languages": "words",
    "policies": "words",
    "tone": "words",
    "understanding": "lexicon",
}
"""The rooms that have words, each with its folder of them."""
_FOLDER = "words"

Table = Mapping[str, Any]
_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass
class _House:
    """Whose words are in force: one shop a process."""

    home: Path | None = None


_house = _House()
_forget: list[Callable[[], None]] = []


def kept(make: Callable[_P, _T]) -> Callable[_P, _T]:
    """Keep what a function makes of words until other words come into force."""
    cached = cache(make)
    _forget.append(cached.cache_clear)
    return cast("Callable[_P, _T]", cached)


def use_words(home: Path | None) -> None:
    """Put the words of a shop's folder into force in this process; None is our own alone.

    Raises AssistantError, naming file and line, for a file that cannot be used; what was in
    force stays.
    """
    before = _house.home
    _house.home = home
    try:
        for room, name in own_words(home) if home else ():
            (_table if name.endswith(".toml") else _lines)(room, name)
    except AssistantError:
        _house.home = before
        raise
    for forget in _forget:
        forget()


def own_words(home: Path) -> tuple[tuple[str, str], ...]:
    """Name the files of words that a shop has of its own, as (room, file).

    Raises AssistantError for one that stands for none of ours.
    """
    folder = home / _FOLDER
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    named = []
    for path in found:
        room, _, name = path.relative_to(folder).as_posix().partition("/")
        known = _names(room)
        if name not in known:
            ours = known or [f"{other}/" for other in ROOMS]
            raise AssistantError(
                f"{path} stands for no file of words; in {folder / room if known else folder} "
                f"there may be: {', '.join(ours)}. Rename it, or take it away"
            )
        named.append((room, name))
    return tuple(named)


def read_table(room: str, name: str) -> Table:
    """Read a TOML file of a room, with what the shop has laid over it."""
    return _table(room, name)


def read_lines(room: str, name: str) -> tuple[str, ...]:
    """Read the lines of a text file of a room, without remarks, and the shop's own behind them."""
    return _lines(room, name)


def _table(room: str, name: str) -> Table:
    ours: Table = tomllib.loads(_ours(room, name).read_text(encoding="utf-8"))
    path = _own(room, name)
    if path is None:
        return ours
    text = _text(path)
    try:
        own = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AssistantError(f"{path} is not TOML: {error}. Mend that line") from error
    if wrong := misshapen(f"{room}/{name}", text, own, ours):
        raise AssistantError(f"{path}, line {wrong.line}: {wrong.reason}")
    return _laid_over(ours, own)


def _lines(room: str, name: str) -> tuple[str, ...]:
    path = _own(room, name)
    texts = [_ours(room, name).read_text(encoding="utf-8"), _text(path) if path else ""]
    lines = (line.strip() for text in texts for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def _laid_over(ours: Table, own: Table) -> Table:
    return {
        **ours,
        **{
            key: _laid_over(ours[key], value)
            if isinstance(value, dict) and isinstance(ours.get(key), dict)
            else value
            for key, value in own.items()
        },
    }


def _folder(room: str) -> Traversable:
    return files(f"assistant.{room}") / ROOMS[room]


def _names(room: str) -> list[str]:
    if room not in ROOMS:
        return []
    names = (file.name for file in _folder(room).iterdir())
    return sorted(name for name in names if name.endswith((".toml", ".txt")))


def _ours(room: str, name: str) -> Traversable:
    return _folder(room) / name


def _own(room: str, name: str) -> Path | None:
    path = _house.home / _FOLDER / room / name if _house.home else None
    return path if path and path.is_file() else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(f"{path} cannot be read: {error}. Save it as UTF-8 text") from error
