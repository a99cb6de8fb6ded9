"""A feed to products, whatever its format: told by what is in it, or given.

Knows nothing of what a format looks like inside.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from retrieval.errors import CatalogueError
from retrieval.feeds.archives import Member, open_members
from retrieval.feeds.encodings import checked
from retrieval.feeds.gathering import Gathering
from retrieval.feeds.jsonl import read_jsonl
from retrieval.feeds.jsonld_files import read_jsonld
from retrieval.feeds.lines import Text, open_text
from retrieval.feeds.merchant import read_merchant
from retrieval.feeds.merchant_xml import read_merchant_xml
from retrieval.feeds.prices import Terms
from retrieval.feeds.record import Format
from retrieval.feeds.report import FeedReport, Tally
from retrieval.feeds.shopify import read_shopify
from retrieval.feeds.sniffing import format_of
from retrieval.feeds.spool import Spool
from retrieval.feeds.woocommerce import read_woocommerce

__all__ = ["FORMATS", "Told", "read_feed", "read_into"]

FORMATS: dict[str, Format] = {
    "jsonl": read_jsonl,
    "merchant": read_merchant,
    "merchant-xml": read_merchant_xml,
    "shopify": read_shopify,
    "woocommerce": read_woocommerce,
    "jsonld": read_jsonld,
}
"""Every known format by name, with its reader."""

Told = Callable[[int, int], None]
"""Called with how much of a feed has been read, and of how much, in KiB."""

_TELL_EVERY = 200  # records


def read_feed(
    path: Path | str,
    format: str | None = None,  # noqa: A002
    *,
    currency: str = "USD",
) -> FeedReport:
    """Read one feed, its format told by what is in it unless given.

    `currency` is the ISO 4217 code of prices that name none. The report's products lie on disk
    and come by ascending id.

    Raises:
        CatalogueError: the format is unknown, or the file as a whole cannot be read. A bad row
            is no error: the report lists it.
    """
    return read_into(Spool(), path, format, terms=Terms(currency))


def read_into(
    spool: Spool,
    path: Path | str,
    format: str | None = None,  # noqa: A002
    *,
    terms: Terms,
    encoding: str | None = None,
    told: Told = lambda _done, _total: None,
) -> FeedReport:
    """Read a feed into a spool, where its products replace those of the same id.

    `encoding` names that of its text; None tells it by what is in it.

    Raises:
        CatalogueError: as `read_feed`.
    """
    if format is not None and format not in FORMATS:
        known = ", ".join(FORMATS)
        raise CatalogueError(f"unknown format {format!r}: name the feed's format, one of: {known}")
    named = checked(encoding) if encoding else ""
    tally = Tally()
    failed: list[CatalogueError] = []
    for member in open_members(Path(path)):
        tally.file = member.name
        try:
            with_name = Path(path, member.name) if member.name else Path(path)
            text = open_text(str(with_name), member.stream, named)
            _read(text, member, format, (spool, terms, tally, told))
        except CatalogueError as error:
            if not member.name:
                raise
            failed.append(error)
            tally.reject(0, str(error))
        told(member.size >> 10, member.size >> 10)
    if failed and not tally.formats:
        raise failed[0]
    return tally.report(spool)


def _read(
    text: Text, member: Member, name: str | None, into: tuple[Spool, Terms, Tally, Told]
) -> None:
    spool, terms, tally, told = into
    name = name or format_of(text)
    gathering = Gathering(terms, tally)
    try:
        for count, record in enumerate(FORMATS[name](text)):
            if count == 0:
                tally.formats.append(name)
            gathering.take(record)
            if count % _TELL_EVERY == 0:
                told(min(member.position(), member.size) >> 10, member.size >> 10)
        gathering.finish(spool)
        tally.assumed.append(text.assumed())
    finally:
        gathering.close()
