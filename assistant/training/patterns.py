"""Lines with choices, as the word lists hold them, expanded at random.

    (a|b)    one of these          [a|b]   one of these, or nothing
    {name}   an entry of that name, expanded in turn

Whatever else stands in a line stands in the text. Knows nothing of shops or of models.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from assistant.errors import AssistantError

__all__ = ["Entry", "expand"]

Entry = Callable[[str], str]
"""Gives one line of a named list: chosen at random, to be expanded in turn."""

_DEEPEST = 12
_CLOSING = {"(": ")", "[": "]", "{": "}"}


def expand(line: str, entry: Entry, random: Random, depth: int = 0) -> str:
    """Give one text that the line stands for.

    Raises AssistantError where a bracket is not closed, or names lead into one another.
    """
    if depth > _DEEPEST:
        raise AssistantError(f"the word lists lead in circles at {line!r}: break the circle")
    pieces, at = [], 0
    while at < len(line):
        opening = line[at]
        if opening not in _CLOSING:
            pieces.append(opening)
            at += 1
            continue
        end = _closing(line, at)
        inner = line[at + 1 : end]
        if opening == "{":
            pieces.append(expand(entry(inner), entry, random, depth + 1))
        else:
            choices = _choices(inner) + ([""] if opening == "[" else [])
            pieces.append(expand(random.choice(choices), entry, random, depth))
        at = end + 1
    return "".join(pieces)


def _closing(line: str, start: int) -> int:
    open_, close = line[start], _CLOSING[line[start]]
    depth = 0
    for at in range(start, len(line)):
        depth += (line[at] == open_) - (line[at] == close)
        if depth == 0:
            return at
    raise AssistantError(f"{open_!r} is not closed in {line!r}: add {close!r}")


def _choices(inner: str) -> list[str]:
    """Cut at the bars that stand in no inner bracket."""
    choices, depth = [""], 0
    for letter in inner:
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "|" and depth == 0:
            choices.append("")
        else:
            choices[-1] += letter
    return choices
