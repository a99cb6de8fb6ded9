"""A feed's file opened: plain, gzipped, or a zip archive with one feed or several in it.

What is unpacked is measured as it comes, so that a bomb is refused long before it fills
anything. Knows nothing of what the bytes mean.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO

from retrieval.errors import CatalogueError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["BROKEN", "Member", "open_members"]

BROKEN = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile)
"""What reading a damaged archive raises, at any read."""

_GZIP, _ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")
_RATIO = 250  # unpacked bytes a packed byte; feeds stay below 60, bombs come near 1,000
_RATIO_FROM = 32 << 20
_LARGEST = 8 << 30
_ENTRIES = 1_000
_WORKBOOK = "[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class Member:
    """One file to read: its name inside an archive ("" outside) and its bytes.

    `position` tells how many of the outer file's `size` bytes have been read.
    """

    name: str
    stream: io.RawIOBase
    position: Callable[[], int]
    size: int


def open_members(path: Path) -> Iterator[Member]:
    """Yield what is to be read in a file, one after the other.

    Raises:
        CatalogueError: no such file, a folder, a device, or an archive that cannot be opened.
    """
    if path.is_dir():
        raise CatalogueError(f"{path} is a folder: name the feed file in it")
    if not path.exists():
        raise CatalogueError(f"there is no feed {path}: check the path")
    if not path.is_file():
        raise CatalogueError(f"{path} is no regular file: save the feed to a file first")
    try:
        with path.open("rb") as raw:
            yield from _members(path, raw)
    except OSError as error:
        raise CatalogueError(f"the feed {path} cannot be read: {error}") from error


def _members(path: Path, raw: io.BufferedReader) -> Iterator[Member]:
    size = path.stat().st_size
    magic = raw.read(4)
    raw.seek(0)
    if magic.startswith(_ZIP):
        yield from _zipped(path, raw, size)
    elif magic.startswith(_GZIP):
        unpacked = _Measured(str(path), gzip.GzipFile(fileobj=raw), raw.tell)
        yield Member("", unpacked, raw.tell, size)
    else:
        yield Member("", _Measured(str(path), raw), raw.tell, size)


def _zipped(path: Path, raw: BinaryIO, size: int) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(raw)
        entries = [entry for entry in archive.infolist() if _is_feed(entry)]
    except (*BROKEN, ValueError, NotImplementedError) as error:
        raise CatalogueError(f"the feed {path} is a broken zip file: {error}") from error
    if any(entry.filename == _WORKBOOK for entry in entries):
        raise CatalogueError(f"the feed {path} is an Excel workbook: save it as CSV (UTF-8)")
    if not entries:
        raise CatalogueError(f"the feed {path} is a zip file with nothing in it")
    total = sum(entry.file_size for entry in entries)
    if len(entries) > _ENTRIES or total > _LARGEST:
        raise CatalogueError(
            f"the zip file {path} holds {len(entries)} files of {total >> 20} MiB in all: at most "
            f"{_ENTRIES} files and {_LARGEST >> 20} MiB are unpacked; split it"
        )
    for entry in entries:
        yield Member(entry.filename, _unzipped(path, archive, entry), raw.tell, size)


def _is_feed(entry: zipfile.ZipInfo) -> bool:
    parts = Path(entry.filename).parts
    hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
    return not (entry.is_dir() or hidden)


def _unzipped(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> _Measured:
    label = f"{path}/{entry.filename}"
    try:
        source = archive.open(entry)
    except RuntimeError as error:  # also NotImplementedError, for an unknown compression
        raise CatalogueError(f"the feed {label} cannot be unpacked: {error}") from error
    except (*BROKEN, ValueError) as error:
        raise CatalogueError(f"the feed {label} is broken: {error}") from error
    return _Measured(label, source, lambda: entry.compress_size)


class _Measured(io.RawIOBase):
    """Reads through, and stops at what no feed is: too large, or too large for its archive."""

    def __init__(
        self,
        label: str,
        source: IO[bytes] | io.BufferedIOBase,
        packed: Callable[[], int] | None = None,
    ) -> None:
        self._label, self._source, self._packed = label, source, packed
        self._count = 0

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill `buffer` as far as one read goes; 0 is the end."""
        into = memoryview(buffer).cast("B")
        data = self._source.read1(len(into))  # type: ignore[union-attr]
        self._count += len(data)
        self._check()
        into[: len(data)] = data
        return len(data)

    def _check(self) -> None:
        if self._packed is None or self._count < _RATIO_FROM:
            return
        if self._count > _LARGEST or self._count > _RATIO * max(1, self._packed()):
            raise CatalogueError(
                f"the feed {self._label} unpacks to more than {self._count >> 20} MiB, which no "
                f"feed does (a limit of {_RATIO} to 1, and of {_LARGEST >> 20} MiB): unpack it "
                "yourself if you trust it"
            )
