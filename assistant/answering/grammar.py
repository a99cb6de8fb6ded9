"""The grammar of a reply: one sentence a point. The notation is llguidance's Lark dialect.

Guided, a sentence is put together from building blocks; free, from lower-case words around
its slots. Either way a model can write neither a figure nor a name of its own, and only slots
that exist.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from assistant.answering.points import Point

__all__ = ["grammar_of", "is_free"]

_OPENING = r"[A-Z][a-z']{0,11}(,? [a-z][a-z']{0,13}){0,6}"
_MIDDLE = r"(,? [a-z][a-z'-]{0,13}){1,8}"
_ENDING = r"(,? [a-z][a-z'-]{0,13}){0,12}[.]"
_WORDS = f"\nOPENING: /{_OPENING}/\nMIDDLE: /{_MIDDLE}/\nENDING: /{_ENDING}/\n"
_SLOT = r"\{[^{}]+\}"
_FREE = re.compile(rf"({_OPENING} )?{_SLOT}({_MIDDLE} {_SLOT})*{_ENDING}")


def grammar_of(points: Sequence[Point], *, guided: bool) -> str:
    """Give the grammar for the sentences of these points, in their order."""
    names = [f"sentence_{place}" for place in range(len(points))]
    rules = [
        f"{name}: {_guided(point) if guided else _free(point)}"
        for name, point in zip(names, points, strict=True)
    ]
    joined = ' " " '.join(names)
    words = "" if guided else _WORDS
    return f"start: {joined}\n" + "\n".join(rules) + words


def is_free(sentence: str) -> bool:
    """Whether a sentence has the form to which a model is held that writes freely."""
    return _FREE.fullmatch(sentence) is not None


def _guided(point: Point) -> str:
    return " ".join(
        f"({' | '.join(json.dumps(text, ensure_ascii=False) for text in choice)})"
        for choice in point.blocks
    )


def _free(point: Point) -> str:
    quoted = [f'"{{{slot}}}"' for slot in point.slots]
    return '(OPENING " ")? ' + ' MIDDLE " " '.join(quoted) + " ENDING"
