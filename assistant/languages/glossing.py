"""A Chinese message in the English words that the shop's reading knows, clause by clause.

"不要皮的" becomes "not leather", "两百元以内" "under 200". So the one reader, with everything it
knows of negation, references, carts and terms, reads both languages. It is a gloss and no
translation: word for word, with the few turns of grammar that change what is meant. What the
phrase book does not know is kept as it stands, and is looked for and told like any other word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.languages.amounts import amount_at
from assistant.languages.phrasebook import phrasebook
from assistant.languages.scanning import Token, scan

__all__ = ["gloss"]

_ORDINALS = {
    "1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth",
    "6": "sixth", "7": "seventh", "8": "eighth", "9": "ninth", "10": "tenth",
}  # fmt: skip
_REST = "…"


def gloss(message: str) -> str:
    """Put a Chinese message into English words; Latin words and quoted ones stay as they are."""
    said, clause = "", []
    for token in [*scan(message), Token("stop", "", "")]:
        if token.kind != "stop":
            clause.append(token)
            continue
        mark = "?" if token.text in {"?", "", "."} and _asks(clause) else token.text
        said += f" {_clause(clause)}{mark}"
        clause = []
    return re.sub(r"\s+", " ", re.sub(r"\s+(?=[,.?!;])|^[\s,.;]+", "", said)).strip(" ,")


def _asks(clause: Sequence[Token]) -> bool:
    return any(token.said in phrasebook().questions for token in clause)


def _clause(tokens: list[Token]) -> str:
    words: list[str] = []
    behind: list[str] = []
    frame, refused = _REST, -1
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if amount := amount_at(tokens, at):
            words.append(amount[0])
            at = amount[1]
            continue
        if token.kind == "says" and _REST in token.text:
            frame = token.text
        elif refused >= 0 and token.said == "的" and tokens[at - 1].kind == "good":
            behind += words[refused:]  # English says it behind: chocolate without nuts
            del words[refused:]
            refused = -1
        else:
            word, at = _word(tokens, at)
            words.append(word)
        refused = len(words) - 1 if token.kind == "negation" else refused
        at += 1
    return frame.replace(_REST, " ".join(filter(None, (*words, *behind))))


def _word(tokens: list[Token], at: int) -> tuple[str, int]:
    """The English of one word, and the place of the last token that it took."""
    token = tokens[at]
    behind = tokens[at + 1].kind if at + 1 < len(tokens) else ""
    if token.kind == "ordinal":
        counted = behind in {"measures", "sizes"}
        return f"the {_ORDINALS.get(token.text, f'{token.text}th')} one", at + counted
    if token.kind == "latin" and behind == "sizes":
        return f"size {token.text}", at + 1
    if token.kind == "quote":
        return f'"{token.text}"', at
    if token.kind in {"good", "says", "negation", "latin", "unknown"}:
        return token.text, at
    return "", at
