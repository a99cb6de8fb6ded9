"""The grammar of a reply: one sentence a point. The notation is llguidance's Lark dialect.

Guided, a sentence is put together from building blocks; free, from lower-case words around
its slots. Either way a model can write neither a figure nor a name of its own, and only slots
that exist.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from assistant.answering.points import Point

__all__ = ["grammar_of"]

_WORDS = r"""
OPENING: /[A-Z][a-z']{0,11}(,? [a-z][a-z']{0,13}){0,6}/
MIDDLE: /(,? [a-z][a-z'-]{0,13}){1,8}/
ENDING: /(,? [a-z][a-z'-]{0,13}){0,12}[.]/
"""


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


def _guided(point: Point) -> str:
    return " ".join(
        f"({' | '.join(json.dumps(text, ensure_ascii=False) for text in choice)})"
        for choice in point.blocks
    )


def _free(point: Point) -> str:
    quoted = [f'"{{{slot}}}"' for slot in point.slots]
    return '(OPENING " ")? ' + ' MIDDLE " " '.join(quoted) + " ENDING"
