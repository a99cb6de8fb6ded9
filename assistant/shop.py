"""A shop's folder: feeds imported into its index, and the demo shop made where there is none.

<home>/settings.toml   what the owner set, if anything
<home>/index/          index generations and their pointer
<home>/pictures/       product pictures that we serve ourselves
<home>/policies/       the shop's terms and answers, Markdown
<home>/models/         embedders and rerankers that the shop trained
<home>/reviews.jsonl   what customers wrote, if anything; may be gzipped (.gz)
<home>/copy.toml       rules for marketing copy, if any
<home>/synonyms.yaml   the shop's own words for things, if any
<home>/tone.toml       how the shop sounds, if it says so
<home>/prompts/        prompts of its own, instead of ours
<home>/words/          words and sentences of its own, laid over ours
<home>/aisle.db        conversations, unless a database URL is set
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.settings import Settings
from retrieval import demo
from retrieval.errors import CatalogueError
from retrieval.feeds import (
    FeedReport,
    MergedRow,
    RejectedRow,
    Spool,
    Terms,
    doubts,
    import_notes,
    read_feed,
    read_into,
)
from retrieval.generations import Built, build_index, serving_products
from retrieval.manifest import FORMAT
from retrieval.storage import IndexFolder

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["ImportReport", "Progress", "import_feeds", "is_begun", "is_demo", "prepare"]

_REVIEWS = "reviews.jsonl.gz"
_DEMO_MARK = "demo.sha256"
"""Lies in a folder that holds the demo shop: the digest of its feed and its index's format."""

Progress = Callable[[str, int, int], None]
"""Called with a step's name, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of each feed's rows, and the generation that serves now.

    `notes` say what an owner should know.
    """

    feeds: tuple[tuple[Path, FeedReport], ...]
    built: Built
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows all feeds had."""
        return sum(report.rows for _, report in self.feeds)

    @property
    def rejected(self) -> tuple[tuple[Path, RejectedRow], ...]:
        """Every refused row that is listed, with its file."""
        return tuple((feed / row.file, row) for feed, read in self.feeds for row in read.rejected)

    @property
    def merged(self) -> tuple[tuple[Path, MergedRow], ...]:
        """Every row that joined another one's product and is listed, with its file."""
        return tuple((feed / row.file, row) for feed, read in self.feeds for row in read.merged)


def import_feeds(  # noqa: PLR0913 - one parameter an option of the command
    settings: Settings,
    feeds: Sequence[Path],
    embeddings: Embeddings,
    *,
    format: str | None = None,  # noqa: A002
    encoding: str | None = None,
    force: bool = False,
    progress: Progress = lambda _step, _done, _total: None,
) -> ImportReport:
    """Read feeds into one new index generation, which then serves.

    A product of a later feed replaces one of the same id. `format` and `encoding` name those of
    all feeds; None tells them by what is in each. `force` takes also what looks like a
    mistake: a feed that breaks off, removes most products, or drops their prices.

    Raises CatalogueError when a feed cannot be read, nothing could be taken, or it looks like a
    mistake; what served before serves on.
    """
    terms = Terms(settings.currency)
    with Spool() as spool:
        reports = tuple(
            (feed, read_into(spool, feed, format, terms=terms, encoding=encoding, told=told))
            for feed, told in ((feed, _told(progress, feed)) for feed in feeds)
        )
        if not len(spool):
            raise CatalogueError(_nothing_taken(reports))
        _make_folder(settings.home)
        if not force:
            _refuse_mistakes(settings, reports, spool)
        built = build_index(spool, settings.index_folder, embeddings, progress=progress)
        notes = import_notes(reports, spool.currencies(), settings.currency)
    (settings.home / _DEMO_MARK).unlink(missing_ok=True)  # the shop is its owner's now
    return ImportReport(reports, built, notes)


def _told(progress: Progress, feed: Path) -> Callable[[int, int], None]:
    return lambda done, total: progress(f"reading {feed.name} (KiB)", done, total)


def _nothing_taken(reports: Sequence[tuple[Path, FeedReport]]) -> str:
    rows = sum(report.rows for _, report in reports)
    first = next((row for _, report in reports for row in report.rejected), None)
    reason = f"; the first: line {first.line}: {first.reason}" if first else ""
    counted = f"{rows:,} row{'' if rows == 1 else 's'}"
    return f"no product could be taken from {counted}{reason}"


def _refuse_mistakes(
    settings: Settings, reports: Sequence[tuple[Path, FeedReport]], spool: Spool
) -> None:
    found = [f"{feed} breaks off in its middle" for feed, report in reports if report.cut]
    if not is_demo(settings):
        found += doubts(serving_products(settings.index_folder), spool)
    if found:
        raise CatalogueError(
            f"this looks like a mistake: {'; '.join(found)}. Nothing was changed. Look at the "
            "feed, and say --force if it is meant"
        )


def prepare(
    settings: Settings,
    embeddings: Embeddings,
    *,
    progress: Progress = lambda _step, _done, _total: None,
) -> bool:
    """Make the demo shop in the shop's folder where no index was ever made; say whether it did.

    A demo shop that an older release made is made again; a shop of the owner's never is.
    """
    feed = demo.feed_path()
    newest = sha256(feed.read_bytes() + f"index format {FORMAT}".encode()).hexdigest()
    if _is_made(settings, newest):
        return False
    products = read_feed(feed).products
    _make_folder(settings.home)
    demo.write_pictures(
        products,
        settings.pictures_folder,
        lambda done: progress("drawing pictures", done, len(products)),
    )
    shutil.copytree(demo.policies_path(), settings.home / "policies", dirs_exist_ok=True)
    shutil.copyfile(demo.reviews_path(), settings.home / _REVIEWS)
    import_feeds(settings, [feed], embeddings, force=True, progress=progress)
    (settings.home / _DEMO_MARK).write_text(f"{newest}\n", encoding="ascii")
    return True


def _is_made(settings: Settings, newest: str) -> bool:
    """Whether there is a shop to keep: any of the owner's, or the demo shop as it is now."""
    mark = settings.home / _DEMO_MARK
    if not is_begun(settings):
        return False
    return not mark.is_file() or mark.read_text(encoding="ascii").strip() == newest


def is_begun(settings: Settings) -> bool:
    """Whether an index was ever made in the shop's folder; else `prepare` makes the demo shop."""
    return IndexFolder(settings.index_folder).current() is not None


def is_demo(settings: Settings) -> bool:
    """Whether the shop's folder holds the demo shop, untouched by an owner."""
    return (settings.home / _DEMO_MARK).is_file()


def _make_folder(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AssistantError(
            f"the shop's folder {home} cannot be made: {error}. Name another with --shop."
        ) from error
