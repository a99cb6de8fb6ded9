"""Markdown files cut into passages: one for each heading, with the text below it.

Front matter between `---` lines may give a title; else the first heading does. Markup is left
out of the text, and hidden letters too. Knows nothing of questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from retrieval.passages import Passage
from retrieval.text import clean, fold

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["read_documents"]

_HEAD = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n", re.DOTALL)
_TITLE = re.compile(r"^title:\s*(.+?)\s*$", re.MULTILINE)
_HIDDEN = re.compile(r"[\u200b-\u200f\u2060-\u2064\u00ad]")
_SPACES = re.compile(r"\s+")


def read_documents(folder: Path) -> tuple[Passage, ...]:
    """Give the passages of every `*.md` file of a folder, by file and place.

    A folder that is not there has none. Raises AssistantError for a file that cannot be read.
    """
    return tuple(passage for path in sorted(folder.glob("*.md")) for passage in _read(path))


def _read(path: Path) -> Iterator[Passage]:
    from markdown_it import MarkdownIt

    try:
        text = clean(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(
            f"the document {path} cannot be read: {error}. Save it as UTF-8 Markdown"
        ) from error
    head = _HEAD.match(text)
    named = _TITLE.search(head[1]) if head else None
    tokens = MarkdownIt("commonmark").parse(text[head.end() :] if head else text)
    sections = list(_sections(tokens))
    first = next((heading for heading, _ in sections if heading), path.stem)
    title = named[1].strip("\"'") if named else first
    for heading, body in sections:
        if body:
            slug = re.sub(r"[^\w]+", "-", fold(heading)).strip("-")
            own = f"{path.stem}#{slug}" if slug else path.stem
            yield Passage(own, title, heading or title, body)


def _sections(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Give each heading with the plain text up to the next one."""
    heading, in_heading = "", False
    lines: list[str] = []
    for token in tokens:
        if token.type == "heading_open":
            yield heading, " ".join(lines)
            heading, lines, in_heading = "", [], True
        elif token.type == "inline" and in_heading:
            heading, in_heading = _plain(token), False
        elif token.type == "inline" and (text := _plain(token)):
            lines.append(text if text[-1] in ".!?:;" else f"{text}.")
    yield heading, " ".join(lines)


def _plain(token: Token) -> str:
    """The words of a line, without markup, pictures or raw HTML."""
    kept = {"text": None, "code_inline": None, "softbreak": " ", "hardbreak": " "}
    parts = (
        kept[child.type] or child.content for child in token.children or () if child.type in kept
    )
    return _SPACES.sub(" ", _HIDDEN.sub("", "".join(parts))).strip()
