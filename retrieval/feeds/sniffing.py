"""Which format a file is in, by what is at its beginning; its name says nothing.

Knows nothing of how a format is read.
"""

from __future__ import annotations

import json
import re

from retrieval.errors import CatalogueError
from retrieval.feeds.fields import field_table
from retrieval.feeds.lines import Text
from retrieval.feeds.tables import header_of

__all__ = ["format_of"]

_TABLES = ("shopify", "woocommerce", "merchant")  # the more particular first
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|script|div|title|meta)[\s>]", re.IGNORECASE)
_FEED = re.compile(
    r"<(?:[\w.-]+:)?(?:rss|feed|channel|item|entry|products|rdf)[\s>]", re.IGNORECASE
)
_OBJECT = re.compile(r'^\{"', re.MULTILINE)
_LINKED = re.compile(r'"@(?:context|type|graph)"')


def format_of(text: Text) -> str:
    """Name the format of a file.

    Raises:
        CatalogueError: it is in none that we read.
    """
    head = text.head.lstrip("\ufeff \t\r\n")
    if head.startswith("<"):
        return _marked_up(text.name, head)
    if head.startswith(("{", "[")):
        return _json(head)
    header = header_of(head)
    for name in _TABLES:
        if field_table(name).fits(header):
            return name
    if _OBJECT.search(head):  # behind a first line that is broken
        return "jsonl"
    found = ", ".join(repr(name[:30]) for name in header[:8]) or "none"
    raise CatalogueError(
        f"the feed {text.name} is in no format we know. Its headers are {found}; a Google "
        "Merchant table needs id and title, a Shopify export Handle and Title, a WooCommerce "
        "export Type, Name and Regular price. Name it with --format if you know better"
    )


def _marked_up(name: str, head: str) -> str:
    page, feed = _PAGE.search(head), _FEED.search(head)
    if feed and not (page and page.start() < feed.start()):
        return "merchant-xml"
    if page:
        return "jsonld"
    raise CatalogueError(
        f"the feed {name} is XML of an unknown kind: a Google Merchant feed is RSS 2.0 or Atom, "
        "with <item> or <entry>"
    )


def _json(head: str) -> str:
    """Tell a document of JSON-LD from one object a line; the first line settles it."""
    first = head.partition("\n")[0]
    if not _LINKED.search(head):
        return "jsonl"
    try:
        whole_line = isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        whole_line = False
    return "jsonl" if whole_line and head[len(first) :].strip() else "jsonld"
