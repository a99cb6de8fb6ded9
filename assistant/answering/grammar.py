"""The grammar of a reply: one sentence a point, free lower-case words around its slots.

Under it a model can write neither a figure nor a name of its own, and only slots that exist.
The notation is llguidance's Lark dialect.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["grammar_of"]

_WORDS = r"""
OPENING: /[A-Z][a-z']{0,11}(,? [a-z][a-z']{0,13}){0,6}/
MIDDLE: /(,? [a-z][a-z'-]{0,13}){1,8}/
ENDING: /(,? [a-z][a-z'-]{0,13}){0,12}[.]/
"""


def grammar_of(sentences: Sequence[Sequence[str]]) -> str:
    """Give the grammar for sentences that say these slots, each in this order."""
    names = [f"sentence_{place}" for place in range(len(sentences))]
    rules = [
        f"{name}: {_sentence(slots)}" for name, slots in zip(names, sentences, strict=True)
    ]
    joined = ' " " '.join(names)
    return f"start: {joined}\n" + "\n".join(rules) + _WORDS


def _sentence(slots: Sequence[str]) -> str:
    quoted = [f'"{{{slot}}}"' for slot in slots]
    return '(OPENING " ")? ' + ' MIDDLE " " '.join(quoted) + " ENDING"
