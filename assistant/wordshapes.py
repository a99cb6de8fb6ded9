"""Whether a shop's own file of words has the shape of ours: its keys, kinds of values, slots.

A sentence keeps the slots that each of our wordings has, so that no figure or name is lost, and
has none that nothing would fill. Knows nothing of files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain

__all__ = ["Wrong", "misshapen"]

_SLOT = re.compile(r"\{([a-z0-9_.]+)\}")
_OPEN = {"policies/topics.en.toml", "languages/goods.zh.toml", "languages/fragments.zh.toml"}
"""Files that may have entries of the shop's own."""
_FREE_SLOTS = {"copywriting/copy.en.toml", "copywriting/copy.zh.toml"}
"""Files whose sentences are used only where every slot has a value: any slot of theirs may be."""
_OPTIONAL = {"example"}
_KINDS = {str: "a text in quotes", list: "a list of texts", dict: "a table", bool: "true or false",
          int: "a whole number", float: "a number"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a file, in which line, and what to do."""

    line: int
    reason: str


def misshapen(
    name: str, text: str, own: Mapping[str, object], ours: Mapping[str, object]
) -> Wrong | None:
    """Give the first thing of a shop's file that does not fit ours; None where all does."""
    everywhere = frozenset(_slots(ours)) if name in _FREE_SLOTS else frozenset[str]()
    for path, reason in _problems(own, ours, (), name in _OPEN, everywhere):
        return Wrong(_line_of(text, path), reason)
    return None


Path = tuple[str, ...]


def _problems(
    own: Mapping[str, object],
    ours: Mapping[str, object],
    path: Path,
    may_add: bool,
    everywhere: frozenset[str],
) -> Iterator[tuple[Path, str]]:
    for key, value in own.items():
        here = (*path, key)
        if key in ours:
            like = ours[key]
        elif may_add and path and ours:
            like = next(iter(ours.values()))
        else:
            yield here, _unknown(key, ours)
            continue
        if isinstance(value, dict) and isinstance(like, dict):
            yield from _problems(value, like, here, may_add, everywhere)
        elif reason := _value_problem(value, like, everywhere):
            yield here, f"{key!r} {reason}"


def _unknown(key: str, ours: Mapping[str, object]) -> str:
    near = get_close_matches(key, ours, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(map(repr, ours))}"
    return f"there is no {key!r} here; {hint}"


def _value_problem(value: object, like: object, everywhere: frozenset[str]) -> str:
    if type(value) is not type(like):
        return f"must be {_KINDS.get(type(like), 'of another kind')}, and is {value!r}"
    if isinstance(like, list) and isinstance(value, list):
        if not value and like:
            return "must not be empty; take the line away to keep ours"
        depth = {_depth(entry) for entry in like}
        odd = [entry for entry in value if like and _depth(entry) not in depth]
        if odd:
            return f"holds {odd[0]!r}, where ours has {like[0]!r}"
    return _slot_problem(value, like, everywhere)


def _depth(value: object) -> tuple[type, ...]:
    inner = _depth(value[0]) if isinstance(value, list) and value else ()
    return (type(value), *inner)


def _slot_problem(value: object, like: object, everywhere: frozenset[str]) -> str:
    known = everywhere or frozenset(_slots(like))
    unknown = next((slot for slot in _slots(value) if slot not in known), None)
    if unknown is not None:
        there = ", ".join(f"{{{slot}}}" for slot in sorted(known)) or "none"
        return f"has the slot {{{unknown}}}, which nothing fills; slots there are: {there}"
    if everywhere or not isinstance(like, list) or not isinstance(value, list):
        return ""
    if isinstance(like[0] if like else None, list):
        return ""
    needed = frozenset.intersection(*(frozenset(_slots(text)) for text in like)) if like else ()
    for text in value:
        lacking = sorted(set(needed) - _OPTIONAL - set(_slots(text)))
        if lacking:
            return f"says {text!r} without {{{lacking[0]}}}; put that slot into the sentence"
    return ""


def _slots(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return [slot[1] for slot in _SLOT.finditer(value)]
    if isinstance(value, Mapping):
        return chain.from_iterable(map(_slots, value.values()))
    if isinstance(value, list):
        return chain.from_iterable(map(_slots, value))
    return ()


def _line_of(text: str, path: Path) -> int:
    """The line, from 1, in which a key stands; where it is not found, its table's or the first."""
    tables = [f"[{'.'.join(path[:length])}]" for length in range(len(path) - 1, 0, -1)]
    found, within = 1, len(path) == 1
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line.split("#")[0].strip().replace('"', "").replace("'", "")
        if bare.startswith("["):
            within = bare in tables
            found = number if bare in (*tables, f"[{'.'.join(path)}]") else found
        elif within and bare.partition("=")[0].strip() in {path[-1], ".".join(path)}:
            return number
    return found
