"""Google Merchant Center in XML: the items of an RSS 2.0 or Atom feed, each parsed alone.

An item that is not well-formed costs only itself, and memory holds one item at a time. Entities
of a document's own and external ones are refused. Knows nothing of what an item's fields mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import TYPE_CHECKING

from retrieval.errors import CatalogueError
from retrieval.feeds.fields import field_table
from retrieval.feeds.lines import Text
from retrieval.feeds.merchant import merchant_row
from retrieval.feeds.record import Record
from retrieval.text import clean

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["read_merchant_xml"]

_MARK = re.compile(
    r"<!\[CDATA\[|<!--|<(/?)(?:[\w.-]+:)?(item|entry)(?=[\s>/])|<!(?:DOCTYPE|ENTITY)"
)
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}
_LARGEST = 1 << 20  # characters of one item
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)?")
_OWN = {"amp;", "lt;", "gt;", "quot;", "apos;"}
_PREFIX = re.compile(r"<(/?)([\w.-]+):([\w.-]+)")
_PREFIXED_NAME = re.compile(r"(?<=\s)(?!xmlns)([\w.-]+):([\w.-]+)(?=\s*=)")
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)


def read_merchant_xml(text: Text) -> Iterator[Record]:
    """Read the items, each with the line it begins on.

    Raises:
        CatalogueError: the document declares entities, or holds no item at all.
    """
    count = 0
    for count, record in enumerate(_Items(text), 1):  # noqa: B007
        yield record
    if count == 0:
        raise CatalogueError(f"the feed {text.name} has no <item> and no <entry>")


class _Items:
    """Cuts a document into its items while it is read."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._item: list[str] | None = None
        self._line = 0
        self._until = ""  # what ends the comment or CDATA section we are in
        self._size = 0

    def __iter__(self) -> Iterator[Record]:
        for line in self._text.lines:
            if line.fault:
                yield Record(line.number, fault=line.fault, cut=line.cut)
                self._item = None
                continue
            for item in self._cut(line.text, line.number):
                yield _record(self._line, item)
        if self._item is not None:
            yield Record(self._line, fault="the item is never closed")

    def _cut(self, text: str, number: int) -> Iterator[str]:
        """Go through a line; yield each item that ends in it."""
        at = self._skip(text, 0)
        while mark := _MARK.search(text, at):
            at = self._keep(text, at, mark.start())
            if mark[2] and not mark[1]:
                self._item, self._line, self._size = [], number, 0
            elif mark[2]:
                at = self._keep(text, at, text.find(">", at) + 1 or len(text))
                item, self._item = self._item, None
                if item is not None:
                    yield "".join(item)
                continue
            elif mark[0] not in _ENDS:
                raise CatalogueError(
                    f"the feed {self._text.name} declares entities or a document type (line "
                    f"{number}): that is refused, remove the declaration"
                )
            self._until = _ENDS.get(mark[0], "")
            at = self._skip(text, self._keep(text, at, mark.end()))
        self._keep(text, at, len(text))

    def _skip(self, text: str, at: int) -> int:
        """Go behind the comment or CDATA section we are in, if it ends in this line."""
        if not self._until:
            return at
        end = text.find(self._until, at)
        if end < 0:
            return self._keep(text, at, len(text))
        at, self._until = self._keep(text, at, end + len(self._until)), ""
        return at

    def _keep(self, text: str, start: int, end: int) -> int:
        if self._item is not None and self._size <= _LARGEST:
            self._item.append(text[start:end])
            self._size += end - start
        return end


def _record(line: int, item: str) -> Record:
    if len(item) > _LARGEST:
        return Record(line, fault=f"the item is longer than {_LARGEST >> 20} MiB")
    try:
        element = _parse(item)
    except CatalogueError as error:
        return Record(line, fault=str(error))
    cells: dict[str, str] = {}
    columns = field_table("merchant")
    for child in element:
        name = str(child.tag)
        column = columns.columns([name.replace("--", ":", 1).partition(":")[2] or name])[0]
        value = _detail(child) if len(child) else _value(child)
        if column is not None and value:
            columns.put(cells, column, value)
    return Record(line, merchant_row(cells))


def _value(child: Element) -> str:
    """Return an element's text; of an Atom link its address, of a summary its words."""
    return (child.text or child.get("href") or "").strip()


def _detail(child: Element) -> str:
    parts = {str(part.tag).rpartition("--")[2]: (part.text or "").strip() for part in child}
    if parts.get("attribute_name"):
        section = parts.get("section_name", "").replace(":", " ")
        name = parts["attribute_name"].replace(":", " ")
        return f"{section}:{name}:{parts.get('attribute_value', '')}"
    return " ".join("".join(child.itertext()).split())


def _parse(item: str) -> Element:
    """Parse one item. Its namespace prefixes, declared far above, become parts of the names."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    pieces = _CDATA.split(clean(item))
    bare = [piece if piece.startswith("<![CDATA[") else _mended(piece) for piece in pieces]
    try:
        element: Element = fromstring("".join(bare), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise CatalogueError(f"the item is not well-formed XML: {error}") from error
    return element


def _mended(text: str) -> str:
    text = _PREFIX.sub(r"<\1\2--\3", text)
    text = _PREFIXED_NAME.sub(r"\1--\2", text)
    return _NAMED.sub(_entity, text)


def _entity(found: re.Match[str]) -> str:
    """Keep XML's own entities, write HTML's as characters, and mend an ampersand alone."""
    name = found[1]
    if name in _OWN:
        return found[0]
    if name in html5:
        return html5[name]
    return "&amp;" + (name or "") if not _is_reference(found) else found[0]


def _is_reference(found: re.Match[str]) -> bool:
    return found[1] is None and found.string[found.end() : found.end() + 1] == "#"
