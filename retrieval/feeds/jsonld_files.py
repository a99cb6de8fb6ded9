"""Files with schema.org product data: JSON-LD documents, and HTML pages with such scripts.

A row's "line" is the number of the product in the file. Knows nothing of what the data mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from retrieval.errors import CatalogueError
from retrieval.feeds.jsonl import parse_json
from retrieval.feeds.jsonld import rows_of
from retrieval.feeds.lines import Text
from retrieval.feeds.record import Record

__all__ = ["read_jsonld"]

_LARGEST = 64 << 20  # characters; a document is held in memory whole


def read_jsonld(text: Text) -> Iterator[Record]:
    """Read all products of a document or a page.

    Raises:
        CatalogueError: it is too large, no JSON, or holds no product.
    """
    whole = _whole(text)
    if whole.lstrip("\ufeff \t\r\n").startswith("<"):
        documents = list(_scripts(text, whole))
    else:
        documents = [_document(text, whole)]
    count = 0
    faults: list[str] = []
    for document in documents:
        try:
            for row in rows_of(document):
                count += 1
                yield Record(count, row)
        except CatalogueError as error:  # of one script of many
            faults.append(str(error))
    if count == 0 and faults:
        raise CatalogueError(f"the feed {text.name} cannot be read: {faults[0]}")
    for fault in faults:
        yield Record(count + 1, fault=fault)
    if count == 0:
        raise CatalogueError(f"the feed {text.name} has no schema.org Product in its data")


def _whole(text: Text) -> str:
    pieces: list[str] = []
    size = 0
    for line in text.lines:
        if line.cut:
            raise CatalogueError(f"the feed {text.name} breaks off: fetch it again")
        pieces.append(line.text)
        size += len(line.text)
        if size > _LARGEST:
            raise CatalogueError(
                f"the feed {text.name} is one document of more than {_LARGEST >> 20} million "
                "characters: write one product a line (JSONL), or split it"
            )
    return "".join(pieces)


def _document(text: Text, whole: str) -> object:
    try:
        return parse_json(whole)
    except CatalogueError as error:
        raise CatalogueError(
            f"the feed {text.name} is {error}: fetch it again, or write one product a line (JSONL)"
        ) from error


def _scripts(text: Text, page: str) -> Iterator[object]:
    finder = _Finder()
    finder.feed(page)
    finder.close()
    broken = ""
    count = 0
    for script in finder.scripts:
        try:
            yield parse_json(script)
        except CatalogueError as error:
            broken = str(error)
            continue
        count += 1
    if count == 0:
        why = f"its data are {broken}" if broken else "it holds no schema.org data (JSON-LD)"
        raise CatalogueError(
            f"the feed {text.name} is an HTML page and {why}: export a feed from the shop "
            "system, or save a product's own page"
        )


class _Finder(HTMLParser):
    """Collects the JSON-LD scripts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = dict(attrs).get("type") or ""
        self._inside = tag == "script" and kind.strip().lower().startswith("application/ld+json")
        if self._inside:
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[-1] += data
